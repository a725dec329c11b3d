/** An arrow from one room to another: bent a little to its left, so that an exchange shows as two arrows. */

import type { Point } from "./geometry"

const BEND = 0.12
const STEPS = 24

/** Points of the arrow's shaft in the units given, and the direction of its head, counter-clockwise from +x. */
export function arrowBetween(from: Point, to: Point): { points: Point[]; angle_rad: number } {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  const middle: Point = [from[0] + dx / 2 - dy * BEND, from[1] + dy / 2 + dx * BEND]
  const points = Array.from({ length: STEPS + 1 }, (_, step): Point => {
    const t = step / STEPS
    const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2]
    return [a * from[0] + b * middle[0] + c * to[0], a * from[1] + b * middle[1] + c * to[1]]
  })
  return { points, angle_rad: Math.atan2(to[1] - middle[1], to[0] - middle[0]) }
}

const HEAD_HALF_RAD = 0.42

/** The head of an arrow as a closed triangle whose tip stands at `tip`, `length` long, in the units of the tip. */
export function arrowHead(tip: Point, angle_rad: number, length: number): Point[] {
  const side = (turn: number): Point => {
    const back = angle_rad + Math.PI + turn
    const reach = length / Math.cos(HEAD_HALF_RAD)
    return [tip[0] + reach * Math.cos(back), tip[1] + reach * Math.sin(back)]
  }
  return [tip, side(HEAD_HALF_RAD), side(-HEAD_HALF_RAD), tip]
}
