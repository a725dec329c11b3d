/** Which words of a room's label fit into the room at a given scale. */

import { freeHalfWidth, type Anchor } from "./anchor"

export interface LabelLine {
  text: string
  size_px: number
  weight: number
}

export interface Label {
  lines: LabelLine[]
  angle_rad: number
}

export interface LabelWords {
  number: string
  name: string
  area: string
}

export type MeasureText = (line: LabelLine) => number

const LINE_HEIGHT = 1.22
const MARGIN_PX = 3
// A number alone is worth having even where it nearly touches the walls.
const MARGIN_ALONE_PX = 1
const TINY_PX = [11, 10]
const WRAP_AFTER_CHARACTERS = 4
const head = (text: string): LabelLine => ({ text, size_px: 14, weight: 600 })
const small = (text: string): LabelLine => ({ text, size_px: 12, weight: 400 })
const smallHead = (text: string): LabelLine => ({ text, size_px: 12, weight: 600 })

/** A name in two lines of about equal length: between words where there are words, anywhere between Chinese characters. */
export function inTwoLines(name: string): [string, string] | null {
  if (name.length <= WRAP_AFTER_CHARACTERS) return null
  const middle = name.length / 2
  const breaks = [...name.matchAll(/[\s\-/]+/g)].map((match) => match.index + match[0].length)
  const latin = /^[\u0020-\u024f]*$/.test(name)
  const at = breaks.length > 0 ? breaks.reduce((a, b) => (Math.abs(b - middle) < Math.abs(a - middle) ? b : a)) : latin ? 0 : Math.ceil(middle)
  return at <= 0 || at >= name.length ? null : [name.slice(0, at).trim(), name.slice(at).trim()]
}

function candidates({ number, name, area }: LabelWords): LabelLine[][] {
  const title = number || name
  const below = number && name !== number ? name : ""
  const wrapped = inTwoLines(below)
  const wrappedTitle = number ? null : inTwoLines(name)
  return [
    [head(title), ...(below ? [small(below)] : []), small(area)],
    ...(wrapped ? [[head(title), ...wrapped.map(small), small(area)]] : []),
    ...(wrappedTitle ? [[...wrappedTitle.map(head), small(area)]] : []),
    ...(below ? [[smallHead(title), small(below)]] : []),
    [smallHead(title), small(area)],
    [smallHead(title)],
    // Narrow rooms keep their number as long as it can be read; a name in so small a type cannot.
    ...(number ? TINY_PX.map((size_px) => [{ text: number, size_px, weight: 600 }]) : []),
  ]
}

// A single line of figures and capitals has nothing below its base line.
const FIGURES = /^[0-9A-Z.\-]+$/
const FIGURES_HEIGHT = 0.86

export function heightOf(lines: readonly LabelLine[]): number {
  const [only] = lines
  if (only && lines.length === 1 && FIGURES.test(only.text)) return only.size_px * FIGURES_HEIGHT
  return lines.reduce((sum, line) => sum + line.size_px * LINE_HEIGHT, 0)
}

/** The fullest label that fits wholly inside the room at `metres_per_px`; horizontal if it can be, else along the room; null if none fits. */
export function fitLabel(words: LabelWords, anchor: Anchor, metres_per_px: number, measure: MeasureText): Label | null {
  const angles = new Set([0, anchor.along_rad, anchor.block_rad])
  for (const lines of candidates(words)) {
    if (lines.some((line) => !line.text)) continue
    const margin_px = lines.length === 1 ? MARGIN_ALONE_PX : MARGIN_PX
    const width_px = Math.max(...lines.map(measure)) + 2 * margin_px
    const height_px = heightOf(lines) + 2 * margin_px
    for (const angle_rad of angles) {
      const free_m = freeHalfWidth(anchor.segments, anchor.at, angle_rad, (height_px / 2) * metres_per_px)
      if (free_m >= (width_px / 2) * metres_per_px) return { lines, angle_rad }
    }
  }
  return null
}
