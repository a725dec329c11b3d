import { computed, watch, type ComputedRef } from "vue"
import type { AreaGeometry, PlanFeature, SpaceFeature } from "@/api/types"
import { labelAnchor, type Anchor } from "@/plan/anchor"
import { boxOf, centroid, largestPolygon, type Point } from "@/plan/geometry"
import { useResource } from "./resource"
import { spacesKey, spacesOf, structureKey, structureOf, type Asked } from "./storeyAnswers"

export interface Room {
  feature: SpaceFeature
  anchor: Anchor
}

export interface StoreyPlan {
  storeyId: string
  rooms: Room[]
  structure: PlanFeature[]
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

const IDLE_MS = 30
const idle = (): Promise<void> =>
  new Promise((done) => {
    // Safari has no idle callbacks.
    if (typeof requestIdleCallback === "function") requestIdleCallback(() => done())
    else setTimeout(done, IDLE_MS)
  })

const ROOMS_AT_A_TIME = 20

/** Fetch other storeys, one after the other, while nothing else happens: switching to them then is instant. */
async function fetchAhead(others: readonly Asked[], isWanted: () => boolean): Promise<void> {
  for (const other of others) {
    await idle()
    if (!isWanted()) return
    try {
      const [walls, rooms] = await Promise.all([structureOf(other), spacesOf(other)])
      const columns = columnsOf(walls.features)
      for (const [index, feature] of rooms.features.entries()) {
        if (index % ROOMS_AT_A_TIME === 0) await idle()
        if (!isWanted()) return
        anchorOf(feature, columns)
      }
    } catch {
      return // said when the person goes there
    }
  }
}

/** The plan of a storey under a basis, as of a revision; `others` are the storeys a person may go to next, likeliest first. */
export function useStorey(asked: ComputedRef<Asked | null>, others: ComputedRef<readonly string[]>) {
  const wanted = (): Asked => {
    if (!asked.value) throw new Error("no storey is asked for")
    return asked.value
  }
  const structure = useResource(() => asked.value && structureKey(asked.value), () => structureOf(wanted()))
  const spaces = useResource(() => asked.value && spacesKey(asked.value), () => spacesOf(wanted()))
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
  watch([plan, others] as const, ([shown, next]) => {
    const now = asked.value
    if (shown && now) void fetchAhead(next.map((storey) => ({ ...now, storey })), () => asked.value === now)
  })
  return {
    plan,
    problem: computed(() => spaces.problem.value ?? structure.problem.value),
    loading: computed(() => spaces.loading.value || structure.loading.value),
    reload: () => Promise.all([spaces.reload(), structure.reload()]),
  }
}
