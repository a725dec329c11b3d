import { computed, type ComputedRef } from "vue"
import { api } from "@/api/client"
import type { AreaGeometry, PlanFeature, SpaceFeature } from "@/api/types"
import { labelAnchor, type Anchor } from "@/plan/anchor"
import { differenceClass } from "@/plan/difference"
import { boxOf, centroid, largestPolygon, type Point } from "@/plan/geometry"
import type { Layer } from "./address"
import { useResource } from "./resource"

export interface Room {
  feature: SpaceFeature
  anchor: Anchor
}

export interface StoreyPlan {
  storeyId: string
  rooms: Room[]
  structure: PlanFeature[]
}

/** The class of a room on a layer; legends count and filter by it. */
export function classOf(feature: SpaceFeature, layer: Layer): string {
  return layer === "use" ? feature.properties.use : differenceClass(feature.properties.difference_of_declared)
}

export function countByClass(rooms: readonly Room[], layer: Layer): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { feature } of rooms) {
    const kind = classOf(feature, layer)
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return counts
}

interface Column {
  geometry: AreaGeometry
  at: Point
}

const STANDS_IN_ROOMS = ["column", "pier", "chimney"]

function columnsOf(structure: readonly PlanFeature[]): Column[] {
  return structure
    .filter(({ properties }) => STANDS_IN_ROOMS.includes(properties.kind))
    .map(({ geometry }) => ({ geometry, at: centroid(largestPolygon(geometry)) }))
}

// Anchors depend on outlines only: a change of basis must not lay out every label again.
const anchors = new WeakMap<object, Anchor>()
const anchorsById = new Map<string, { outline: string; anchor: Anchor }>()

function anchorOf(feature: SpaceFeature, columns: readonly Column[]): Anchor {
  const known = anchors.get(feature)
  if (known) return known
  const [x0, y0, x1, y1] = boxOf(largestPolygon(feature.geometry))
  const within = columns.filter(({ at: [x, y] }) => x > x0 && x < x1 && y > y0 && y < y1).map((column) => column.geometry)
  const outline = JSON.stringify([feature.geometry.coordinates, within])
  const before = anchorsById.get(feature.id)
  const anchor = before?.outline === outline ? before.anchor : labelAnchor(feature.geometry, within)
  anchorsById.set(feature.id, { outline, anchor })
  anchors.set(feature, anchor)
  return anchor
}

export interface Asked {
  storey: string
  basis: string | null
  revision: number | null
}

/** The plan of a storey under a basis, as of a revision. */
export function useStorey(asked: ComputedRef<Asked | null>) {
  const structure = useResource(
    () => asked.value && JSON.stringify([asked.value.storey, asked.value.revision]),
    (key) => {
      const [id, revision] = JSON.parse(key) as [string, number | null]
      return api.storeyPlan(id, revision).then((plan) => ({ id, features: plan.features }))
    },
  )
  const spaces = useResource(
    () => asked.value && JSON.stringify([asked.value.storey, asked.value.basis, asked.value.revision]),
    (key) => {
      const [id, basis, revision] = JSON.parse(key) as [string, string | null, number | null]
      return api.storeySpaces(id, basis, revision).then((answer) => ({ id, features: answer.features }))
    },
  )
  const plan = computed<StoreyPlan | null>(() => {
    const rooms = spaces.data.value
    const walls = structure.data.value
    if (!rooms || !walls || rooms.id !== walls.id) return null
    const columns = columnsOf(walls.features)
    return {
      storeyId: rooms.id,
      rooms: rooms.features.map((feature) => ({ feature, anchor: anchorOf(feature, columns) })),
      structure: walls.features,
    }
  })
  return {
    plan,
    problem: computed(() => spaces.problem.value ?? structure.problem.value),
    loading: computed(() => spaces.loading.value || structure.loading.value),
    reload: () => Promise.all([spaces.reload(), structure.reload()]),
  }
}
