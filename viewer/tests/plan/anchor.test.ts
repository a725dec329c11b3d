import { describe, expect, it } from "vitest"
import { freeHalfWidth, labelAnchor, readable } from "@/plan/anchor"
import { clearance, segmentsOf } from "@/plan/geometry"
import { arc_room, box, l_room, long_room, polygon, ring_room, square_room, upright_room } from "../shapes"

describe("label anchor", () => {
  it("stands in the middle of a square and of a long room", () => {
    expect(labelAnchor(square_room).at[0]).toBeCloseTo(2, 1)
    expect(labelAnchor(square_room).at[1]).toBeCloseTo(2, 1)
    expect(labelAnchor(long_room).at[0]).toBeCloseTo(10, 0)
  })

  it.each([["L", l_room], ["ring", ring_room], ["arc", arc_room(60, 62, 0.5, 2.6)]])("stands inside an %s room, clear of its walls", (_, room) => {
    const { at, segments } = labelAnchor(room)
    expect(clearance(segments, at)).toBeGreaterThan(0.9)
  })

  it("stands halfway along an arc-shaped corridor and runs along it", () => {
    const middle_rad = 0.9
    const { at, along_rad } = labelAnchor(arc_room(60, 62, middle_rad - 0.6, middle_rad + 0.6))
    expect(Math.atan2(at[1], at[0])).toBeCloseTo(middle_rad, 1)
    expect(Math.hypot(...at)).toBeCloseTo(61, 1)
    expect(along_rad).toBeCloseTo(readable(middle_rad + Math.PI / 2), 1)
  })

  it("runs up a narrow upright room and across a wide one", () => {
    expect(labelAnchor(upright_room).along_rad).toBeCloseTo(Math.PI / 2)
    expect(labelAnchor(long_room).along_rad).toBe(0)
  })

  it("takes the largest part of a room in several parts", () => {
    const parts = { type: "MultiPolygon" as const, coordinates: [polygon([[50, 0], [51, 0], [51, 1], [50, 1]]).coordinates, square_room.coordinates] }
    expect(labelAnchor(parts).at[0]).toBeCloseTo(2, 1)
  })

  it("steps aside from a column in the middle of the room", () => {
    const column = polygon(box(1.75, 1.75, 0.5, 0.5))
    const { at } = labelAnchor(square_room, [column])
    expect(-clearance(segmentsOf(column.coordinates), at)).toBeGreaterThan(0.5)
    expect(clearance(segmentsOf(square_room.coordinates), at)).toBeGreaterThan(0.5)
  })

  it("answers the same far from the origin", () => {
    const far = polygon([[500000, 4400000], [500004, 4400000], [500004, 4400004], [500000, 4400004]])
    expect(labelAnchor(far).at[0] - 500000).toBeCloseTo(2, 1)
  })
})

describe("free half width", () => {
  const segments = segmentsOf(square_room.coordinates)
  it("is the distance to the nearest wall beside the box", () => {
    expect(freeHalfWidth(segments, [1, 2], 0, 0.5)).toBeCloseTo(1)
  })
  it("shrinks along a diagonal as the box grows taller", () => {
    expect(freeHalfWidth(segments, [2, 2], Math.PI / 4, 0)).toBeCloseTo(2 * Math.SQRT2)
    expect(freeHalfWidth(segments, [2, 2], Math.PI / 4, 1)).toBeCloseTo(2 * Math.SQRT2 - 1)
  })
  it("is zero where a wall runs through the box", () => {
    expect(freeHalfWidth(segments, [2, 0.2], 0, 0.5)).toBe(0)
  })
})

it("keeps text from standing on its head", () => {
  expect(readable(Math.PI)).toBeCloseTo(0)
  expect(readable(-Math.PI / 2)).toBeCloseTo(Math.PI / 2)
  expect(readable(2)).toBeCloseTo(2 - Math.PI)
})
