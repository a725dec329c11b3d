/** Figures of a comparison as text, and the axes of its radar: pure functions of what the service says. */

import type { Comparison, ComparisonCell, ComparisonColumn, ComparisonFigure, ScenarioDetail, Scenario } from "@/api/types"
import { language } from "./preferences"

const DIGITS: Record<string, number> = { area: 2, length: 1, ratio: 2 }

export function figureText(kind: string, value: number | null): string {
  if (value === null) return "–"
  if (kind === "share") return new Intl.NumberFormat(language.value, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value)
  const digits = DIGITS[kind] ?? 0
  return new Intl.NumberFormat(language.value, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)
}

export const percent = (share: number): string =>
  new Intl.NumberFormat(language.value, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(share)

export type BoundNote = { key: "proven" } | { key: "bound"; side: "upper" | "lower"; bound: string; gap: string | null }

/** What is known about the best anyone could reach; null where nothing is. */
export function boundNote(figure: ComparisonFigure, cell: ComparisonCell): BoundNote | null {
  if (cell.bound === null || cell.value === null) return null
  if (cell.gap !== null && cell.gap <= 0) return { key: "proven" }
  const side = figure.better === "less" ? "lower" : "upper"
  return { key: "bound", side, bound: figureText(figure.kind, cell.bound), gap: cell.gap === null ? null : percent(cell.gap) }
}

export const labelOf = (figure: ComparisonFigure): string => (language.value === "en" ? figure.label_en : figure.label_zh)

export function columnsOf(comparison: Comparison): ComparisonColumn[] {
  return [...(comparison.current ? [comparison.current] : []), ...comparison.scenarios]
}

/** A scenario's own name; the strategy's where none was given. */
export function scenarioName(scenario: Pick<Scenario | ScenarioDetail, "name" | "strategy">, t: (key: string) => string): string {
  return scenario.name === scenario.strategy ? t(`scenario.strategy.${scenario.strategy}`) : scenario.name
}

export const AXES = ["released", "storeys", "moved", "together", "compliance", "light", "energy"] as const
export type Axis = (typeof AXES)[number]

/** Every column on every axis from 0 to 1, further out being better; axes nobody has a figure for are left out. */
export function radarOf(comparison: Comparison): { axes: Axis[]; values: (number | null)[][] } {
  const columns = columnsOf(comparison)
  const of = (key: string): ComparisonCell[] | null => comparison.figures.find((figure) => figure.key === key)?.cells ?? null
  const most = (key: string): (number | null)[] | null => {
    const cells = of(key)
    const top = Math.max(0, ...(cells ?? []).flatMap((cell) => [cell.value ?? 0, cell.bound ?? 0]))
    return cells && (top > 0 ? cells.map((cell) => (cell.value === null ? null : cell.value / top)) : null)
  }
  const least = (key: string, worst?: number): (number | null)[] | null => {
    const cells = of(key)
    const top = worst ?? Math.max(0, ...(cells ?? []).map((cell) => cell.value ?? 0))
    return cells && (top > 0 ? cells.map((cell) => (cell.value === null ? null : Math.max(0, 1 - cell.value / top))) : null)
  }
  const energy = of("energy_kgce")
  const lowest = Math.min(...(energy ?? []).flatMap((cell) => (cell.value ? [cell.value] : [])))
  const found: Record<Axis, (number | null)[] | null> = {
    released: most("released_area_m2"),
    storeys: most("released_storeys"),
    moved: least("people_moved_share", 1),
    together: least("units_split", comparison.org_units.length),
    compliance: least("over_entitlement"),
    light: of("near_window_share")?.map((cell) => cell.value) ?? null,
    energy: energy && Number.isFinite(lowest) ? energy.map((cell) => (cell.value ? lowest / cell.value : null)) : null,
  }
  const axes = AXES.filter((axis) => found[axis] !== null)
  return { axes, values: columns.map((_, at) => axes.map((axis) => found[axis]?.[at] ?? null)) }
}
