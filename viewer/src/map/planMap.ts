/** The plan on an OpenLayers map: draws what it is given and reports what the pointer does. Knows nothing of Vue or the address. */

import type { Coordinate } from "ol/coordinate"
import { createEmpty, extend, isEmpty, getWidth, getHeight, type Extent } from "ol/extent"
import Feature from "ol/Feature"
import Point from "ol/geom/Point"
import type Polygon from "ol/geom/Polygon"
import { defaults as defaultInteractions } from "ol/interaction/defaults"
import VectorLayer from "ol/layer/Vector"
import Map from "ol/Map"
import VectorSource from "ol/source/Vector"
import { Fill, Stroke, Style } from "ol/style"
import View from "ol/View"
import type { AreaGeometry, Layout, Remedy } from "@/api/types"
import { INKS, type Fill as RoomFill, type Theme } from "@/plan/colours"
import type { Room, StoreyPlan } from "@/state/storey"
import { LabelLayout, labelStyle } from "./labels"
import { LayoutLayer } from "./layoutLayer"
import { canvasFill } from "./patterns"
import { remedyMarks } from "./remedyMarks"
import { planProjection } from "./projection"
import { areaGeometry, structureFeatures, structureStyle } from "./structure"

export interface Look {
  theme: Theme
  fillOf: (room: Room) => RoomFill
  isShown: (room: Room) => boolean
  /** Rooms with a layout in them carry no label; all do without this. */
  isLabelled?: (room: Room) => boolean
}

export interface PlanEvents {
  hover: (roomId: string | null) => void
  seat: (number: number | null) => void
  click: (roomId: string | null, adds: boolean) => void
  doubleClick: (roomId: string | null) => void
  moved: (metres_per_px: number) => void
  drawn: (rooms: number, labels: number) => void
}

const FIT_PADDING_PX = [52, 64, 60, 32]
const MOVE_MS = 260
const ROOM_MAX_SCALE_M_PER_PX = 0.008
const SAME_EXTENT_SHARE = 0.05
const layer = (source: VectorSource, zIndex: number, more = {}): VectorLayer =>
  new VectorLayer({ source, zIndex, renderBuffer: 200, ...more })

export class PlanMap {
  private readonly rooms = new VectorSource({ useSpatialIndex: true })
  private readonly structure = new VectorSource()
  private readonly labels = new VectorSource()
  private readonly marks = new VectorSource()
  private readonly roomLayer = layer(this.rooms, 1)
  private readonly structureLayer = layer(this.structure, 2)
  private readonly markLayer = layer(this.marks, 3)
  private readonly seats = new LayoutLayer(4)
  private readonly labelLayer = layer(this.labels, 5)
  private readonly map: Map
  private look: Look | null = null
  private layout = new LabelLayout([])
  private extent: Extent | null = null
  private selected: readonly string[] = []
  private hovered: string | null = null
  private beforePrint: { center: Coordinate; resolution: number } | null = null
  private remedy: Remedy | null = null
  private deductions: readonly { geometry: AreaGeometry; strong: boolean }[] = []

  private bare = false

  constructor(target: HTMLElement, private readonly events: PlanEvents) {
    this.map = new Map({
      target,
      controls: [],
      interactions: defaultInteractions({ doubleClickZoom: false, keyboard: false, altShiftDragRotate: false, pinchRotate: false }),
      layers: [this.roomLayer, this.structureLayer, this.markLayer, this.seats.layer, this.labelLayer],
      view: new View({ projection: planProjection, center: [0, 0], resolution: 0.1, minResolution: 0.004, maxResolution: 20, smoothResolutionConstraint: true }),
    })
    this.map.on("pointermove", (event) => {
      if (event.dragging) return
      this.events.hover(this.roomAt(event.coordinate))
      this.events.seat(this.seats.seatAt(event.coordinate))
    })
    this.map.on("click", (event) => {
      this.events.click(this.roomAt(event.coordinate), (event.originalEvent as MouseEvent).shiftKey)
    })
    this.map.on("dblclick", (event) => this.events.doubleClick(this.roomAt(event.coordinate)))
    this.map.getView().on("change:resolution", () => this.reportScale())
    target.addEventListener("mouseleave", () => {
      this.events.hover(null)
      this.events.seat(null)
    })
  }

  destroy(): void {
    this.map.setTarget(undefined)
    this.map.dispose()
  }

