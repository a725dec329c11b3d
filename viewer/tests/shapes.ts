/** Named outlines the tests share, in metres. */
import type { PolygonGeometry, Ring } from "@/api/types"

const closed = (ring: Ring): Ring => [...ring, ring[0] as number[]]
export const polygon = (...rings: Ring[]): PolygonGeometry => ({ type: "Polygon", coordinates: rings.map(closed) })
export const box = (x: number, y: number, width: number, height: number): Ring => [[x, y], [x + width, y], [x + width, y + height], [x, y + height]]

export const square_room = polygon(box(0, 0, 4, 4))
export const long_room = polygon(box(0, 0, 20, 2))
export const upright_room = polygon(box(0, 0, 2, 6))
export const l_room = polygon([[0, 0], [10, 0], [10, 3], [3, 3], [3, 10], [0, 10]])
export const ring_room = polygon(box(0, 0, 12, 12), box(2, 2, 8, 8))

/** A sector of a ring: between two radii and two angles, as an arc-shaped corridor or room. */
export function arc_room(inner_m: number, outer_m: number, from_rad: number, to_rad: number, steps = 24): PolygonGeometry {
  const along = (radius: number, a: number, b: number): Ring =>
    Array.from({ length: steps + 1 }, (_, i) => {
      const angle = a + ((b - a) * i) / steps
      return [radius * Math.cos(angle), radius * Math.sin(angle)]
    })
  return polygon([...along(outer_m, from_rad, to_rad), ...along(inner_m, to_rad, from_rad)])
}
