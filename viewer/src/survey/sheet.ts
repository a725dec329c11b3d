/** A room on a sheet of paper: from metres in the room's own frame, y up, to pixels, y down. */

export type Pair = readonly [number, number]

export interface Sheet {
  width: number
  height: number
  px_per_m: number
  at: (point: Pair) => Pair
}

/** The largest drawing of these points in the middle of a sheet that leaves `margin_px` free on every side. */
export function sheetFor(points: readonly Pair[], width: number, height: number, margin_px: number): Sheet {
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const px_per_m = Math.max(1e-6, Math.min((width - 2 * margin_px) / Math.max(x1 - x0, 0.1), (height - 2 * margin_px) / Math.max(y1 - y0, 0.1)))
  const left = (width - px_per_m * (x1 - x0)) / 2
  const top = (height - px_per_m * (y1 - y0)) / 2
  return { width, height, px_per_m, at: ([x, y]) => [left + px_per_m * (x - x0), top + px_per_m * (y1 - y)] }
}

export const plus = (a: Pair, b: Pair, factor = 1): Pair => [a[0] + factor * b[0], a[1] + factor * b[1]]
export const between = (a: Pair, b: Pair, share: number): Pair => [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]
export const length = (a: Pair, b: Pair): number => Math.hypot(b[0] - a[0], b[1] - a[1])

export function direction(a: Pair, b: Pair): Pair {
  const size = length(a, b) || 1
  return [(b[0] - a[0]) / size, (b[1] - a[1]) / size]
}

/** The outward normal of a side that runs counter-clockwise around a room, in metres (y up). */
export function outward(a: Pair, b: Pair): Pair {
  const [x, y] = direction(a, b)
  return [y, -x]
}

/** The 1, 2 or 5 times a power of ten that is at most `value`. */
export function roundDown(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9)
  const digit = value / power
  return power * (digit >= 5 - 1e-9 ? 5 : digit >= 2 - 1e-9 ? 2 : 1)
}

const UPRIGHT_DEG = 89.5

/** A line of text along a side, read from below or from the right as on every drawing: degrees as SVG turns. */
export function readable(a: Pair, b: Pair): number {
  const angle = (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI
  return angle > UPRIGHT_DEG ? angle - 180 : angle < UPRIGHT_DEG - 180 ? angle + 180 : angle
}

export const path = (points: readonly Pair[], closed = false): string =>
  points.map(([x, y], index) => `${index ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("") + (closed ? "Z" : "")
