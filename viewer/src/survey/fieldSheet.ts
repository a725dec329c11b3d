/** What a surveyor is to measure in a room: its walls, and the distances that fix its shape and check it. */

import type { Survey, SurveyCorner } from "@/api/types"
import { endOf } from "./observations"
import { worthRepeating } from "./remeasure"
import type { Pair } from "./sheet"

export interface SheetRow {
  /** Number of a wall; null for another distance. */
  wall: number | null
  ends: string
  /** The last reading, or the length the model has: metres, or degrees with their sign; "" where there is none. */
  before: string
  again: boolean
}

const cross = (o: Pair, a: Pair, b: Pair): number => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])
const within = (p: Pair, a: Pair, b: Pair, c: Pair): boolean => cross(a, b, p) >= 0 && cross(b, c, p) >= 0 && cross(c, a, p) >= 0

/** Diagonals (pairs of corner indices) that cut a counter-clockwise outline into triangles: with the walls they fix its shape. */
export function triangulating(points: readonly Pair[]): [number, number][] {
  const left = points.map((_, index) => index)
  const found: [number, number][] = []
  while (left.length > 3) {
    const ear = left.findIndex((index, at) => {
      const [before, after] = [left[(at + left.length - 1) % left.length] as number, left[(at + 1) % left.length] as number]
      const [a, b, c] = [points[before] as Pair, points[index] as Pair, points[after] as Pair]
      return cross(a, b, c) > 1e-9 && !left.some((other) => ![before, index, after].includes(other) && within(points[other] as Pair, a, b, c))
    })
    if (ear < 0) return found // a corner on a straight wall, or an outline that crosses itself
    const [before, after] = [left[(ear + left.length - 1) % left.length] as number, left[(ear + 1) % left.length] as number]
    found.push(before < after ? [before, after] : [after, before])
    left.splice(ear, 1)
  }
  return found
}

/** The other diagonal of a four-cornered room: the one that checks everything else. */
function checking(points: readonly Pair[]): [number, number][] {
  return points.length === 4 ? [[0, 2], [1, 3]] : triangulating(points)
}

/** Walls in order, then other distances and angles: those measured last time, or diagonals that fix and check the shape. */
export function sheetRows(survey: Survey): { walls: SheetRow[]; others: SheetRow[] } {
  const corners = survey.corners as SurveyCorner[]
  const observations = (survey.adjustment?.observations ?? []).filter(({ kind, assumed }) => (kind === "distance" || kind === "angle") && !assumed)
  const repeated = worthRepeating(survey.adjustment)
  const wanted = new Set(repeated.map(({ observation }) => observation))
  const doubtful = survey.adjustment?.observations.map(({ excluded, blunder_mm }, index) => (excluded || blunder_mm !== null || wanted.has(index))) ?? []
  const indexOf = (observation: (typeof observations)[number]): number => survey.adjustment?.observations.indexOf(observation) ?? -1
  const cornersOf = (start: string, end: string): [number, number] | null => {
    const [a, b] = [endOf(start, corners, []), endOf(end, corners, [])]
    return a && b && "corner" in a && "corner" in b ? [a.corner, b.corner] : null
  }
  const wallOf = (start: string, end: string): number | null => {
    const ends = cornersOf(start, end)
    return (ends && survey.walls.find((wall) => ends.every((index) => wall.corners.includes(index)))?.number) ?? null
  }
  const walls = survey.walls.map((wall): SheetRow => {
    const read = observations.filter(({ start, end }) => wallOf(start, end) === wall.number)
    return {
      wall: wall.number, ends: wall.label, before: (read[0]?.value ?? wall.length_m).toFixed(3),
      again: survey.adjustment !== null && (read.length > 0 ? read.some((one) => doubtful[indexOf(one)]) : repeated.some((one) => one.walls.includes(wall.number))),
    }
  })
  const measured = observations
    .filter(({ start, end }) => wallOf(start, end) === null)
    .map((one): SheetRow => ({ wall: null, ends: one.unit === "deg" ? `∠ ${one.start}` : `${one.start} → ${one.end}`, before: one.unit === "deg" ? `${one.value.toFixed(2)}°` : one.value.toFixed(3), again: doubtful[indexOf(one)] ?? false }))
  const points = corners.map(({ x_m, y_m }): Pair => [x_m, y_m])
  const known = new Set(measured.map(({ ends }) => ends))
  const proposed = checking(points)
    .map(([a, b]): SheetRow => ({ wall: null, ends: `${corners[a]?.label} → ${corners[b]?.label}`, before: "", again: false }))
    .filter(({ ends }) => !known.has(ends) && !known.has(ends.split(" → ").reverse().join(" → ")))
  return { walls, others: [...measured, ...(survey.adjustment && survey.adjustment.degrees_of_freedom > 2 ? [] : proposed)] }
}
