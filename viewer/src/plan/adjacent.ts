/** Which rooms lie beside each other, as far as a picture needs to know; whether they can be joined the service says. */

import type { AreaGeometry } from "@/api/types"
import { boxOf, distanceToSegment, polygonsOf, segmentsOf, unionOfBoxes, type Box, type Segment } from "./geometry"

/** Rooms farther apart than the thickest wall are no neighbours (`WALL_M` of the service). */
export const WALL_M = 0.6

export interface Outline {
  box: Box
  segments: readonly Segment[]
}

export function outlineOf(geometry: AreaGeometry): Outline {
  const polygons = polygonsOf(geometry)
  return { box: unionOfBoxes(polygons.map(boxOf)) ?? [0, 0, 0, 0], segments: polygons.flatMap((polygon) => segmentsOf(polygon)) }
}

const apart = (a: Box, b: Box, reach_m: number): boolean =>
  a[0] - reach_m > b[2] || b[0] - reach_m > a[2] || a[1] - reach_m > b[3] || b[1] - reach_m > a[3]

/** Whether the outlines come nearer to each other than `reach_m`. Outlines that do not cross are nearest at a corner of one of them. */
export function areNear(a: Outline, b: Outline, reach_m = WALL_M): boolean {
  if (apart(a.box, b.box, reach_m)) return false
  const corners = (one: Outline, other: Outline): boolean =>
    one.segments.some(([corner]) => other.segments.some((segment) => distanceToSegment(corner, segment) <= reach_m))
  return corners(a, b) || corners(b, a)
}
