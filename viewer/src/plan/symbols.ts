/** Line symbols of a plan: the glass of a window, the cross of a stair or shaft. */

import type { AreaGeometry, Ring } from "@/api/types"
import { isInside, polygonsOf, segmentsOf, type Point, type Segment } from "./geometry"

interface TurnedBox {
  centre: Point
  along: Point
  half_length_m: number
  half_width_m: number
}

/** The box around a polygon that runs along its longest edge. */
export function boxAlongLongestEdge(polygon: Ring[]): TurnedBox {
  const segments = segmentsOf(polygon.slice(0, 1))
  const length = ([a, b]: Segment): number => Math.hypot(b[0] - a[0], b[1] - a[1])
  const longest = segments.reduce((best, next) => (length(next) > length(best) ? next : best), segments[0] ?? [[0, 0], [1, 0]])
  const size = length(longest) || 1
  const u: Point = [(longest[1][0] - longest[0][0]) / size, (longest[1][1] - longest[0][1]) / size]
  const along = segments.map(([a]) => a[0] * u[0] + a[1] * u[1])
  const across = segments.map(([a]) => a[1] * u[0] - a[0] * u[1])
  const [l0, l1, w0, w1] = [Math.min(...along), Math.max(...along), Math.min(...across), Math.max(...across)]
  const [l, w] = [(l0 + l1) / 2, (w0 + w1) / 2]
  const box: TurnedBox = {
    centre: [l * u[0] - w * u[1], l * u[1] + w * u[0]],
    along: u,
    half_length_m: (l1 - l0) / 2,
    half_width_m: (w1 - w0) / 2,
  }
  return box.half_length_m >= box.half_width_m
    ? box
    : { ...box, along: [-u[1], u[0]], half_length_m: box.half_width_m, half_width_m: box.half_length_m }
}

const at = ({ centre, along }: TurnedBox, l: number, w: number): Point => [
  centre[0] + l * along[0] - w * along[1],
  centre[1] + l * along[1] + w * along[0],
]

/** The double line of a window's glass, a third of the wall apart, along the wall. */
export function windowLines(geometry: AreaGeometry): Segment[] {
  return polygonsOf(geometry).flatMap((polygon) => {
    const box = boxAlongLongestEdge(polygon)
    const l = box.half_length_m
    return [-1, 1].map((side): Segment => [
      at(box, -l, (side * box.half_width_m) / 3),
      at(box, l, (side * box.half_width_m) / 3),
    ])
  })
}

/** The part of a segment inside a polygon, as pieces. */
export function clipToPolygon(polygon: Ring[], [a, b]: Segment): Segment[] {
  const edges = segmentsOf(polygon)
  const d: Point = [b[0] - a[0], b[1] - a[1]]
  const cuts = [0, 1]
  for (const [p, q] of edges) {
    const e: Point = [q[0] - p[0], q[1] - p[1]]
    const cross = d[0] * e[1] - d[1] * e[0]
    if (Math.abs(cross) < 1e-12) continue
    const t = ((p[0] - a[0]) * e[1] - (p[1] - a[1]) * e[0]) / cross
    const s = ((p[0] - a[0]) * d[1] - (p[1] - a[1]) * d[0]) / cross
    if (t > 0 && t < 1 && s >= 0 && s <= 1) cuts.push(t)
  }
  cuts.sort((x, y) => x - y)
  const on = (t: number): Point => [a[0] + t * d[0], a[1] + t * d[1]]
  return cuts.slice(1).flatMap((end, index): Segment[] => {
    const start = cuts[index] ?? 0
    return end - start > 1e-6 && isInside(edges, on((start + end) / 2)) ? [[on(start), on(end)]] : []
  })
}

/** The cross drawn over a stair, lift or shaft, kept inside its outline. */
export function crossLines(geometry: AreaGeometry): Segment[] {
  return polygonsOf(geometry).flatMap((polygon) => {
    const box = boxAlongLongestEdge(polygon)
    const [l, w] = [box.half_length_m, box.half_width_m]
    const diagonals: Segment[] = [[at(box, -l, -w), at(box, l, w)], [at(box, -l, w), at(box, l, -w)]]
    return diagonals.flatMap((diagonal) => clipToPolygon(polygon, diagonal))
  })
}
