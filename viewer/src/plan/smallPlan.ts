/** A storey as a small SVG drawing: rooms to be filled, walls and columns as poché. Plan metres, y downwards as on screen. */

import type { AreaGeometry, PlanFeature, SpaceFeature } from "@/api/types"
import { labelAnchor } from "./anchor"

export interface SmallRoom {
  id: string
  number: string
  office: boolean
  path: string
  at: [number, number]
  /** Height of a label that fits the room. */
  size_m: number
}

export interface SmallPlan {
  viewBox: [number, number, number, number]
  rooms: SmallRoom[]
  walls: string
  openings: string
}

const SOLID = new Set(["wall", "curtain-wall", "partition", "column", "pier", "chimney"])
const OPEN = new Set(["door", "opening", "window"])
const MARGIN_M = 0.6
const LARGEST_LABEL_M = 1.5
const round = (value: number): number => Math.round(value * 1000) / 1000

export function pathOf(geometry: AreaGeometry): string {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates
  return polygons
    .flatMap((rings) => rings.map((ring) => `M${ring.map(([x = 0, y = 0]) => `${round(x)} ${round(-y)}`).join("L")}Z`))
    .join("")
}

export function smallPlan(spaces: readonly SpaceFeature[], elements: readonly PlanFeature[]): SmallPlan {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { geometry } of [...spaces, ...elements.filter(({ properties }) => SOLID.has(properties.kind))]) {
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates
    for (const [x = 0, y = 0] of polygons.flat(2)) {
      ;[x0, y0, x1, y1] = [Math.min(x0, x), Math.min(y0, -y), Math.max(x1, x), Math.max(y1, -y)]
    }
  }
  const rooms = spaces.map(({ id, geometry, properties }) => {
    const anchor = labelAnchor(geometry, [])
    const [x, y] = anchor.at
    const number = properties.number || properties.name
    const area = properties.net_usable_area_m2 ?? 0
    return {
      id,
      number,
      office: properties.use === "office",
      path: pathOf(geometry),
      at: [round(x), round(-y)] as [number, number],
      size_m: Math.min(LARGEST_LABEL_M, Math.sqrt(Math.max(area, 0)) / Math.max(number.length * 0.7, 2)),
    }
  })
  const paths = (kinds: ReadonlySet<string>): string => elements.filter(({ properties }) => kinds.has(properties.kind)).map(({ geometry }) => pathOf(geometry)).join("")
  return {
    viewBox: Number.isFinite(x0) ? [x0 - MARGIN_M, y0 - MARGIN_M, x1 - x0 + 2 * MARGIN_M, y1 - y0 + 2 * MARGIN_M] : [0, 0, 1, 1],
    rooms,
    walls: paths(SOLID),
    openings: paths(OPEN),
  }
}
