import { computed, type ComputedRef } from "vue"
import { api } from "@/api/client"
import type { PlanFeature, SpaceFeature } from "@/api/types"
import { labelAnchor, type Anchor } from "@/plan/anchor"
import { differenceClass } from "@/plan/difference"
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

// Anchors depend on outlines only: a change of basis must not lay out every label again.
const anchors = new WeakMap<object, Anchor>()
const anchorsById = new Map<string, { outline: string; anchor: Anchor }>()

function anchorOf(feature: SpaceFeature): Anchor {
  const known = anchors.get(feature)
  if (known) return known
  const outline = JSON.stringify(feature.geometry.coordinates)
  const before = anchorsById.get(feature.id)
  const anchor = before?.outline === outline ? before.anchor : labelAnchor(feature.geometry)
  anchorsById.set(feature.id, { outline, anchor })
  anchors.set(feature, anchor)
  return anchor
}

export function useStorey(storeyId: ComputedRef<string | null>, basis: ComputedRef<string | null>) {
  const structure = useResource(
    () => storeyId.value,
    (id) => api.storeyPlan(id).then((plan) => ({ id, features: plan.features })),
  )
  const spaces = useResource(
    () => (storeyId.value === null ? null : JSON.stringify([storeyId.value, basis.value])),
    (key) => {
      const [id, wanted] = JSON.parse(key) as [string, string | null]
      return api.storeySpaces(id, wanted ?? undefined).then((answer) => ({ id, features: answer.features }))
    },
  )
  const plan = computed<StoreyPlan | null>(() => {
    const rooms = spaces.data.value
    const walls = structure.data.value
    if (!rooms || !walls || rooms.id !== walls.id) return null
    return {
      storeyId: rooms.id,
      rooms: rooms.features.map((feature) => ({ feature, anchor: anchorOf(feature) })),
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
