/** Numbers and short sentences about uncertainties, the same everywhere. */

/** k of U = k·u wherever the viewer states an uncertainty. */
export const COVERAGE_FACTOR = 2

/** An uncertainty in m² with as many decimals as say something: two figures, at least two decimals. */
export function uncertainty(value: number): string {
  if (value <= 0) return "0.00"
  const decimals = Math.min(4, Math.max(2, 1 - Math.floor(Math.log10(value))))
  return value.toFixed(decimals)
}

/** A signed area in m²; a typographic minus. */
export function signedArea(value: number, decimals = 2): string {
  const text = Math.abs(value).toFixed(decimals)
  return Number(text) === 0 ? text : `${value < 0 ? "−" : "+"}${text}`
}

export const UNCERTAINTY_CLASSES = ["u1", "u2", "u3", "u4", "modelled", "drawn"] as const
export type UncertaintyClass = (typeof UNCERTAINTY_CLASSES)[number]
/** Upper limits of U in m²: the last decimal of a ledger, a tenth, a third of a square metre. */
const LIMITS = [0.05, 0.1, 0.3] as const

/** The class of a room on the layer of uncertainties, from its standard uncertainty in m² and where it comes from. */
export function uncertaintyClass(standard_uncertainty_m2: number | null, origin: string): UncertaintyClass {
  if (standard_uncertainty_m2 === null) return origin === "drawn" ? "drawn" : "modelled"
  const expanded = COVERAGE_FACTOR * standard_uncertainty_m2
  const index = LIMITS.findIndex((limit) => expanded <= limit)
  return UNCERTAINTY_CLASSES[index < 0 ? LIMITS.length : index] ?? "u4"
}
