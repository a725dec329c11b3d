/** Numbers of a scale bar. */

export interface ScaleBar {
  length_m: number
  length_px: number
  /** Scale of the plan on a screen of 96 dots per inch, as in 1:200. */
  denominator: number
}

const METRES_PER_CSS_PX = 0.0254 / 96

/** The longest round length (1, 2 or 5 × 10ⁿ m) not wider than `max_px`. */
export function scaleBar(metres_per_px: number, max_px: number): ScaleBar {
  const limit_m = metres_per_px * max_px
  const power = 10 ** Math.floor(Math.log10(limit_m))
  const digit = [5, 2, 1].find((step) => step * power <= limit_m * (1 + 1e-9)) ?? 1
  const length_m = Number((digit * power).toPrecision(1))
  return { length_m, length_px: length_m / metres_per_px, denominator: metres_per_px / METRES_PER_CSS_PX }
}
