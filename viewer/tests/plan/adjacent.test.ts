import { expect, it } from "vitest"
import type { AreaGeometry } from "@/api/types"
import { areNear, outlineOf } from "@/plan/adjacent"

const box = (x0: number, y0: number, x1: number, y1: number): AreaGeometry => ({
  type: "Polygon", coordinates: [[[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]]],
})
const near = (a: AreaGeometry, b: AreaGeometry): boolean => areNear(outlineOf(a), outlineOf(b))

it("knows rooms on both sides of a wall as neighbours, and not rooms across a corridor", () => {
  expect(near(box(0, 0, 4, 4), box(4.2, 0, 8, 4))).toBe(true)
  expect(near(box(0, 0, 4, 4), box(0, 5.8, 4, 9))).toBe(false)
})

it("finds a small room in the middle of a long wall, whichever is asked about", () => {
  const [long, small] = [box(0, 0, 20, 4), box(9, 4.3, 10, 6)]
  expect(near(long, small)).toBe(true)
  expect(near(small, long)).toBe(true)
})

it("is not misled by boxes that meet where outlines do not", () => {
  const corner: AreaGeometry = { type: "Polygon", coordinates: [[[0, 0], [10, 0], [10, 1], [1, 1], [1, 10], [0, 10], [0, 0]]] }
  expect(near(corner, box(6, 6, 8, 8))).toBe(false)
})

it("takes every part of a room in several parts", () => {
  const parts: AreaGeometry = { type: "MultiPolygon", coordinates: [[[[0, 0], [1, 0], [1, 1], [0, 0]]], [[[20, 0], [24, 0], [24, 4], [20, 0]]]] }
  expect(near(parts, box(24.2, 0, 28, 4))).toBe(true)
})
