import { describe, expect, it } from "vitest"
import type { Adjustment, Survey } from "@/api/types"
import { sheetRows, triangulating } from "@/survey/fieldSheet"
import { corner, seen, square, walls, wallsOf } from "./rooms"

const survey = (more: Partial<Survey>): Survey => ({ corners: square, walls, adjustment: null, ...more }) as Survey
const adjusted = (more: Partial<Adjustment>): Adjustment => ({ observations: [], remeasure: [], degrees_of_freedom: 3, standard_uncertainty_m2: 0.02, ...more }) as Adjustment

describe("diagonals that fix a shape", () => {
  it("are one in a rectangle and n − 3 in any room", () => {
    expect(triangulating([[0, 0], [5, 0], [5, 4], [0, 4]])).toHaveLength(1)
    expect(triangulating([[0, 0], [6, 0], [6, 2], [3, 2], [3, 4], [0, 4]])).toHaveLength(3)
  })
  it("stay inside the room", () => {
    const l: [number, number][] = [[0, 0], [6, 0], [6, 2], [3, 2], [3, 4], [0, 4]]
    expect(triangulating(l)).not.toContainEqual([2, 4])
    expect(triangulating(l)).not.toContainEqual([2, 5])
  })
  it("end where an outline is not one", () => {
    expect(triangulating([[0, 0], [1, 1], [1, 0], [0, 1]]).length).toBeLessThanOrEqual(1)
  })
})

describe("the field sheet", () => {
  it("of a room nobody surveyed has the lengths of the model and both diagonals", () => {
    const { walls: rows, others } = sheetRows(survey({}))
    expect(rows.map(({ wall, before, again }) => [wall, before, again])).toEqual([[1, "5.000", false], [2, "4.000", false], [3, "5.000", false], [4, "4.000", false]])
    expect(others.map(({ ends, before }) => [ends, before])).toEqual([["A → C", ""], ["B → D", ""]])
  })
  it("has the last readings, and says which to measure again", () => {
    const observations = [seen("A", "B", { value: 5.012 }), seen("B", "C", { value: 4.1, excluded: true, blunder_mm: 98 }), seen("D–A", "B–C", { value: 5.003 })]
    const remeasure = [{ observation: 2, start: "D–A", end: "B–C", walls: [4, 2], u_alone_m2: 0.01, u_together_m2: 0.01 }]
    const { walls: rows, others } = sheetRows(survey({ adjustment: adjusted({ observations, remeasure }) }))
    expect(rows.map(({ before, again }) => [before, again])).toEqual([["5.012", false], ["4.100", true], ["5.000", false], ["4.000", true]])
    expect(others).toEqual([{ wall: null, ends: "D–A → B–C", before: "5.003", again: true }])
  })
  it("asks for an angle again where that brings most", () => {
    const observations = [seen("D", "", { kind: "angle", unit: "deg", value: 90.11 })]
    const remeasure = [{ observation: 0, start: "D", end: "", walls: [3, 4], u_alone_m2: 0.01, u_together_m2: 0.01 }]
    const { others } = sheetRows(survey({ adjustment: adjusted({ observations, remeasure }) }))
    expect(others[0]).toEqual({ wall: null, ends: "∠ D", before: "90.11°", again: true })
  })
  it("asks for the diagonals a survey with too few observations lacks", () => {
    const l = [corner("1", 0, 0), corner("2", 6, 0), corner("3", 6, 2), corner("4", 3, 2), corner("5", 3, 4), corner("6", 0, 4)]
    const { others } = sheetRows(survey({ corners: l, walls: wallsOf(l), adjustment: adjusted({ observations: [seen("3", "1", { value: 6.3 })], degrees_of_freedom: 1 }) }))
    expect(others[0]).toMatchObject({ ends: "3 → 1", before: "6.300" })
    expect(others.map(({ ends }) => ends)).not.toContain("1 → 3")
  })
})
