/** A bill to be split over org units, as the address of a comparison says it and as the service is asked. */

import type { Query } from "@/api/client"

export const RULES = ["area", "headcount", "meter"] as const
export type Rule = (typeof RULES)[number]

export interface Bill {
  /** The amount, as written; the service counts it to the cent. */
  total: string
  rule: Rule
  /** Readings by org unit. */
  meters: Record<string, number>
  main: number | null
  common_area_m2: number | null
}

type Given = Record<string, unknown>
const text = (value: unknown): string => (typeof value === "string" ? value : "")
const number = (value: unknown): number | null => (text(value).trim() && Number.isFinite(Number(value)) ? Number(value) : null)

/** The bill in the query of an address; its total is empty where none is asked about. */
export function billIn(query: Given): Bill {
  const given = query["meter"]
  const meters = (Array.isArray(given) ? given : [given]).flatMap((one): [string, number][] => {
    const at = text(one).lastIndexOf(":")
    const reading = number(text(one).slice(at + 1))
    return at > 0 && reading !== null ? [[text(one).slice(0, at), reading]] : []
  })
  const total = number(query["bill"])
  return {
    total: total !== null && total >= 0 ? text(query["bill"]).trim() : "",
    rule: RULES.find((rule) => rule === query["split_by"]) ?? "area",
    meters: Object.fromEntries(meters),
    main: number(query["main_meter"]),
    common_area_m2: number(query["common_area_m2"]),
  }
}

/** The bill as parts of a query, for the address and the service alike; nothing where no total is given. */
export function queryOf(bill: Bill): Query {
  if (!bill.total) return {}
  const metered = bill.rule === "meter"
  const readings = Object.entries(bill.meters).map(([unit, reading]) => `${unit}:${reading}`)
  return {
    bill: bill.total,
    split_by: bill.rule,
    ...(metered && readings.length ? { meter: readings } : {}),
    ...(metered && bill.main !== null ? { main_meter: String(bill.main) } : {}),
    ...(metered && bill.common_area_m2 ? { common_area_m2: String(bill.common_area_m2) } : {}),
  }
}

/** Money with its cents, out of the exact text of the service. */
export const money = (amount: string, language: string): string =>
  new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(Number(amount))
