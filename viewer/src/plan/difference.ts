/** Classes of the difference between a declared and the computed area. */

export const DIFFERENCE_CLASSES = ["far-below", "below", "equal", "above", "far-above", "none"] as const
export type DifferenceClass = (typeof DIFFERENCE_CLASSES)[number]

// 1 % is where the service asks for a cause; 5 % is where a room would move by a desk.
export const EXPLAIN_ABOVE = 0.01
export const LARGE_ABOVE = 0.05

/** The class of (declared − computed) / computed; "none" where nothing was declared. */
export function differenceClass(difference: number | null | undefined): DifferenceClass {
  if (difference === null || difference === undefined) return "none"
  const size = Math.abs(difference)
  if (size <= EXPLAIN_ABOVE) return "equal"
  if (size <= LARGE_ABOVE) return difference < 0 ? "below" : "above"
  return difference < 0 ? "far-below" : "far-above"
}
