import { computed } from "vue"
import type { BuildingSummary, Finding, Problem } from "@/api/types"
import { language } from "./preferences"

export { language }

const number = (digits: number) =>
  computed(() => new Intl.NumberFormat(language.value, { minimumFractionDigits: digits, maximumFractionDigits: digits }))
const two = number(2)
const one = number(1)
const whole = number(0)
const date = computed(() => new Intl.DateTimeFormat(language.value, { dateStyle: "medium", timeStyle: "short" }))

const dayOnly = computed(() => new Intl.DateTimeFormat(language.value, { dateStyle: "medium" }))

export const area = (value: number): string => two.value.format(value)
export const areaWithUnit = (value: number): string => `${two.value.format(value)} m²`
export const count = (value: number): string => whole.value.format(value)
export const day = (value: string): string => dayOnly.value.format(new Date(`${value}T00:00:00`))
export const dateTime = (value: string): string => date.value.format(new Date(value))

/** A share as a signed percentage; a typographic minus, as in every table of the product. */
export function signedPercent(share: number): string {
  const text = one.value.format(Math.abs(share) * 100)
  const zero = Number(Math.abs(share * 100).toFixed(1)) === 0
  return `${zero ? "" : share < 0 ? "−" : "+"}${text}%`
}

export function bytes(value: number): string {
  const units = ["B", "kB", "MB", "GB"]
  const step = Math.min(Math.floor(Math.log10(Math.max(value, 1)) / 3), units.length - 1)
  return `${step === 0 ? whole.value.format(value) : one.value.format(value / 1000 ** step)} ${units[step]}`
}

const SHORT_ID = 8

/** The beginning of an element's id, enough to tell neighbours apart; the whole stands in the tooltip. */
export const shortId = (id: string): string => (id.length <= SHORT_ID + 2 ? id : `${id.slice(0, SHORT_ID)}…`)

export const reasonOf = (finding: Finding): string =>
  (language.value === "en" ? finding.reason_en : finding.reason_zh) || finding.reason

export const detailOf = (problem: Problem): string =>
  (language.value === "en" ? problem.detail_en : problem.detail_zh) || problem.detail

export const titleOf = (item: { title_zh: string; title_en: string }): string =>
  language.value === "en" ? item.title_en : item.title_zh

/** A building's name; many files leave it empty, then the file speaks for it. */
export const nameOf = (building: Pick<BuildingSummary, "name" | "source_file">): string =>
  building.name || building.source_file.replace(/\.[^.]+$/, "")
