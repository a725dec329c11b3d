// @vitest-environment happy-dom
import { expect, it } from "vitest"
import type { Comparison, ComparisonCell, ComparisonFigure } from "@/api/types"
import { boundNote, figureText, radarOf } from "@/state/scenarioFigures"

const cell = (value: number | null, bound: number | null = null, gap: number | null = null): ComparisonCell => ({ value, bound, gap, best: false })
const figure = (key: string, cells: ComparisonCell[], better: "more" | "less" = "more", kind = "area"): ComparisonFigure => ({
  key, group: "space", label: key, label_zh: key, label_en: key, unit: "", kind, better, cells,
})

it("says how far a figure is from its bound, and nothing where no bound is known", () => {
  const released = figure("released_area_m2", [])
  expect(boundNote(released, cell(90, 100, 0.1))).toEqual({ key: "bound", side: "upper", bound: "100.00", gap: "10.0%" })
  expect(boundNote(released, cell(100, 100, 0))).toEqual({ key: "proven" })
  expect(boundNote(released, cell(90))).toBeNull()
  expect(boundNote(figure("people_moved", [], "less", "count"), cell(5, 0, null))).toEqual({ key: "bound", side: "lower", bound: "0", gap: null })
})

it("prints shares as percent and what is unknown as a dash", () => {
  expect([figureText("share", 0.321), figureText("count", 12.4), figureText("area", null)]).toEqual(["32.1%", "12", "–"])
})

it("draws every axis from 0 to 1, further out being better, against the bound where there is one", () => {
  const comparison = {
    current: { id: "current" }, scenarios: [{ id: "a" }, { id: "b" }], org_units: [{ id: "u" }, { id: "v" }],
    figures: [
      figure("released_area_m2", [cell(0), cell(80, 100, 0.2), cell(null)]),
      figure("people_moved_share", [cell(0), cell(0.25), cell(null)], "less", "share"),
      figure("units_split", [cell(1), cell(0), cell(null)], "less", "count"),
      figure("energy_kgce", [cell(200), cell(100), cell(null)], "less", "energy"),
    ],
  } as unknown as Comparison
  const { axes, values } = radarOf(comparison)
  expect(axes).toEqual(["released", "moved", "together", "energy"])
  expect(values).toEqual([[0, 1, 0.5, 0.5], [0.8, 0.75, 1, 1], [null, null, null, null]])
})
