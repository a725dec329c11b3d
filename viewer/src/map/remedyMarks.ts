/** A remedy on the plan: rooms it touches, people who move as arrows, a new wall as a line. */

import Feature from "ol/Feature"
import LineString from "ol/geom/LineString"
import Point from "ol/geom/Point"
import Polygon from "ol/geom/Polygon"
import { Fill, Stroke, Style } from "ol/style"
import type { Remedy } from "@/api/types"
import { arrowBetween, arrowHead } from "@/plan/arrow"
import type { Ink } from "@/plan/colours"

type At = readonly [number, number]

export function remedyMarks(remedy: Remedy, anchorOf: (id: string) => At | null, outlineOf: (id: string) => Polygon | undefined, ink: Ink): Feature[] {
  const rooms = remedy.rooms.flatMap((room) => {
    const outline = outlineOf(room.space_id)
    return outline ? [styled(new Feature(outline), new Style({ stroke: new Stroke({ color: ink.accent, width: 3, lineDash: [8, 5] }) }))] : []
  })
  const moves = remedy.moves.flatMap((move) => {
    const [from, to] = [anchorOf(move.from_space_id), anchorOf(move.to_space_id)]
    if (!from || !to) return []
    const { points, angle_rad } = arrowBetween(from, to)
    const tip = points.at(-1) ?? to
    return [
      styled(new Feature(new LineString(points.map((point) => [...point]))), new Style({ stroke: new Stroke({ color: ink.accent, width: 3 }) })),
      headed(tip, angle_rad, ink),
    ]
  })
  const wall = remedy.partition ? [styled(new Feature(new LineString(remedy.partition)), new Style({ stroke: new Stroke({ color: ink.deduction, width: 5 }) }))] : []
  return [...rooms, ...wall, ...moves]
}

function styled(feature: Feature, style: Style): Feature {
  feature.setStyle(style)
  return feature
}

const HEAD_PX = 14

/** The head keeps its size on screen at every scale. */
function headed(tip: At, angle_rad: number, ink: Ink): Feature {
  const feature = new Feature(new Point([...tip]))
  feature.setStyle((_, metres_per_px) => new Style({
    geometry: new Polygon([arrowHead(tip, angle_rad, HEAD_PX * metres_per_px).map((point) => [...point])]),
    fill: new Fill({ color: ink.accent }),
  }))
  return feature
}
