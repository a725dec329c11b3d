/** Residuals as bars: one scale for the whole drawing, so that bars can be compared. */

import type { Observation } from "@/api/types"
import { roundDown } from "./sheet"

export interface BarScale {
  px_per_mm: number
  /** The length the key shows, mm. */
  key_mm: number
}

const SMALLEST_MM = 0.1

/** The scale at which the largest residual that is in the adjustment is `longest_px` long; what was left out does not set it. */
export function barScale(observations: readonly Observation[], longest_px: number): BarScale {
  const kept = observations.filter(({ excluded, assumed }) => !excluded && !assumed).map(({ residual_mm }) => Math.abs(residual_mm))
  const largest = Math.max(SMALLEST_MM, ...kept)
  const px_per_mm = longest_px / largest
  return { px_per_mm, key_mm: roundDown(largest) }
}

export interface Bar {
  /** Signed: positive where the adjusted value is larger than the one read. */
  px: number
  /** Cut off: longer than the sheet has room for. */
  broken: boolean
}

export function bar(observation: Observation, scale: BarScale, longest_px: number): Bar {
  const px = observation.residual_mm * scale.px_per_mm
  const broken = Math.abs(px) > longest_px + 1e-6
  return { px: broken ? Math.sign(px) * longest_px : px, broken }
}

/** A residual or blunder with its sign, a typographic minus, one decimal. */
export function signedMm(value: number): string {
  const text = Math.abs(value).toFixed(1)
  return Number(text) === 0 ? text : `${value < 0 ? "−" : "+"}${text}`
}
