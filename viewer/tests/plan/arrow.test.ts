import { expect, it } from "vitest"
import { arrowBetween, arrowHead } from "@/plan/arrow"

it("leads from one place to the other", () => {
  const { points } = arrowBetween([1, 2], [11, 2])
  expect(points[0]).toEqual([1, 2])
  expect(points.at(-1)).toEqual([11, 2])
})

it("keeps the two arrows of an exchange apart", () => {
  const middle = (points: readonly (readonly [number, number])[]): number => points[points.length >> 1]?.[1] ?? 0
  const there = middle(arrowBetween([0, 0], [10, 0]).points)
  const back = middle(arrowBetween([10, 0], [0, 0]).points)
  expect(there).toBeGreaterThan(0.4)
  expect(back).toBeCloseTo(-there)
})

it("points its head the way it arrives", () => {
  const { points, angle_rad } = arrowBetween([0, 0], [10, 0])
  const [before, tip] = points.slice(-2) as [readonly [number, number], readonly [number, number]]
  expect(Math.abs(Math.atan2(tip[1] - before[1], tip[0] - before[0]) - angle_rad)).toBeLessThan(0.05)
})

it("draws a head behind its tip, even to both sides", () => {
  const [tip, left, right, end] = arrowHead([5, 5], Math.PI / 2, 2)
  expect(tip).toEqual([5, 5])
  expect(end).toEqual(tip)
  expect(left?.[1]).toBeCloseTo(3)
  expect(right?.[1]).toBeCloseTo(3)
  expect((left?.[0] ?? 0) + (right?.[0] ?? 0)).toBeCloseTo(10)
})
