/** Room labels as text on the map: laid out once per scale for the whole storey, never per frame. */

import { Fill, Stroke, Style, Text } from "ol/style"
import { INKS, type Theme } from "@/plan/colours"
import { standing } from "@/plan/collisions"
import { fitLabel, heightOf, type Label, type LabelLine } from "@/plan/label"
import { areaWithUnit } from "@/state/format"
import type { Room } from "@/state/storey"

export const FONTS =
  '-apple-system, "Segoe UI", Roboto, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif'

const widths = new Map<string, number>()
let pen: CanvasRenderingContext2D | null = null

const fontOf = (line: LabelLine): string => `${line.weight} ${line.size_px}px ${FONTS}`

function measure(line: LabelLine): number {
  const key = `${line.weight} ${line.size_px} ${line.text}`
  const known = widths.get(key)
  if (known !== undefined) return known
  pen ??= document.createElement("canvas").getContext("2d")
  if (!pen) return line.text.length * line.size_px
  pen.font = fontOf(line)
  const width = pen.measureText(line.text).width
  widths.set(key, width)
  return width
}

// Zooming asks for many scales close together; a layout serves the next finer ones, never a coarser one, where words would reach the walls.
const SAME_SCALE = 1.04

/** The labels of a storey's rooms at the scale last asked for. */
export class LabelLayout {
  private metres_per_px = 0
  private labels: ReadonlyMap<Room, Label> = new Map()
  private readonly byPriority: readonly Room[]

  constructor(rooms: readonly Room[]) {
    // Where rooms overlap, the smaller one would be hidden by the larger one's label: it goes first.
    this.byPriority = [...rooms].sort((a, b) => a.feature.properties.gross_area_m2 - b.feature.properties.gross_area_m2)
  }

  labelOf(room: Room, metres_per_px: number): Label | undefined {
    const ratio = this.metres_per_px / metres_per_px
    if (!(ratio >= 1 && ratio < SAME_SCALE)) this.layOut(metres_per_px)
    return this.labels.get(room)
  }

  /** How many rooms carry a label at a scale. */
  countAt(metres_per_px: number): number {
    const first = this.byPriority[0]
    if (first) this.labelOf(first, metres_per_px)
    return this.labels.size
  }

  private layOut(metres_per_px: number): void {
    const fitted = this.byPriority.flatMap((room) => {
      const { number, name, net_usable_area_m2 } = room.feature.properties
      const label = fitLabel({ number, name, area: areaWithUnit(net_usable_area_m2) }, room.anchor, metres_per_px, measure)
      return label ? [{ room, label }] : []
    })
    const kept = standing(
      fitted.map(({ room, label }) => ({
        at: room.anchor.at,
        angle_rad: label.angle_rad,
        half_width_m: (Math.max(...label.lines.map(measure)) / 2) * metres_per_px,
        half_height_m: (heightOf(label.lines) / 2) * metres_per_px,
      })),
    )
    this.labels = new Map(fitted.flatMap(({ room, label }, index) => (kept.has(index) ? [[room, label] as const] : [])))
    this.metres_per_px = metres_per_px
  }
}

export function labelStyle(label: Label, theme: Theme, faded: boolean): Style {
  const ink = INKS[theme]
  const text = label.lines.flatMap((line, index) => [...(index > 0 ? ["\n", ""] : []), line.text, fontOf(line)])
  return new Style({
    text: new Text({
      text,
      font: `400 12px ${FONTS}`,
      rotation: -label.angle_rad,
      rotateWithView: true,
      textAlign: "center",
      textBaseline: "middle",
      overflow: true,
      fill: new Fill({ color: faded ? ink.thin : ink.text }),
      stroke: new Stroke({ color: ink.halo, width: 2.5 }),
    }),
  })
}
