/** Findings as rows of a table: order, filter by words, and as CSV. */

import type { OccupancyFinding } from "@/api/types"
import type { Cell } from "./csv"
import { OUTCOMES, whyOf } from "./words"

export type FindingKey = "outcome" | "room" | "place" | "unit" | "finding" | "area" | "entitlement" | "excess" | "share" | "reason" | "case"

const collator = new Intl.Collator("zh-CN", { numeric: true })
const place = (row: OccupancyFinding): string => row.places.slice(0, 1).map((one) => `${one.building} ${one.storey}`).join("")

function valueOf(row: OccupancyFinding, key: FindingKey): string | number | null {
  switch (key) {
    case "outcome": return OUTCOMES.indexOf(row.outcome)
    case "room": return row.number
    case "place": return place(row) || null
    case "unit": return row.org_unit
    case "finding": return row.code
    case "area": return row.area_m2
    case "entitlement": return row.entitlement_m2
    case "excess": return row.outcome === "over" ? row.excess_m2 : null
    case "share": return row.outcome === "over" ? row.excess_of_entitlement : null
    case "reason": return whyOf(row)
    case "case": return row.case_id
  }
}

/** Rows in order of a column; rows without a value come last either way, equal ones by their excess. */
export function sorted(rows: readonly OccupancyFinding[], key: FindingKey, ascending: boolean): OccupancyFinding[] {
  const sign = ascending ? 1 : -1
  return [...rows].sort((a, b) => {
    const [x, y] = [valueOf(a, key), valueOf(b, key)]
    if (x === null || y === null) return Number(x === null) - Number(y === null)
    const order = typeof x === "number" && typeof y === "number" ? x - y : collator.compare(String(x), String(y))
    return sign * order || (b.excess_m2 ?? 0) - (a.excess_m2 ?? 0)
  })
}

/** Rows that hold every word in room, place, org unit, kind or reason. */
export function matching(rows: readonly OccupancyFinding[], words: string, kind: (row: OccupancyFinding) => string): OccupancyFinding[] {
  const wanted = words.trim().toLowerCase().split(/\s+/).filter(Boolean)
  return rows.filter((row) => {
    const text = [row.number, place(row), row.org_unit, kind(row), whyOf(row)].join(" ").toLowerCase()
    return wanted.every((word) => text.includes(word))
  })
}

/** One row as cells of a CSV; numbers stay numbers. */
export function cells(row: OccupancyFinding, words: { outcome: string; code: string }): Cell[] {
  return [
    words.outcome, row.number, place(row), row.org_unit, words.code, row.area_m2, row.entitlement_m2, valueOf(row, "excess") as number | null,
    valueOf(row, "share") as number | null, whyOf(row), row.clause, row.policy, row.id,
  ]
}
