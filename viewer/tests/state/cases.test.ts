// @vitest-environment happy-dom
import { expect, it } from "vitest"
import type { Case, CaseEvent } from "@/api/types"
import { board } from "@/state/caseBoard"
import { told } from "@/state/caseHistory"
import { STATES } from "@/state/words"

const one = (id: string, changes: Partial<Case> = {}): Case => ({ id, state: "open", overdue: false, deadline: null, opened_at: `2026-01-0${id}`, ...changes }) as Case
const same = (key: string): string => key

it("shows every case once, overdue ones first, then by the nearest deadline, then the newest", () => {
  const cases = [one("1"), one("2"), one("3", { deadline: "2026-05-01" }), one("4", { deadline: "2026-04-01" }), one("5", { deadline: "2026-01-01", overdue: true })]
  const columns = board(cases, false)
  expect(columns.get("open")?.map(({ id }) => id)).toEqual(["5", "4", "3", "2", "1"])
  expect([...columns.keys()]).toEqual([...STATES])
})

it("leaves only what is overdue where that is asked for", () => {
  const columns = board([one("1"), one("2", { overdue: true })], true)
  expect([...columns.values()].flat().map(({ id }) => id)).toEqual(["2"])
})

const event = (number: number, details: CaseEvent["details"], kind = "changed"): CaseEvent =>
  ({ number, at: "2026-01-01T00:00:00Z", kind, role: "manager", details, hash: "ab" })
const standing = (changes: object = {}): object => ({ state: "open", way: null, owner: null, deadline: null, ...changes })

it("tells what each event changed and nothing that stayed", () => {
  const lines = told(
    [
      event(1, { case: standing(), note: "巡检" }, "opened"),
      event(4, { case: standing({ state: "in-progress", way: "deadline", owner: "综合科" }) }),
      event(5, { case: standing({ state: "in-progress", way: "deadline", owner: "综合科" }), checked: { still_there: true } }, "checked"),
    ],
    same,
  )
  expect(lines.map(({ text }) => text)).toEqual([
    "", "finding.state.open → finding.state.in-progress · finding.way.deadline · finding.owner 综合科", "finding.stillThere",
  ])
  expect(lines[0]?.note).toBe("巡检")
})
