import { computed } from "vue"
import { useRoute, useRouter, type LocationQueryRaw } from "vue-router"
import { LAYERS, type Layer } from "./layers"

const listOf = (value: unknown): string[] => (typeof value === "string" && value ? value.split(",") : [])
const textOf = (value: unknown): string | null => (typeof value === "string" && value ? value : null)

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))

/** Everything seen on screen as part of the address, so that reload, back and sharing a link work. */
export function useAddress() {
  const route = useRoute()
  const router = useRouter()

  const building = computed(() => textOf(route.params["building"]))
  const storey = computed(() => textOf(route.params["storey"]))
  const rooms = computed(() => listOf(route.query["room"]))
  const layer = computed<Layer>(() => LAYERS.find((layer) => layer === route.query["layer"]) ?? "use")
  const basis = computed(() => textOf(route.query["basis"]))
  const only = computed(() => listOf(route.query["only"]))
  const revision = computed(() => {
    const number = Number(route.query["rev"])
    return Number.isInteger(number) && number > 0 ? number : null
  })

  const asOf = computed(() => {
    const day = textOf(route.query["as_of"])
    return day && isDay(day) ? day : null
  })

  function query(changes: Record<string, string | null>): LocationQueryRaw {
    const next: LocationQueryRaw = { ...route.query }
    for (const [key, value] of Object.entries(changes)) {
      if (value) next[key] = value
      else delete next[key]
    }
    return next
  }

  const kept = (): LocationQueryRaw => query({ room: null, only: null })

  return {
    building, storey, rooms, layer, basis, only, revision, asOf,
    select: (ids: readonly string[]) => router.push({ query: query({ room: ids.join(",") }) }),
    setLayer: (value: Layer) => router.replace({ query: query({ layer: value === "use" ? null : value, only: null }) }),
    setBasis: (value: string | null) => router.replace({ query: query({ basis: value }) }),
    setAsOf: (day: string | null) => router.push({ query: query({ as_of: day }) }),
    setRevision: (value: number | null) =>
      router.push({ query: query({ rev: value === null ? null : String(value), room: null, only: null }) }),
    setOnly: (classes: readonly string[]) => router.replace({ query: query({ only: classes.join(",") }) }),
    goToBuilding: (id: string) => router.push({ name: route.name === "rooms" ? "rooms" : "building", params: { building: id }, query: query({ room: null, only: null, rev: null }) }),
    goToStorey: (buildingId: string, id: string) =>
      router.push({ name: "plan", params: { building: buildingId, storey: id }, query: kept() }),
    goToRoom: (buildingId: string, storeyId: string, id: string) =>
      router.push({ name: "plan", params: { building: buildingId, storey: storeyId }, query: query({ room: id, only: null, zoom: "room" }) }),
  }
}

export type Address = ReturnType<typeof useAddress>
