/** A door leaf and the quarter circle its edge runs through, as plan lines. */

import type { Point } from "./geometry"

export interface DoorSwing {
  leaf: [Point, Point]
  arc: Point[]
}

const STEPS = 12

/** The leaf stands open at `swing_end`; the arc leads from the closed position to it, the short way round the hinge. */
export function doorSwing(hinge: Point, swing_start: Point, swing_end: Point): DoorSwing {
  const from = Math.atan2(swing_start[1] - hinge[1], swing_start[0] - hinge[0])
  const to = Math.atan2(swing_end[1] - hinge[1], swing_end[0] - hinge[0])
  const turn = Math.atan2(Math.sin(to - from), Math.cos(to - from))
  const radius = Math.hypot(swing_end[0] - hinge[0], swing_end[1] - hinge[1])
  const arc = Array.from({ length: STEPS + 1 }, (_, step): Point => {
    const angle = from + (turn * step) / STEPS
    return [hinge[0] + radius * Math.cos(angle), hinge[1] + radius * Math.sin(angle)]
  })
  return { leaf: [hinge, swing_end], arc }
}
