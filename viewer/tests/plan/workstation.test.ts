import { expect, it } from "vitest"
import { at, drawn, type Seat } from "@/plan/workstation"

const seat = (rotation_deg: number): Seat => ({ number: 1, x_m: 3, y_m: 2, rotation_deg, width_m: 1.4, depth_m: 0.7 })
const middle = (points: readonly (readonly [number, number])[]): [number, number] => [
  points.reduce((sum, [x]) => sum + x, 0) / points.length, points.reduce((sum, [, y]) => sum + y, 0) / points.length,
]

it("puts the middle of the desk top where the layout says", () => {
  for (const turn of [0, 30, 90, 200]) {
    const [x, y] = middle(drawn(seat(turn)).desk)
    expect(x).toBeCloseTo(3)
    expect(y).toBeCloseTo(2)
  }
})

it("sets the chair behind the person's edge and the screen in front", () => {
  const { chair, screen } = drawn(seat(90)) // looks up
  expect(middle(chair)[1]).toBeLessThan(2 - 0.35)
  expect(middle(screen)[1]).toBeGreaterThan(2)
  expect(middle(chair)[0]).toBeCloseTo(3)
})

it("is as wide along the edge where the person sits as the module says", () => {
  const xs = drawn(seat(90)).desk.map(([x]) => x)
  expect(Math.max(...xs) - Math.min(...xs)).toBeCloseTo(1.4)
})

it("counts left as a person who looks ahead does", () => {
  expect(at(seat(0), 0, 1)).toEqual([3, 3])
})
