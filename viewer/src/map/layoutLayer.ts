/** An open-plan layout over the plan: walls that go, aisles, workstations, and the way out of the seat that is looked at. */

import type { Coordinate } from "ol/coordinate"
import { getCenter } from "ol/extent"
import Feature from "ol/Feature"
import LineString from "ol/geom/LineString"
import Point from "ol/geom/Point"
import Polygon from "ol/geom/Polygon"
import VectorLayer from "ol/layer/Vector"
import VectorSource from "ol/source/Vector"
import { Circle, Fill, Stroke, Style, Text } from "ol/style"
import type { Layout, LayoutSeat } from "@/api/types"
import { INKS, type Theme } from "@/plan/colours"
import { LAYOUT_INKS } from "@/plan/layoutColours"
import { drawn } from "@/plan/workstation"
import { FONTS } from "./labels"
import { areaGeometry } from "./structure"

const NUMBERS_M_PER_PX = 0.03
const DETAIL_M_PER_PX = 0.06
type Part = "gone" | "floor" | "aisle" | "desk" | "screen" | "chair" | "back" | "number" | "way" | "door"

// Lower first; `floor` hides what a wall that goes left behind.
const ORDER: Record<Part, number> = { gone: 0, aisle: 1, floor: 2, way: 3, chair: 4, back: 5, desk: 6, screen: 7, number: 8, door: 9 }

export class LayoutLayer {
  private readonly source = new VectorSource()
  readonly layer: VectorLayer
  private layout: Layout | null = null
  private seat: number | null = null
  private theme: Theme = "light"

  constructor(zIndex: number) {
    this.layer = new VectorLayer({ source: this.source, zIndex, renderBuffer: 200 })
    this.layer.setStyle((feature, resolution) => this.style(feature.get("part") as Part, feature as Feature, resolution))
  }

  show(layout: Layout | null): void {
    this.layout = layout
    this.draw()
  }

  look(theme: Theme): void {
    this.theme = theme
    this.layer.changed()
  }

  /** Look at one seat, by its number: its desk stands out and its way to a door is drawn. */
  lookAt(seat: number | null): void {
    if (seat === this.seat) return
    this.seat = seat
    this.draw()
  }

  seatAt(coordinate: Coordinate): number | null {
    const found = this.source.getFeaturesAtCoordinate(coordinate).find((feature) => feature.get("seat") !== undefined)
    return (found?.get("seat") as number | undefined) ?? null
  }

  private draw(): void {
    this.source.clear(true)
    const { layout } = this
    if (!layout?.outline || !layout.aisles || !layout.workstations) return
    const gone = layout.area_ledger?.walls_gone_geometry
    if (gone) this.add("gone", areaGeometry(gone))
    this.add("aisle", areaGeometry(layout.aisles))
    this.add("floor", areaGeometry(layout.outline))
    for (const { properties } of layout.workstations.features) this.addSeat(properties)
    const looked = layout.workstations.features.find(({ properties }) => properties.number === this.seat)
    if (looked?.properties.way_out) {
      const line = new LineString(looked.properties.way_out.coordinates)
      this.add("way", line)
      this.add("door", new Point(line.getLastCoordinate()))
    }
  }

  private addSeat(seat: LayoutSeat): void {
    const { desk, screen, chair, back } = drawn(seat)
    const ring = (points: readonly (readonly number[])[]): Polygon => new Polygon([[...points, points[0] ?? []].map((point) => [...point])])
    this.add("desk", ring(desk), seat.number)
    this.add("chair", ring(chair), seat.number)
    this.add("screen", new LineString(screen.map((point) => [...point])))
    this.add("back", new LineString(back.map((point) => [...point])))
    this.add("number", new Point(getCenter(ring(desk).getExtent())), seat.number)
  }

  private add(part: Part, geometry: Polygon | LineString | Point | ReturnType<typeof areaGeometry>, seat?: number): void {
    const feature = new Feature(geometry)
    feature.set("part", part, true)
    if (seat !== undefined) feature.set("seat", seat, true)
    this.source.addFeature(feature)
  }

  private style(part: Part, feature: Feature, metres_per_px: number): Style | undefined {
    const [ink, own] = [INKS[this.theme], LAYOUT_INKS[this.theme]]
    const zIndex = ORDER[part]
    const looked = this.seat !== null && feature.get("seat") === this.seat
    const stroke = (color: string, width: number, more = {}): Stroke => new Stroke({ color, width, ...more })
    switch (part) {
      case "gone":
        return new Style({ zIndex, fill: new Fill({ color: own.chosen }), stroke: stroke(own.gone, 1.4, { lineDash: [5, 4] }) })
      case "floor":
        return new Style({ zIndex, stroke: stroke(ink.accent, 2) })
      case "aisle":
        return new Style({ zIndex, fill: new Fill({ color: own.aisle }) })
      case "way":
        return new Style({ zIndex, stroke: stroke(own.way, 3.5, { lineDash: [8, 5], lineJoin: "round" }) })
      case "door":
        return new Style({ zIndex, image: new Circle({ radius: 6, fill: new Fill({ color: own.way }), stroke: stroke(ink.paper, 1.5) }) })
      case "desk":
        return new Style({ zIndex, fill: new Fill({ color: looked ? ink.accent : own.desk }), stroke: stroke(own.edge, 1.1) })
      case "chair":
        return new Style({ zIndex, fill: new Fill({ color: looked ? ink.accent : own.chair }), stroke: stroke(own.edge, 0.9) })
      case "back":
        return metres_per_px > DETAIL_M_PER_PX ? undefined : new Style({ zIndex, stroke: stroke(own.edge, 2.4, { lineCap: "round" }) })
      case "screen":
        return metres_per_px > DETAIL_M_PER_PX ? undefined : new Style({ zIndex, stroke: stroke(own.edge, 1.6) })
      case "number": {
        if (metres_per_px > NUMBERS_M_PER_PX && !looked) return undefined
        const text = String(feature.get("seat") as number)
        return new Style({ zIndex, text: new Text({ text, font: `600 11px ${FONTS}`, fill: new Fill({ color: looked ? ink.paper : own.edge }) }) })
      }
    }
  }
}
