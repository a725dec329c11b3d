/** Surveyed rooms the tests share. */
import type { Observation, SurveyCorner, SurveyWall } from "@/api/types"

export function corner(label: string, x_m: number, y_m: number, sd_m: number | null = 0.002): SurveyCorner {
  const variance = sd_m === null ? null : sd_m * sd_m
  return { label, x_m, y_m, var_x_m2: variance, cov_xy_m2: sd_m === null ? null : 0, var_y_m2: variance }
}

export function wallsOf(corners: readonly SurveyCorner[]): SurveyWall[] {
  return corners.map(({ label, x_m, y_m }, index) => {
    const next = (index + 1) % corners.length
    const end = corners[next] as SurveyCorner
    return { number: index + 1, label: `${label}–${end.label}`, corners: [index, next], length_m: Math.hypot(end.x_m - x_m, end.y_m - y_m), variance_share: null }
  })
}

export const square = [corner("A", 0, 0), corner("B", 5, 0), corner("C", 5, 4), corner("D", 0, 4)]
export const walls = wallsOf(square)

export function seen(start: string, end: string, more: Partial<Observation> = {}): Observation {
  return {
    reading: "距离!2", kind: "distance", start, end, unit: "m", value: 5, sigma: 0.002, adjusted: 5, residual_mm: 0, redundancy: 0.5, w: 0, mdb_mm: 10,
    undetected_area_m2: 0.02, variance_share: 0.1, corners: [], walls: [], instrument: null, assumed: false, excluded: false, blunder_mm: null, ...more,
  }
}
