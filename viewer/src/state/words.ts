/** Words, numbers and files of findings, cases and inspections in the language of the person. */

import type { Case, OccupancyFinding } from "@/api/types"
import { BASE } from "@/api/client"
import { language } from "./preferences"

export const PROBLEM_OUTCOMES = ["over", "violation", "not-decided", "due"] as const
export const OUTCOMES = [...PROBLEM_OUTCOMES, "noted", "within"] as const
export const CODES = [
  "over-entitlement", "private-suite", "several-offices", "second-office-not-smaller", "kept-after-leaving", "other-use", "not-entitled-body", "vacant", "no-room",
  "unit-over-total",
] as const
export const STATES = ["open", "filed", "in-progress", "recheck", "closed"] as const
export type CaseState = (typeof STATES)[number]

type WithReason = Pick<OccupancyFinding | Case, "reason_zh" | "reason_en">

export const whyOf = (item: WithReason): string => (language.value === "en" ? item.reason_en : item.reason_zh)

/** A share of the standard as percentage without sign: 52.8%. */
export const percentOf = (share: number): string =>
  new Intl.NumberFormat(language.value, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(share)

/** A day as people write it; noon keeps it the same day in every zone. */
export const dayText = (day: string): string => new Intl.DateTimeFormat(language.value, { dateStyle: "medium" }).format(new Date(`${day}T12:00:00`))

/** Today in China, where deadlines are counted, as the service writes days. */
export const todayInChina = (): string => new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date())

/** The address of a file of the service, in the language of the person. */
export const fileAddress = (path: string): string => `${BASE}${path}`
