/** Plane geometry the plan drawing needs, in storey-local metres. Publishing areas is the service's job, never done here. */

import type { AreaGeometry, Position, Ring } from "@/api/types"

export type Point = readonly [number, number]
export type Segment = readonly [Point, Point]
export type Box = readonly [number, number, number, number]

export const pointOf = (position: Position): Point => [position[0] ?? 0, position[1] ?? 0]

/** The polygons of a geometry, each as its rings, outer ring first. */
export function polygonsOf(geometry: AreaGeometry): Ring[][] {
  return geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates
}

export function segmentsOf(polygon: Ring[]): Segment[] {
  return polygon.flatMap((ring) =>
    ring.slice(1).map((end, index): Segment => [pointOf(ring[index] ?? end), pointOf(end)]),
  )
}

/** Twice the signed area of a closed ring in m², counter-clockwise positive. */
function doubleArea(ring: Ring): number {
  return segmentsOf([ring]).reduce((sum, [a, b]) => sum + a[0] * b[1] - b[0] * a[1], 0)
}

/** Area of a polygon in m², holes taken off; good for choosing between parts of an outline, not for publishing. */
export function drawnArea(polygon: Ring[]): number {
  return polygon.reduce((sum, ring, index) => sum + (index === 0 ? 1 : -1) * Math.abs(doubleArea(ring)) / 2, 0)
}

export function largestPolygon(geometry: AreaGeometry): Ring[] {
  const polygons = polygonsOf(geometry)
  return polygons.reduce((best, next) => (drawnArea(next) > drawnArea(best) ? next : best), polygons[0] ?? [])
}

/** Centroid of the outer ring, computed around its first point so that large coordinates lose nothing. */
export function centroid(polygon: Ring[]): Point {
  const ring = polygon[0] ?? []
  const [ox, oy] = pointOf(ring[0] ?? [0, 0])
  let area = 0
  let x = 0
  let y = 0
  for (const [a, b] of segmentsOf([ring])) {
    const cross = (a[0] - ox) * (b[1] - oy) - (b[0] - ox) * (a[1] - oy)
    area += cross
    x += (a[0] + b[0] - 2 * ox) * cross
    y += (a[1] + b[1] - 2 * oy) * cross
  }
  return area === 0 ? [ox, oy] : [ox + x / (3 * area), oy + y / (3 * area)]
}

export function boxOf(polygon: Ring[]): Box {
  const ring = polygon[0] ?? []
  const xs = ring.map((p) => p[0] ?? 0)
  const ys = ring.map((p) => p[1] ?? 0)
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

export function unionOfBoxes(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null
  return boxes.reduce((a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])])
}

export function isInside(segments: readonly Segment[], [x, y]: Point): boolean {
  let inside = false
  for (const [a, b] of segments) {
    if (a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside
  }
  return inside
}

export function distanceToSegment([x, y]: Point, [a, b]: Segment): number {
  const dx = b[0] - a[0]
  const dy = b[1] - a[1]
  const length2 = dx * dx + dy * dy
  const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((x - a[0]) * dx + (y - a[1]) * dy) / length2))
  return Math.hypot(x - a[0] - t * dx, y - a[1] - t * dy)
}

/** Distance in metres to the nearest wall face, negative outside the outline. */
export function clearance(segments: readonly Segment[], at: Point): number {
  let nearest = Infinity
  for (const segment of segments) nearest = Math.min(nearest, distanceToSegment(at, segment))
  return isInside(segments, at) ? nearest : -nearest
}
