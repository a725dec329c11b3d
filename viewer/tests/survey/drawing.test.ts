import { describe, expect, it } from "vitest"
import { across, band } from "@/survey/band"
import { deepest, dimensions, endOf } from "@/survey/observations"
import { worthRepeating } from "@/survey/remeasure"
import { bar, barScale, signedMm } from "@/survey/residuals"
import { outward, readable, roundDown, sheetFor } from "@/survey/sheet"
import { corner, seen, square, walls } from "./rooms"

describe("the sheet", () => {
  it("shows the room as large as its margins allow, north up", () => {
    const sheet = sheetFor([[0, 0], [5, 4]], 600, 400, 50)
    expect(sheet.px_per_m).toBe(75)
    expect(sheet.at([0, 0])).toEqual([112.5, 350])
    expect(sheet.at([5, 4])).toEqual([487.5, 50])
  })
  it("knows the outside of a room that runs counter-clockwise", () => {
    expect(outward([0, 0], [5, 0])).toEqual([0, -1])
    expect(outward([5, 0], [5, 4])).toEqual([1, -0])
  })
  it.each([[[0, 0], [1, 0], 0], [[1, 0], [0, 0], 0], [[0, 0], [0, 1], -90], [[0, 1], [0, 0], -90], [[0, 0], [-1, 1], -45]] as const)("writes along %s–%s so that it can be read", (a, b, degrees) => {
    expect(readable(a, b)).toBeCloseTo(degrees)
  })
  it.each([[1, 1], [1.9, 1], [2, 2], [4.99, 2], [5, 5], [73, 50], [0.03, 0.02], [NaN, 1], [0, 1]])("rounds %f down to %f", (value, expected) => {
    expect(roundDown(value)).toBeCloseTo(expected)
  })
})

describe("the confidence band", () => {
  it("is as wide across a wall as the corner is uncertain there", () => {
    const skew = { ...corner("A", 0, 0), var_x_m2: 4e-6, cov_xy_m2: 0, var_y_m2: 1e-6 }
    expect(across(skew, [1, 0])).toBeCloseTo(0.002)
    expect(across(skew, [0, 1])).toBeCloseTo(0.001)
    expect(across({ ...skew, cov_xy_m2: 1e-6 }, [Math.SQRT1_2, Math.SQRT1_2])).toBeCloseTo(Math.sqrt(3.5e-6))
  })
  it("says how many times wider than true it is drawn, a round number", () => {
    const drawn = band(square, 100, 14)
    expect(drawn?.widest_mm).toBeCloseTo(4)
    expect(drawn?.exaggeration).toBe(20)
    expect(drawn?.pieces[0]?.[0]).toEqual([0, -0.08])
  })
  it("is not drawn where nobody knows", () => {
    expect(band([corner("A", 0, 0, null), corner("B", 1, 0, null), corner("C", 0, 1, null)], 100, 14)).toBeNull()
  })
})

describe("observations", () => {
  it("are drawn between the ends they name", () => {
    expect(endOf("B", square, walls)).toEqual({ corner: 1 })
    expect(endOf("B–C", square, walls)).toEqual({ wall: 1 })
    expect(endOf("S1", square, walls)).toBeNull()
  })
  it("stand outside along their wall, further ones further out", () => {
    const drawn = dimensions([seen("A", "B"), seen("B", "A")], square, walls)
    expect(drawn.map(({ where, rank, bar_wall }) => [where, rank, bar_wall])).toEqual([["wall", 0, 0], ["wall", 1, 0]])
    expect(deepest(drawn)).toBe(2)
  })
  it("cross the room from wall to wall where they were read, several side by side", () => {
    const drawn = dimensions([seen("D–A", "B–C"), seen("D–A", "B–C")], square, walls)
    expect(drawn[0]?.from).toEqual([0, expect.closeTo(4 * (2 / 3))])
    expect(drawn[0]?.to).toEqual([expect.closeTo(5), expect.closeTo(4 * (2 / 3))])
    expect(drawn[1]?.from[1]).toBeCloseTo(4 / 3)
    expect(drawn.map(({ bar_wall }) => bar_wall)).toEqual([3, 3])
  })
  it("run along diagonals and mark angles at their corner", () => {
    const drawn = dimensions([seen("A", "C"), seen("B", "B", { kind: "assumed-angle", unit: "deg", assumed: true })], square, walls)
    expect(drawn.map(({ where }) => where)).toEqual(["across", "corner"])
    expect(drawn[0]?.bar_wall).toBeNull()
  })
  it("lead from a corner to the foot on a wall", () => {
    const [drawn] = dimensions([seen("D", "A–B")], square, walls)
    expect(drawn?.to[0]).toBeCloseTo(0)
    expect(drawn?.to[1]).toBeCloseTo(0)
  })
  it("of stations nobody can place are left to the table", () => {
    expect(dimensions([seen("S1", "nowhere")], square, walls)).toEqual([])
  })
})

describe("residual bars", () => {
  const fine = seen("A", "B", { residual_mm: -1.5 })
  const wrong = seen("B", "C", { residual_mm: 98, excluded: true, blunder_mm: -98 })
  it("share one scale that a blunder does not spoil", () => {
    const scale = barScale([fine, wrong], 30)
    expect(scale).toEqual({ px_per_mm: 20, key_mm: 1 })
    expect(bar(fine, scale, 30)).toEqual({ px: -30, broken: false })
    expect(bar(wrong, scale, 40)).toEqual({ px: 40, broken: true })
  })
  it("have a scale even where everything fits perfectly", () => {
    expect(barScale([seen("A", "B")], 30).px_per_mm).toBe(300)
  })
  it.each([[1.23, "+1.2"], [-0.04, "0.0"], [-98, "−98.0"]])("%f mm is written %s", (value, text) => expect(signedMm(value)).toBe(text))
})

describe("what to measure again", () => {
  const step = (u_together_m2: number) => ({ observation: 0, start: "A", end: "B", walls: [1], u_alone_m2: u_together_m2, u_together_m2 })
  it("ends where repeating brings nothing more", () => {
    expect(worthRepeating({ standard_uncertainty_m2: 0.06, remeasure: [step(0.05), step(0.045), step(0.0449), step(0.03)] })).toHaveLength(2)
    expect(worthRepeating({ standard_uncertainty_m2: 0.06, remeasure: [step(0.0599)] })).toEqual([])
    expect(worthRepeating(null)).toEqual([])
  })
})
