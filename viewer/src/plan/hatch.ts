/** Hatches in words both a canvas and a style sheet understand: a small square tile with strokes or dots. */

import type { Fill } from "./colours"

export const TILE_PX = 8

export interface TileLine {
  from: [number, number]
  to: [number, number]
}

/** Strokes of one tile, drawn past its edges so that repeated tiles join without gaps. */
export function tileLines(hatch: Fill["hatch"]): TileLine[] {
  const n = TILE_PX
  if (hatch === "diagonal") return [{ from: [-1, n + 1], to: [n + 1, -1] }, { from: [-1, 1], to: [1, -1] }, { from: [n - 1, n + 1], to: [n + 1, n - 1] }]
  if (hatch === "back-diagonal") return [{ from: [-1, -1], to: [n + 1, n + 1] }, { from: [n - 1, -1], to: [n + 1, 1] }, { from: [-1, n - 1], to: [1, n + 1] }]
  return []
}

/** The fill as an SVG tile, for legends. */
export function tileSvg(fill: Fill): string {
  const lines = tileLines(fill.hatch)
    .map(({ from, to }) => `<path d="M${from.join(" ")}L${to.join(" ")}" stroke="${fill.ink}" stroke-width="1"/>`)
    .join("")
  const dots = fill.hatch === "dots" ? `<circle cx="2" cy="2" r="0.9" fill="${fill.ink}"/><circle cx="6" cy="6" r="0.9" fill="${fill.ink}"/>` : ""
  const dashed = fill.dashed
    ? `<rect x="1" y="1" width="14" height="14" fill="none" stroke="${fill.dashed}" stroke-width="1.5" stroke-dasharray="3 2"/>`
    : ""
  if (dashed) return `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><rect width="16" height="16" fill="${fill.colour}"/>${dashed}</svg>`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${TILE_PX}" height="${TILE_PX}"><rect width="${TILE_PX}" height="${TILE_PX}" fill="${fill.colour}"/>${lines}${dots}</svg>`
}

export function tileCss(fill: Fill): string {
  return `url("data:image/svg+xml,${encodeURIComponent(tileSvg(fill))}")`
}