  /** Draw a storey; the view stays where it is if the storey covers the same ground as the one before. */
  setPlan(plan: StoreyPlan | null): void {
    for (const source of [this.rooms, this.structure, this.labels]) source.clear(true)
    this.layout = new LabelLayout(plan?.rooms ?? [])
    this.bare = plan?.structure.length === 0
    if (!plan) return
    this.rooms.addFeatures(plan.rooms.map((room) => {
      const feature = new Feature(areaGeometry(room.feature.geometry))
      feature.setId(room.feature.id)
      feature.set("room", room, true)
      return feature
    }))
    this.labels.addFeatures(plan.rooms.map((room) => {
      const feature = new Feature(new Point([...room.anchor.at]))
      feature.set("room", room, true)
      return feature
    }))
    this.structure.addFeatures(plan.structure.flatMap(structureFeatures))
    // Rooms tell where the storey is; a stray element of the file far away must not shrink it to a dot.
    const measured = (plan.rooms.length > 0 ? this.rooms : this.structure).getExtent()
    const before = this.extent
    this.extent = measured && !isEmpty(measured) ? measured : null
    if (this.extent && !(before && sameGround(before, this.extent))) this.fit(false)
    this.drawMarks()
    this.map.once("rendercomplete", () => {
      this.events.drawn(plan.rooms.length, this.layout.countAt(this.map.getView().getResolution() ?? 1))
    })
  }

  setLook(look: Look): void {
    this.look = look
    this.seats.look(look.theme)
    const roomOf = (feature: { get: (key: string) => unknown }): Room => feature.get("room") as Room
    const thin = new Stroke({ color: INKS[look.theme].thin, width: 0.6 })
    // Where no walls are drawn the outline stands for them.
    const wall = new Stroke({ color: INKS[look.theme].line, width: 2.5, lineJoin: "miter" })
    const styles = [new globalThis.Map<RoomFill, Style>(), new globalThis.Map<RoomFill, Style>()] as const
    this.roomLayer.setStyle((feature) => {
      const room = roomOf(feature)
      const [edge, fills] = this.bare ? [wall, styles[1]] : [thin, styles[0]]
      if (!look.isShown(room)) return new Style({ stroke: edge })
      const fill = look.fillOf(room)
      const line = fill.dashed ? new Stroke({ color: fill.dashed, width: 3, lineDash: [8, 6], lineCap: "butt" }) : edge
      const known = fills.get(fill) ?? new Style({ fill: new Fill({ color: canvasFill(fill) }), stroke: line })
      fills.set(fill, known)
      return known
    })
    this.structureLayer.setStyle((feature) => structureStyle(feature.get("drawn"), look.theme))
    this.labelLayer.setStyle((feature, resolution) => {
      if (look.isLabelled && !look.isLabelled(roomOf(feature))) return undefined
      const label = this.layout.labelOf(roomOf(feature), resolution)
      return label && labelStyle(label, look.theme, !look.isShown(roomOf(feature)))
    })
    this.drawMarks()
  }

  setSelection(ids: readonly string[]): void {
    this.selected = ids
    this.drawMarks()
  }

  setHover(id: string | null): void {
    if (id === this.hovered) return
    this.hovered = id
    const target = this.map.getTargetElement()
    if (target instanceof HTMLElement) target.style.cursor = id ? "pointer" : ""
    this.drawMarks()
  }

  setDeductions(deductions: readonly { geometry: AreaGeometry; strong: boolean }[]): void {
    this.deductions = deductions
    this.drawMarks()
  }

  /** Show what a remedy would do: its rooms outlined, moves as arrows, a new wall as a line. */
  setRemedy(remedy: Remedy | null): void {
    this.remedy = remedy
    this.drawMarks()
  }

  /** Show an open-plan layout over the plan. */
  setLayout(layout: Layout | null): void {
    this.seats.show(layout)
  }

  setSeat(number: number | null): void {
    this.seats.lookAt(number)
  }

  fit(animated = true): void {
    if (!this.extent) return
    this.map.updateSize()
    this.map.getView().fit(this.extent, { padding: FIT_PADDING_PX, duration: animated ? MOVE_MS : 0 })
    this.reportScale()
  }

  zoomToRoom(id: string, animated = true): void {
    this.zoomToRooms([id], animated)
  }

