/** A room drawn for its certificate: SVG paths in metres, y down, with the lengths of its longer walls. */

import type { AreaGeometry, Position, Ring } from "@/api/types"

export interface Dimension {
  x: number
  y: number
  /** Degrees clockwise on screen, never upside down. */
  angle: number
  length_m: number
}

export interface Drawing {
  /** x, y, width, height with a margin, m. */
  viewBox: [number, number, number, number]
  outline: string
  deductions: string[]
  dimensions: Dimension[]
  /** What letters and lines are scaled by: a share of the longer side, m. */
  unit_m: number
}

const ringsOf = (shape: AreaGeometry): Ring[] => (shape.type === "Polygon" ? shape.coordinates : shape.coordinates.flat())

function pathOf(shape: AreaGeometry): string {
  return ringsOf(shape)
    .map((ring) => `${ring.map(([x = 0, y = 0], i) => `${i ? "L" : "M"}${x} ${-y}`).join("")}Z`)
    .join("")
}

const UNIT_SHARE = 1 / 28
/** Shorter walls than this share of the longer side have no room for a number. */
const SHORTEST_SHARE = 0.12
const MOST_DIMENSIONS = 24

function dimensionsOf(ring: Ring, side_m: number, gap_m: number): Dimension[] {
  const area = ring.reduce((sum, [x = 0, y = 0], i) => {
    const [nextX = 0, nextY = 0] = ring[(i + 1) % ring.length] ?? []
    return sum + x * nextY - nextX * y
  }, 0)
  const outwards = area >= 0 ? 1 : -1
  return ring.slice(0, -1).flatMap((from: Position, i) => {
    const [x0 = 0, y0 = 0] = from
    const [x1 = 0, y1 = 0] = ring[i + 1] ?? []
    const length_m = Math.hypot(x1 - x0, y1 - y0)
    if (length_m < side_m * SHORTEST_SHARE) return []
    const normal: [number, number] = [(outwards * (y1 - y0)) / length_m, (-outwards * (x1 - x0)) / length_m]
    let angle = (-Math.atan2(y1 - y0, x1 - x0) * 180) / Math.PI
    if (angle > 90 || angle <= -90) angle += angle > 0 ? -180 : 180
    return [{ x: (x0 + x1) / 2 + normal[0] * gap_m, y: -((y0 + y1) / 2 + normal[1] * gap_m), angle, length_m }]
  })
}

/** Lay out the drawing of an outline with what was taken off it. */
export function drawingOf(outline: AreaGeometry, deductions: readonly (AreaGeometry | null)[]): Drawing {
  const points = ringsOf(outline).flat()
  const xs = points.map(([x = 0]) => x)
  const ys = points.map(([, y = 0]) => y)
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const side_m = Math.max(right - left, high - low, 0.1)
  const unit_m = side_m * UNIT_SHARE
  const margin = unit_m * 3
  const outer = outline.type === "Polygon" ? outline.coordinates.slice(0, 1) : outline.coordinates.map(([ring = []]) => ring)
  const dimensions = outer
    .flatMap((ring) => dimensionsOf(ring, side_m, unit_m * 1.1))
    .sort((a, b) => b.length_m - a.length_m)
    .slice(0, MOST_DIMENSIONS)
  return {
    viewBox: [left - margin, -high - margin, right - left + 2 * margin, high - low + 2 * margin],
    outline: pathOf(outline),
    deductions: deductions.flatMap((shape) => (shape ? [pathOf(shape)] : [])),
    dimensions,
    unit_m,
  }
}
