import { describe, expect, it } from "vitest"
import { doorSwing } from "@/plan/door"
import { boxAlongLongestEdge, clipToPolygon, crossLines, windowLines } from "@/plan/symbols"
import { box, l_room, polygon } from "../shapes"

describe("door swing", () => {
  const swing = doorSwing([1, 1], [1.9, 1], [1, 0.1])
  it("has its leaf from the hinge to where it stands open", () => {
    expect(swing.leaf).toEqual([[1, 1], [1, 0.1]])
  })
  it("runs a quarter circle from closed to open round the hinge", () => {
    expect(swing.arc[0]?.[0]).toBeCloseTo(1.9)
    expect(swing.arc.at(-1)?.[1]).toBeCloseTo(0.1)
    for (const [x, y] of swing.arc) expect(Math.hypot(x - 1, y - 1)).toBeCloseTo(0.9)
  })
  it("goes the short way across the angle where degrees jump from 180 to −180", () => {
    const across = doorSwing([0, 0], [-1, 0.01], [-0.01, -1])
    expect(across.arc.every(([x, y]) => x < 0.1 && y < 0.1)).toBe(true)
  })
})

describe("window", () => {
  it("is two lines along the wall, a third of its thickness apart", () => {
    const [a, b] = windowLines(polygon(box(0, 0, 1.5, 0.3)))
    expect(a?.map((p) => p[1])).toEqual([0.1, 0.1].map((y) => expect.closeTo(y)))
    expect(b?.map((p) => p[1])).toEqual([0.2, 0.2].map((y) => expect.closeTo(y)))
  })
  it("follows a wall that is turned", () => {
    const turned = boxAlongLongestEdge(polygon([[0, 0], [3, 3], [2.8, 3.2], [-0.2, 0.2]]).coordinates)
    expect(Math.abs(turned.along[0])).toBeCloseTo(Math.SQRT1_2)
    expect(turned.half_length_m).toBeCloseTo((3 * Math.SQRT2) / 2)
  })
})

describe("cross", () => {
  it("joins the corners of a shaft", () => {
    expect(crossLines(polygon(box(0, 0, 2, 1)))).toHaveLength(2)
  })
  it("stays inside an outline that is not a box", () => {
    for (const [[x0, y0], [x1, y1]] of crossLines(l_room)) {
      const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2]
      expect(x < 3 || y < 3).toBe(true)
    }
  })
  it("is cut where it leaves the outline", () => {
    const pieces = clipToPolygon(l_room.coordinates, [[-5, 1], [15, 1]])
    expect(pieces).toHaveLength(1)
    expect(pieces[0]?.[0][0]).toBeCloseTo(0)
    expect(pieces[0]?.[1][0]).toBeCloseTo(10)
  })
})
