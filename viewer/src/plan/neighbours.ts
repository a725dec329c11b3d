/** Moving from room to room with the arrow keys. */

import type { Point } from "./geometry"

export type Direction = "left" | "right" | "up" | "down"

const UNIT: Record<Direction, Point> = { left: [-1, 0], right: [1, 0], up: [0, 1], down: [0, -1] }
// A room straight ahead is preferred to a nearer one to the side.
const SIDEWAYS_COSTS = 2

/** The id of the next room in a direction, looking within 45° either side; null at the edge of the storey. */
export function neighbour(rooms: ReadonlyMap<string, Point>, from: string, direction: Direction): string | null {
  const start = rooms.get(from)
  if (!start) return null
  const [ux, uy] = UNIT[direction]
  let best: string | null = null
  let least = Infinity
  for (const [id, at] of rooms) {
    const ahead = (at[0] - start[0]) * ux + (at[1] - start[1]) * uy
    const aside = Math.abs((at[1] - start[1]) * ux - (at[0] - start[0]) * uy)
    if (id === from || ahead <= 0 || aside > ahead) continue
    const cost = ahead + SIDEWAYS_COSTS * aside
    if (cost < least) [best, least] = [id, cost]
  }
  return best
}
