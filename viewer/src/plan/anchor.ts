/** Where a room's label stands and which way it runs. */

import type { AreaGeometry } from "@/api/types"
import { Heap } from "./heap"
import { boxOf, centroid, clearance, largestPolygon, segmentsOf, type Box, type Point, type Segment } from "./geometry"

export interface Anchor {
  at: Point
  /** Direction of the text, counter-clockwise from +x, in (−π/2, π/2]: never upside down. */
  along_rad: number
  /** The same for text of several lines or on small scales; differs from `along_rad` in rooms about as wide as long. */
  block_rad: number
  segments: readonly Segment[]
}

const PRECISION_M = 0.1
// A label may stand 5 cm closer to a wall for every metre it comes nearer to the middle: it centres long rooms.
const PULL_TO_MIDDLE = 0.05
const DIRECTION_STEP_RAD = Math.PI / 60
// Half the height of a line of text at the usual plan scales (1:100 to 1:200).
const TEXT_HALF_HEIGHT_M = 0.35
const BLOCK_HALF_HEIGHT_M = 0.9

interface Cell {
  at: Point
  half_m: number
  score: number
  best_possible: number
}

/**
 * The point inside an outline that is farthest from its walls, pulled gently to the middle of long rooms.
 *
 * Best-first search over squares, halved until none can hold a point better by `PRECISION_M`: a square of half side h holds
 * no better point than its centre's score + h·√2·(1 + pull).
 */
export function innerPoint(segments: readonly Segment[], middle: Point, box: Box, obstacles: readonly (readonly Segment[])[] = []): Point {
  const clear = (at: Point): number => Math.min(clearance(segments, at), ...obstacles.map((obstacle) => -clearance(obstacle, at)))
  const score = (at: Point): number =>
    clear(at) - PULL_TO_MIDDLE * Math.hypot(at[0] - middle[0], at[1] - middle[1])
  const cell = (x: number, y: number, half_m: number): Cell => {
    const value = score([x, y])
    return { at: [x, y], half_m, score: value, best_possible: value + half_m * Math.SQRT2 * (1 + PULL_TO_MIDDLE) }
  }
  // No circle in the outline is wider than the box around it: most rooms are done here.
  if (score(middle) + PRECISION_M >= Math.min(box[2] - box[0], box[3] - box[1]) / 2) return middle
  const half_m = Math.max(Math.min(box[2] - box[0], box[3] - box[1]) / 2, PRECISION_M)
  let best = cell(middle[0], middle[1], 0)
  const open = new Heap<Cell>((one) => one.best_possible)
  for (let x = box[0] + half_m; x < box[2] + half_m; x += 2 * half_m) {
    for (let y = box[1] + half_m; y < box[3] + half_m; y += 2 * half_m) open.push(cell(x, y, half_m))
  }
  for (let next = open.pop(); next && next.best_possible - best.score > PRECISION_M; next = open.pop()) {
    if (next.score > best.score) best = next
    const h = next.half_m / 2
    const [x, y] = next.at
    for (const quarter of [cell(x - h, y - h, h), cell(x + h, y - h, h), cell(x - h, y + h, h), cell(x + h, y + h, h)]) {
      if (quarter.score > best.score) best = quarter
      if (quarter.best_possible - best.score > PRECISION_M) open.push(quarter)
    }
  }
  return best.at
}

/** Half the width in metres of the widest box of half height `half_height_m`, centred at `at`, turned by `angle_rad`, inside the walls. */
export function freeHalfWidth(segments: readonly Segment[], at: Point, angle_rad: number, half_height_m: number): number {
  const cos = Math.cos(angle_rad)
  const sin = Math.sin(angle_rad)
  let free = Infinity
  for (const [a, b] of segments) {
    const ax = (a[0] - at[0]) * cos + (a[1] - at[1]) * sin
    const ay = (a[1] - at[1]) * cos - (a[0] - at[0]) * sin
    const bx = (b[0] - at[0]) * cos + (b[1] - at[1]) * sin
    const by = (b[1] - at[1]) * cos - (b[0] - at[0]) * sin
    const low = Math.max(Math.min(ay, by), -half_height_m)
    const high = Math.min(Math.max(ay, by), half_height_m)
    if (low > high) continue
    const x = (y: number): number => (by === ay ? ax : ax + ((bx - ax) * (y - ay)) / (by - ay))
    const ends = by === ay ? [ax, bx] : [x(low), x(high)]
    const crosses = Math.min(...ends) <= 0 && Math.max(...ends) >= 0
    free = crosses ? 0 : Math.min(free, ...ends.map(Math.abs))
  }
  return free === Infinity ? 0 : free
}

/** An angle with its opposite made the same, in (−π/2, π/2]. */
export function readable(angle_rad: number): number {
  let angle = angle_rad % Math.PI
  if (angle > Math.PI / 2) angle -= Math.PI
  if (angle <= -Math.PI / 2) angle += Math.PI
  return angle
}

function longDirection(segments: readonly Segment[], at: Point, half_height_m: number): number {
  const seen = new Set<number>([0])
  for (const [a, b] of segments) {
    const angle = readable(Math.atan2(b[1] - a[1], b[0] - a[0]))
    seen.add(Math.round(angle / DIRECTION_STEP_RAD))
  }
  let best = 0
  let widest = -1
  for (const step of seen) {
    const angle = readable(step * DIRECTION_STEP_RAD)
    const width = freeHalfWidth(segments, at, angle, half_height_m)
    if (width > widest + 1e-6 || (width > widest - 1e-6 && Math.abs(angle) < Math.abs(best))) {
      best = angle
      widest = Math.max(width, widest)
    }
  }
  return best
}

/** The anchor of a room's label, clear of what stands in the room (columns) as far as there is a place. */
export function labelAnchor(geometry: AreaGeometry, standing: readonly AreaGeometry[] = []): Anchor {
  const polygon = largestPolygon(geometry)
  const segments = segmentsOf(polygon)
  const obstacles = standing.map((thing) => segmentsOf(largestPolygon(thing)))
  const at = innerPoint(segments, centroid(polygon), boxOf(polygon), obstacles)
  return { at, along_rad: longDirection(segments, at, TEXT_HALF_HEIGHT_M), block_rad: longDirection(segments, at, BLOCK_HALF_HEIGHT_M), segments }
}
