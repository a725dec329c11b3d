/** The history of a case in words: what each event changed against the one before. */

import type { CaseEvent } from "@/api/types"
import { dayText } from "./words"

interface Standing {
  state: string
  way: string | null
  owner: string | null
  deadline: string | null
}

export interface Told {
  number: number
  at: string
  kind: string
  role: string
  hash: string
  text: string
  note: string
}

type Translate = (key: string) => string

function changes(before: Standing | null, after: Standing, t: Translate): string[] {
  return [
    ...(before && before.state !== after.state ? [`${t(`finding.state.${before.state}`)} → ${t(`finding.state.${after.state}`)}`] : []),
    ...(after.way && before?.way !== after.way ? [t(`finding.way.${after.way}`)] : []),
    ...(after.owner && before?.owner !== after.owner ? [`${t("finding.owner")} ${after.owner}`] : []),
    ...(after.deadline && before?.deadline !== after.deadline ? [`${t("finding.deadline")} ${dayText(after.deadline)}`] : []),
  ]
}

/** Events, oldest first, each told by what it changed. */
export function told(events: readonly CaseEvent[], t: Translate): Told[] {
  let before: Standing | null = null
  return events.map(({ number, at, kind, role, hash, details }) => {
    const after = (details["case"] as Standing | undefined) ?? before
    const checked = details["checked"] as { still_there: boolean } | undefined
    const words = [
      ...(after ? changes(before, after, t) : []),
      ...(checked ? [t(checked.still_there ? "finding.stillThere" : "finding.gone")] : []),
    ]
    before = after
    return { number, at, kind, role, hash, text: words.join(" · "), note: typeof details["note"] === "string" ? details["note"] : "" }
  })
}
