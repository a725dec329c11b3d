import { effectScope, ref } from "vue"
import { api } from "@/api/client"
import { useResource } from "./resource"

const chosen = ref<string | null>(null)
const scope = effectScope(true)

/** What the whole frame shares: the service's bases, the buildings, and the building now looked at. */
const shared = scope.run(() => ({
  meta: useResource(() => "meta", () => api.meta()),
  buildings: useResource(() => "buildings", () => api.buildings()),
  building: useResource(() => chosen.value, (id) => api.building(id)),
}))

export function usePlaces() {
  if (!shared) throw new Error("shared state could not be set up")
  return {
    ...shared,
    look: (buildingId: string | null) => {
      chosen.value = buildingId
    },
    refresh: () => Promise.all([shared.buildings.reload(), shared.building.reload()]),
  }
}
