/** Where the observations of a room are drawn: dimension lines outside along walls, lines across the room, marks at corners. */

import type { Observation, SurveyCorner, SurveyWall } from "@/api/types"
import { between, direction, length, outward, plus, type Pair } from "./sheet"

export type End = { corner: number } | { wall: number } | null

export interface Dimension {
  index: number
  /** Beside a wall outside the room, across the room, or a mark at a corner. */
  where: "wall" | "across" | "corner"
  /** Ends in metres; for a mark both are the corner. */
  from: Pair
  to: Pair
  /** The how manieth line beside the same wall, from 0. */
  rank: number
  /** The wall (from 0) the residual's bar stands at; null for a bar at the middle of the line. */
  bar_wall: number | null
}

/** What a label in the words of the survey names. */
export function endOf(label: string, corners: readonly SurveyCorner[], walls: readonly SurveyWall[]): End {
  const corner = corners.findIndex((one) => one.label === label)
  if (corner >= 0) return { corner }
  const wall = walls.findIndex((one) => one.label === label)
  return wall >= 0 ? { wall } : null
}

const placeOf = ({ x_m, y_m }: SurveyCorner): Pair => [x_m, y_m]

function foot(from: Pair, [a, b]: readonly [Pair, Pair], along: Pair): Pair {
  // Where the line from `from` in the direction `along` meets the line a–b; the foot of the perpendicular where they run alike.
  const wall = direction(a, b)
  const cross = along[0] * wall[1] - along[1] * wall[0]
  if (Math.abs(cross) < 0.2) {
    const t = (from[0] - a[0]) * wall[0] + (from[1] - a[1]) * wall[1]
    return plus(a, wall, t)
  }
  const t = ((a[0] - from[0]) * wall[1] - (a[1] - from[1]) * wall[0]) / cross
  return plus(from, along, t)
}

/** The lines and marks of all observations that can be drawn, in the order of the survey. */
export function dimensions(observations: readonly Observation[], corners: readonly SurveyCorner[], walls: readonly SurveyWall[]): Dimension[] {
  const at = corners.map(placeOf)
  const sides = walls.map((wall): readonly [Pair, Pair] => [at[wall.corners[0] ?? 0] as Pair, at[wall.corners[1] ?? 0] as Pair])
  const beside = new Map<number, number>()
  const pairs = new Map<string, number>()
  const total = new Map<string, number>()
  const key = (observation: Observation): string => `${observation.start} ${observation.end}`
  for (const observation of observations) total.set(key(observation), (total.get(key(observation)) ?? 0) + 1)

  return observations.flatMap((observation, index): Dimension[] => {
    const [start, end] = [endOf(observation.start, corners, walls), endOf(observation.end, corners, walls)]
    const seen = pairs.get(key(observation)) ?? 0
    pairs.set(key(observation), seen + 1)
    const line = (where: Dimension["where"], from: Pair, to: Pair, bar_wall: number | null, rank = 0): Dimension[] => [{ index, where, from, to, rank, bar_wall }]

    if (observation.unit === "deg" || observation.kind === "control") {
      const corner = observation.kind === "direction" ? end : (start ?? end)
      const place = corner && "corner" in corner ? at[corner.corner] : undefined
      return place ? line("corner", place, place, null) : []
    }
    if (start && end && "corner" in start && "corner" in end) {
      const [a, b] = [at[start.corner] as Pair, at[end.corner] as Pair]
      const wall = walls.findIndex(({ corners: ends }) => ends.includes(start.corner) && ends.includes(end.corner))
      if (wall < 0) return line("across", a, b, null, seen)
      const rank = beside.get(wall) ?? 0
      beside.set(wall, rank + 1)
      const [from, to] = sides[wall] as readonly [Pair, Pair]
      return line("wall", from, to, wall, rank)
    }
    const wallEnd = start && "wall" in start ? start.wall : end && "wall" in end ? end.wall : null
    if (wallEnd === null) return []
    const side = sides[wallEnd] as readonly [Pair, Pair]
    if (start && end && "wall" in start && "wall" in end) {
      const share = (seen + 1) / ((total.get(key(observation)) ?? 1) + 1)
      const from = between(side[0], side[1], share)
      return line("across", from, foot(from, sides[end.wall] as readonly [Pair, Pair], outward(side[0], side[1])), start.wall)
    }
    const corner = start && "corner" in start ? start.corner : end && "corner" in end ? end.corner : null
    if (corner === null) return []
    const from = at[corner] as Pair
    return line("across", from, foot(from, side, outward(side[0], side[1])), wallEnd)
  })
}

/** How many dimension lines stand one outside the other at the fullest wall. */
export const deepest = (drawn: readonly Dimension[]): number => Math.max(0, ...drawn.filter(({ where }) => where === "wall").map(({ rank }) => rank + 1))

export { length }
