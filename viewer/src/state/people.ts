import { computed, ref } from "vue"
import { api } from "@/api/client"
import type { People } from "./layers"
import { useResource } from "./resource"
import { usePlaces } from "./places"

const changes = ref(0)

/** Something about people was changed here: what is shown is asked for anew. */
export const peopleChanged = (): void => {
  changes.value += 1
}
/** Part of the keys of everything that depends on who is where. */
export const peopleState = (): number => changes.value

/** What the person at the screen may see and do. */
export function useRole() {
  const { meta } = usePlaces()
  const role = computed(() => meta.data.value?.role ?? "reader")
  return {
    role,
    seesPeople: computed(() => role.value !== "reader"),
    manages: computed(() => role.value === "manager"),
    inspects: computed(() => role.value !== "reader"),
  }
}

/** All org units of the roster; their order decides their colours everywhere. */
export function useOrgUnits(asOf: () => string | null) {
  return useResource(
    () => `org-units ${asOf() ?? ""} ${peopleState()}`,
    () => api.orgUnits(asOf()),
  )
}

/** Who is where on a storey, on a day (null: today); undefined: nobody asks. */
export function usePeople(storey: () => string | null, day: () => string | null | undefined) {
  return useResource(
    () => {
      const [id, when] = [storey(), day()]
      return id === null || when === undefined ? null : JSON.stringify([id, when, peopleState()])
    },
    async (key): Promise<People> => {
      const [id, when] = JSON.parse(key) as [string, string | null]
      const [answer, units] = await Promise.all([api.storeyOccupancy(id, when), api.orgUnits(when)])
      const index = new Map(units.map((unit, at) => [unit.id, at] as const))
      return {
        rooms: new Map(answer.rooms.map((room) => [room.space_id, room] as const)),
        units: new Map(Object.entries(answer.org_units)),
        unitIndex: (unit) => index.get(unit) ?? -1,
      }
    },
  )
}
