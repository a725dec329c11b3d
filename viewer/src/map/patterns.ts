import type { Fill } from "@/plan/colours"
import { TILE_PX, tileLines } from "@/plan/hatch"

const made = new Map<string, CanvasPattern | string>()

/** A fill a canvas can draw: its colour, or a pattern where the class is hatched. */
export function canvasFill(fill: Fill): CanvasPattern | string {
  if (fill.hatch === "none") return fill.colour
  const key = `${fill.colour}${fill.ink}${fill.hatch}`
  const known = made.get(key)
  if (known) return known
  const canvas = document.createElement("canvas")
  canvas.width = canvas.height = TILE_PX
  const context = canvas.getContext("2d")
  if (!context) return fill.colour
  context.fillStyle = fill.colour
  context.fillRect(0, 0, TILE_PX, TILE_PX)
  context.strokeStyle = context.fillStyle = fill.ink
  for (const { from, to } of tileLines(fill.hatch)) {
    context.beginPath()
    context.moveTo(...from)
    context.lineTo(...to)
    context.stroke()
  }
  if (fill.hatch === "dots") {
    for (const [x, y] of [[2, 2], [6, 6]] as const) {
      context.beginPath()
      context.arc(x, y, 0.9, 0, 2 * Math.PI)
      context.fill()
    }
  }
  const pattern = context.createPattern(canvas, "repeat") ?? fill.colour
  made.set(key, pattern)
  return pattern
}
