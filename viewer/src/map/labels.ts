/** Room labels as text on the map: what fits at the present scale, laid out once per scale and never per frame. */

import { Fill, Stroke, Style, Text } from "ol/style"
import { INKS, type Theme } from "@/plan/colours"
import { fitLabel, type Label, type LabelLine } from "@/plan/label"
import { areaWithUnit } from "@/state/format"
import type { Room } from "@/state/storey"

export const FONTS =
  'system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif'

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

// The layout holds for scales this close together; OpenLayers asks anew whenever the scale has settled.
const SAME_SCALE = 1.02
const laidOut = new WeakMap<Room, { metres_per_px: number; label: Label | null }>()

function layOut(room: Room, metres_per_px: number): Label | null {
  const before = laidOut.get(room)
  // Only a finer scale may reuse a layout: at a coarser one the words could reach the walls.
  if (before && metres_per_px <= before.metres_per_px && before.metres_per_px / metres_per_px < SAME_SCALE) return before.label
  const { number, name, net_usable_area_m2 } = room.feature.properties
  const label = fitLabel({ number, name, area: areaWithUnit(net_usable_area_m2) }, room.anchor, metres_per_px, measure)
  laidOut.set(room, { metres_per_px, label })
  return label
}

export function labelStyle(room: Room, metres_per_px: number, theme: Theme, faded: boolean): Style | undefined {
  const label = layOut(room, metres_per_px)
  if (!label) return undefined
  const ink = INKS[theme]
  const text = label.lines.flatMap((line, index) => [...(index > 0 ? ["\n", ""] : []), line.text, fontOf(line)])
  return new Style({
    zIndex: -Math.round(room.feature.properties.gross_area_m2),
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
