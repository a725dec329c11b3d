import { effectScope, shallowRef } from "vue"
import { api } from "@/api/client"
import { useResource } from "./resource"

const chosen = shallowRef<{ id: string; revision: number | null } | null>(null)
const scope = effectScope(true)

/** What the whole frame shares: the service's bases, the buildings, and the building now looked at. */
const shared = scope.run(() => ({
  meta: useResource(() => "meta", () => api.meta()),
  buildings: useResource(() => "buildings", () => api.buildings()),
  building: useResource(
    () => chosen.value && `${chosen.value.id} ${chosen.value.revision}`,
    () => (chosen.value ? api.building(chosen.value.id, chosen.value.revision) : Promise.reject(new Error("no building"))),
  ),
}))

export function usePlaces() {
  if (!shared) throw new Error("shared state could not be set up")
  return {
    ...shared,
    /** Choose the building the frame is about, in its newest revision or an older one. */
    look: (id: string, revision: number | null) => {
      chosen.value = { id, revision }
    },
    refresh: () => Promise.all([shared.buildings.reload(), shared.building.reload()]),
  }
}
