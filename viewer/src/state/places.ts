import { effectScope, shallowRef } from "vue"
import { api } from "@/api/client"
import { useResource } from "./resource"

const chosen = shallowRef<{ id: string; revision: number | null } | null>(null)

function load() {
  return {
    meta: useResource(() => "meta", () => api.meta()),
    buildings: useResource(() => "buildings", () => api.buildings()),
    building: useResource(
      () => chosen.value && `${chosen.value.id} ${chosen.value.revision}`,
      () => (chosen.value ? api.building(chosen.value.id, chosen.value.revision) : Promise.reject(new Error("no building"))),
    ),
  }
}

let shared: ReturnType<typeof load> | undefined

/** What the whole frame shares: the service's bases, the buildings, and the building now looked at; loaded on first use. */
export function usePlaces() {
  const places = (shared ??= effectScope(true).run(load) as ReturnType<typeof load>)
  return {
    ...places,
    /** Choose the building the frame is about, in its newest revision or an older one. */
    look: (id: string, revision: number | null) => {
      chosen.value = { id, revision }
    },
    refresh: () => Promise.all([places.buildings.reload(), places.building.reload()]),
  }
}
