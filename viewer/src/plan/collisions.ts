/** Labels that would run into each other. Rooms that overlap in the source have labels that may. */

import type { Point } from "./geometry"

export interface LabelBox {
  at: Point
  angle_rad: number
  half_width_m: number
  half_height_m: number
}

function corners({ at, angle_rad, half_width_m: w, half_height_m: h }: LabelBox): Point[] {
  const [cos, sin] = [Math.cos(angle_rad), Math.sin(angle_rad)]
  return ([[-w, -h], [w, -h], [w, h], [-w, h]] as const).map(([x, y]) => [at[0] + x * cos - y * sin, at[1] + x * sin + y * cos])
}

/** Two turned boxes are apart if the edges of one of them have them on different sides (separating axis). */
export function overlap(a: LabelBox, b: LabelBox): boolean {
  const reach = Math.hypot(a.half_width_m, a.half_height_m) + Math.hypot(b.half_width_m, b.half_height_m)
  if (Math.hypot(a.at[0] - b.at[0], a.at[1] - b.at[1]) > reach) return false
  const [ca, cb] = [corners(a), corners(b)]
  return [a.angle_rad, a.angle_rad + Math.PI / 2, b.angle_rad, b.angle_rad + Math.PI / 2].every((axis) => {
    const along = ([x, y]: Point): number => x * Math.cos(axis) + y * Math.sin(axis)
    const [pa, pb] = [ca.map(along), cb.map(along)]
    return Math.max(...pa) > Math.min(...pb) && Math.max(...pb) > Math.min(...pa)
  })
}

/** Indices of the boxes that can stand together, earlier ones first served. */
export function standing(boxes: readonly LabelBox[]): Set<number> {
  const reach = 2 * Math.max(...boxes.map((box) => Math.hypot(box.half_width_m, box.half_height_m)), 1e-6)
  const cells = new Map<string, number[]>()
  const kept = new Set<number>()
  boxes.forEach((box, index) => {
    const [column, row] = [Math.floor(box.at[0] / reach), Math.floor(box.at[1] / reach)]
    for (let x = column - 1; x <= column + 1; x += 1) {
      for (let y = row - 1; y <= row + 1; y += 1) {
        if (cells.get(`${x} ${y}`)?.some((other) => overlap(box, boxes[other] ?? box))) return
      }
    }
    kept.add(index)
    const cell = `${column} ${row}`
    cells.set(cell, [...(cells.get(cell) ?? []), index])
  })
  return kept
}
