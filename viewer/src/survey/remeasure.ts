/** Which measurements are worth repeating: those after which the area is noticeably surer. */

import type { Adjustment } from "@/api/types"

type Remeasurement = Adjustment["remeasure"][number]

/** A repetition that takes off less than this share of the uncertainty is not worth the way. */
const NOTICEABLE = 0.03

/** The beginning of the list up to the last repetition that brings something; it comes in the order of use. */
export function worthRepeating(adjustment: Pick<Adjustment, "remeasure" | "standard_uncertainty_m2"> | null): Remeasurement[] {
  if (!adjustment) return []
  let before = adjustment.standard_uncertainty_m2
  const stop = adjustment.remeasure.findIndex(({ u_together_m2 }) => {
    const gain = (before - u_together_m2) / Math.max(before, 1e-12)
    before = u_together_m2
    return gain < NOTICEABLE
  })
  return stop < 0 ? adjustment.remeasure : adjustment.remeasure.slice(0, stop)
}