  zoomToRooms(ids: readonly string[], animated = true): void {
    const extent = createEmpty()
    for (const id of ids) {
      const geometry = this.rooms.getFeatureById(id)?.getGeometry()
      if (geometry) extend(extent, geometry.getExtent())
    }
    if (isEmpty(extent)) return
    this.map.updateSize()
    this.map.getView().fit(extent, {
      padding: [120, 120, 120, 120], minResolution: ROOM_MAX_SCALE_M_PER_PX, duration: animated ? MOVE_MS : 0,
    })
  }

  /** Bring a room into view without changing the scale, if it is not there already. */
  reveal(at: readonly [number, number]): void {
    const view = this.map.getView()
    const [x0, y0, x1, y1] = view.calculateExtent(this.map.getSize())
    const inside = at[0] > (x0 ?? 0) && at[0] < (x1 ?? 0) && at[1] > (y0 ?? 0) && at[1] < (y1 ?? 0)
    if (!inside) view.animate({ center: [...at], duration: MOVE_MS })
  }

  zoomBy(factor: number): void {
    const view = this.map.getView()
    view.animate({ resolution: (view.getResolution() ?? 1) / factor, duration: MOVE_MS / 2 })
  }

  /** Show what is on screen on a sheet of another size, at once: paper does not wait. */
  beginPrint(): void {
    const view = this.map.getView()
    const [center, resolution] = [view.getCenter(), view.getResolution()]
    const seen = view.calculateExtent(this.map.getSize())
    this.beforePrint ??= center && resolution ? { center, resolution } : null
    this.map.updateSize()
    view.fit(seen)
    this.reportScale()
    this.map.renderSync()
  }

  endPrint(): void {
    this.map.updateSize()
    const view = this.map.getView()
    if (this.beforePrint) {
      view.setCenter(this.beforePrint.center)
      view.setResolution(this.beforePrint.resolution)
    }
    this.beforePrint = null
    this.map.renderSync()
  }

  /** Where a plan point is in the browser's window, for tests. */
  windowPointOf(at: readonly [number, number]): [number, number] | null {
    const pixel = this.map.getPixelFromCoordinate([...at])
    const target = this.map.getTargetElement()
    if (!pixel || !(target instanceof HTMLElement)) return null
    const { left, top } = target.getBoundingClientRect()
    return [left + (pixel[0] ?? 0), top + (pixel[1] ?? 0)]
  }

  private anchorOf(id: string): readonly [number, number] | null {
    return (this.rooms.getFeatureById(id)?.get("room") as Room | undefined)?.anchor.at ?? null
  }

  private roomAt(coordinate: Coordinate): string | null {
    const feature = this.rooms.getFeaturesAtCoordinate(coordinate).at(-1)
    return (feature?.getId() as string | undefined) ?? null
  }

  private reportScale(): void {
    const resolution = this.map.getView().getResolution()
    if (resolution) this.events.moved(resolution)
  }

  private drawMarks(): void {
    this.marks.clear(true)
    if (!this.look) return
    const ink = INKS[this.look.theme]
    const add = (geometry: ReturnType<typeof areaGeometry> | undefined, style: Style): void => {
      if (!geometry) return
      const mark = new Feature(geometry)
      mark.setStyle(style)
      this.marks.addFeature(mark)
    }
    const outline = (id: string): Polygon | undefined => this.rooms.getFeatureById(id)?.getGeometry() as Polygon | undefined
    for (const { geometry, strong } of this.deductions) {
      const fill = canvasFill({ colour: `${ink.deduction}${strong ? "66" : "26"}`, hatch: "diagonal", ink: ink.deduction })
      add(areaGeometry(geometry), new Style({ fill: new Fill({ color: fill }), stroke: new Stroke({ color: ink.deduction, width: strong ? 2.5 : 1.2 }) }))
    }
    for (const mark of this.remedy ? remedyMarks(this.remedy, (id) => this.anchorOf(id), outline, ink) : []) this.marks.addFeature(mark)
    if (this.hovered && !this.selected.includes(this.hovered)) {
      add(outline(this.hovered), new Style({ stroke: new Stroke({ color: ink.accent, width: 2 }) }))
    }
    for (const id of this.selected) {
      add(outline(id), new Style({ stroke: new Stroke({ color: ink.accent, width: 3 }), fill: new Fill({ color: `${ink.accent}1F` }) }))
    }
  }
}

function sameGround(a: Extent, b: Extent): boolean {
  const slack = SAME_EXTENT_SHARE * Math.max(getWidth(a), getHeight(a))
  return a.every((value, index) => Math.abs(value - (b[index] ?? 0)) <= slack)
}
