/** What the pages about one room's sources share: which room the address means, and the ways to the pages beside. */

import { computed } from "vue"
import { useRoute, useRouter } from "vue-router"
import { useAddress } from "./address"

interface InBuilding {
  building_id: string
  storey_id: string
}

/** `room` is what is known of the room once it is loaded: the plan it lies on. */
export function useRoomPage(room: () => InBuilding | null) {
  const route = useRoute()
  const router = useRouter()
  const { basis, revision } = useAddress()
  const space = computed(() => String(route.params["space"]))
  const asOf = computed(() => (revision.value ? { rev: String(revision.value) } : {}))
  return {
    space,
    basis,
    revision,
    /** Part of the key of whatever is loaded about the room. */
    state: computed(() => `${space.value} ${basis.value} ${revision.value}`),
    links: computed(() => {
      const at = room()
      return {
        plan: at && { name: "plan", params: { building: at.building_id, storey: at.storey_id }, query: { room: space.value } },
        survey: { name: "survey", params: route.params, query: asOf.value },
        sources: { name: "sources", params: route.params, query: asOf.value },
        sheet: { name: "field-sheet", params: { building: route.params["building"] }, query: { rooms: space.value } },
      }
    }),
    /** Say something else in the address; nothing where the value is empty. */
    ask: (name: string, value: string | null) => {
      const { [name]: _, ...others } = route.query
      return router.replace({ query: value ? { ...others, [name]: value } : others })
    },
    asked: (name: string): string | null => (typeof route.query[name] === "string" ? route.query[name] : null),
  }
}
