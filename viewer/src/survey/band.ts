/** How sure an outline is, drawn: the band in which each wall lies with 95 %, made wide enough to be seen. */

import type { SurveyCorner } from "@/api/types"
import { outward, plus, roundDown, type Pair } from "./sheet"

/** k of U = k·u: about 95 % for one wall. */
export const COVERAGE = 2

export interface Band {
  /** How many times wider than true the band is drawn. */
  exaggeration: number
  /** The widest half of the band in truth, mm. */
  widest_mm: number
  /** One four-cornered piece per wall, in metres, as drawn. */
  pieces: Pair[][]
}

/** Standard deviation, in metres, of a corner across a direction: √(nᵀCn). */
export function across(corner: SurveyCorner, [x, y]: Pair): number {
  const { var_x_m2: xx, cov_xy_m2: xy, var_y_m2: yy } = corner
  if (xx === null || xy === null || yy === null) return 0
  return Math.sqrt(Math.max(0, xx * x * x + 2 * xy * x * y + yy * y * y))
}

/** The band of an outline, its widest half `wanted_px` wide at this scale or a round number of times less; null where nobody knows. */
export function band(corners: readonly SurveyCorner[], px_per_m: number, wanted_px: number): Band | null {
  const at = corners.map(({ x_m, y_m }): Pair => [x_m, y_m])
  const sides = corners.map((corner, index) => {
    const next = corners[(index + 1) % corners.length] as SurveyCorner
    const [a, b] = [at[index] as Pair, at[(index + 1) % at.length] as Pair]
    const normal = outward(a, b)
    return { a, b, normal, half: [COVERAGE * across(corner, normal), COVERAGE * across(next, normal)] as const }
  })
  const widest = Math.max(...sides.flatMap(({ half }) => half))
  if (!(widest > 0)) return null
  const exaggeration = Math.max(1, roundDown(wanted_px / (widest * px_per_m)))
  const pieces = sides.map(({ a, b, normal, half: [start, end] }) => [
    plus(a, normal, exaggeration * start), plus(b, normal, exaggeration * end), plus(b, normal, -exaggeration * end), plus(a, normal, -exaggeration * start),
  ])
  return { exaggeration, widest_mm: 1000 * widest, pieces }
}
