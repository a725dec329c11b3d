/** Outlines of several sources laid over each other, and where they are furthest apart. */

import type { AreaGeometry } from "@/api/types"
import { pointOf, polygonsOf, segmentsOf } from "@/plan/geometry"
import type { Pair } from "./sheet"

export const pointsOf = (geometry: AreaGeometry): Pair[] => polygonsOf(geometry).flatMap((polygon) => polygon.flatMap((ring) => ring.map(pointOf)))

function nearest([x, y]: Pair, geometry: AreaGeometry): Pair {
  let best: Pair = [x, y]
  let least = Infinity
  for (const [a, b] of polygonsOf(geometry).flatMap(segmentsOf)) {
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
    const size = dx * dx + dy * dy
    const share = size === 0 ? 0 : Math.min(1, Math.max(0, ((x - a[0]) * dx + (y - a[1]) * dy) / size))
    const point: Pair = [a[0] + share * dx, a[1] + share * dy]
    const apart = Math.hypot(x - point[0], y - point[1])
    if (apart < least) [best, least] = [point, apart]
  }
  return best
}

export interface Gap {
  from: Pair
  to: Pair
  mm: number
}

/** The corner of either outline that lies furthest from the line of the other, in metres, and how far that is. */
export function widestGap(one: AreaGeometry, other: AreaGeometry): Gap | null {
  let widest: Gap | null = null
  for (const [points, onto] of [[pointsOf(one), other], [pointsOf(other), one]] as const) {
    for (const point of points) {
      const to = nearest(point, onto)
      const mm = 1000 * Math.hypot(point[0] - to[0], point[1] - to[1])
      if (!widest || mm > widest.mm) widest = { from: point, to, mm }
    }
  }
  return widest
}
