/** Cases by state, in the order they need somebody: overdue first, then the nearest deadline, then the newest. */

import type { Case } from "@/api/types"
import { STATES, type CaseState } from "./words"

const FAR = "9999-12-31"

export function board(cases: readonly Case[], onlyOverdue: boolean): Map<CaseState, Case[]> {
  const shown = cases.filter((item) => !onlyOverdue || item.overdue)
  const inOrder = [...shown].sort(
    (a, b) =>
      Number(b.overdue) - Number(a.overdue) || (a.deadline ?? FAR).localeCompare(b.deadline ?? FAR) || b.opened_at.localeCompare(a.opened_at),
  )
  return new Map(STATES.map((state) => [state, inOrder.filter((item) => item.state === state)]))
}
