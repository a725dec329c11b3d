/** Walls, columns, doors, windows and stairs as map features with their styles. */

import Feature from "ol/Feature"
import MultiLineString from "ol/geom/MultiLineString"
import MultiPolygon from "ol/geom/MultiPolygon"
import Polygon from "ol/geom/Polygon"
import { Fill, Stroke, Style } from "ol/style"
import type { AreaGeometry, PlanFeature } from "@/api/types"
import { INKS, type Ink, type Theme } from "@/plan/colours"
import { doorSwing } from "@/plan/door"
import { crossLines, windowLines } from "@/plan/symbols"
import { pointOf, type Point } from "@/plan/geometry"

export function areaGeometry(geometry: AreaGeometry): Polygon | MultiPolygon {
  return geometry.type === "Polygon" ? new Polygon(geometry.coordinates) : new MultiPolygon(geometry.coordinates)
}

const lines = (parts: readonly (readonly Point[])[]): MultiLineString =>
  new MultiLineString(parts.map((part) => part.map((p) => [...p])))

type Drawn = "poche" | "light-wall" | "void" | "fitting" | "gap" | "glass" | "thin" | "leaf" | "arc"

const DRAWN_AS: Record<string, Drawn> = {
  wall: "poche", "curtain-wall": "light-wall", partition: "light-wall", column: "poche", pier: "poche", chimney: "poche",
  shaft: "void", duct: "void", lift: "void", stair: "void", "slab-opening": "void", furniture: "fitting", apparatus: "fitting",
  door: "gap", opening: "gap", window: "glass",
}

// Lower first: fittings, stairs, walls over them, then the holes in walls and what stands in the holes.
const ORDER: Record<Drawn, number> = {
  fitting: 0, void: 1, "light-wall": 2, poche: 3, gap: 4, glass: 5, thin: 6, arc: 7, leaf: 8,
}

function style(drawn: Drawn, ink: Ink): Style {
  const zIndex = ORDER[drawn]
  const stroke = (color: string, width: number): Stroke => new Stroke({ color, width, lineJoin: "miter" })
  switch (drawn) {
    case "poche":
      return new Style({ zIndex, fill: new Fill({ color: ink.poche }), stroke: stroke(ink.poche, 0.75) })
    case "light-wall":
      return new Style({ zIndex, fill: new Fill({ color: ink.thin }), stroke: stroke(ink.line, 0.75) })
    case "void":
      return new Style({ zIndex, stroke: stroke(ink.line, 1) })
    case "fitting":
      return new Style({ zIndex, stroke: stroke(ink.thin, 0.75) })
    case "gap":
      return new Style({ zIndex, fill: new Fill({ color: ink.paper }), stroke: stroke(ink.paper, 0.75) })
    case "glass":
      return new Style({ zIndex, fill: new Fill({ color: ink.paper }), stroke: stroke(ink.poche, 0.9) })
    case "leaf":
      return new Style({ zIndex, stroke: stroke(ink.poche, 1.6) })
    case "arc":
      return new Style({ zIndex, stroke: stroke(ink.thin, 0.9) })
    case "thin":
      return new Style({ zIndex, stroke: stroke(ink.line, 0.8) })
  }
}

const styles = new Map<string, Style>()

export function structureStyle(drawn: Drawn, theme: Theme): Style {
  const key = `${drawn} ${theme}`
  const known = styles.get(key) ?? style(drawn, INKS[theme])
  styles.set(key, known)
  return known
}

function feature(drawn: Drawn, geometry: Polygon | MultiPolygon | MultiLineString): Feature {
  const made = new Feature(geometry)
  made.set("drawn", drawn, true)
  return made
}

/** The features that draw one element: its footprint and the lines of its symbol; none for kinds a plan does not show. */
export function structureFeatures({ geometry, properties }: PlanFeature): Feature[] {
  const drawn = DRAWN_AS[properties.kind]
  if (!drawn) return []
  const made = [feature(drawn, areaGeometry(geometry))]
  if (drawn === "void") made.push(feature("thin", lines(crossLines(geometry))))
  if (drawn === "glass") made.push(feature("thin", lines(windowLines(geometry))))
  const { hinge, swing_start, swing_end } = properties
  if (properties.kind === "door" && hinge && swing_start && swing_end) {
    const swing = doorSwing(pointOf(hinge), pointOf(swing_start), pointOf(swing_end))
    made.push(feature("leaf", lines([swing.leaf])), feature("arc", lines([swing.arc])))
  }
  return made
}
