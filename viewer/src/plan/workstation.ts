/** What a workstation looks like from above, in storey-local metres: desk, screen and chair. */

import type { Point } from "./geometry"

export interface Seat {
  number: number
  x_m: number
  y_m: number
  /** Where the person looks, counter-clockwise from +x. */
  rotation_deg: number
  width_m: number
  depth_m: number
}

const CHAIR_M = 0.44
const CHAIR_GAP_M = 0.08
const SCREEN_M = 0.55
const SCREEN_DEPTH_M = 0.08

export interface Drawn {
  desk: Point[]
  screen: Point[]
  /** Seat of the chair, then its back as a line. */
  chair: Point[]
  back: Point[]
}

/** A point `ahead` metres in front of the middle of the desk top and `left` metres to the left of it. */
export function at({ x_m, y_m, rotation_deg }: Pick<Seat, "x_m" | "y_m" | "rotation_deg">, ahead: number, left: number): Point {
  const angle = (rotation_deg * Math.PI) / 180
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  return [x_m + c * ahead - s * left, y_m + s * ahead + c * left]
}

function rectangle(seat: Seat, from: number, to: number, width: number): Point[] {
  const half = width / 2
  return [at(seat, from, -half), at(seat, to, -half), at(seat, to, half), at(seat, from, half)]
}

const ROUND = 5

/** A square with rounded corners. */
function rounded(seat: Seat, from: number, to: number, width: number): Point[] {
  const r = width * 0.3
  const [middle, half] = [(from + to) / 2, width / 2]
  const centres: [number, number, number][] = [[half - r, half - r, 0], [-half + r, half - r, 90], [-half + r, -half + r, 180], [half - r, -half + r, 270]]
  return centres.flatMap(([ahead, left, start]) =>
    Array.from({ length: ROUND + 1 }, (_, step) => {
      const angle = ((start + (90 * step) / ROUND) * Math.PI) / 180
      return at(seat, middle + ahead + r * Math.cos(angle), left + r * Math.sin(angle))
    }),
  )
}

export function drawn(seat: Seat): Drawn {
  const front = -seat.depth_m / 2 - CHAIR_GAP_M
  const screen = seat.depth_m / 2 - SCREEN_DEPTH_M
  return {
    desk: rectangle(seat, -seat.depth_m / 2, seat.depth_m / 2, seat.width_m),
    screen: [at(seat, screen, -SCREEN_M / 2), at(seat, screen, SCREEN_M / 2)],
    chair: rounded(seat, front - CHAIR_M, front, CHAIR_M),
    back: [at(seat, front - CHAIR_M, -CHAIR_M / 2 + 0.06), at(seat, front - CHAIR_M, CHAIR_M / 2 - 0.06)],
  }
}
