/** The storey that the address means, once its building is loaded, and its rooms; what goes wrong on the way. */

import { computed } from "vue"
import { useAddress } from "./address"
import { usePlaces } from "./places"
import { useStorey } from "./storey"

/** Rooms `under` a basis, or as the plan has them; `ahead` are storeys to be loaded before anyone asks for them. */
export function useShownStorey(asks: () => { basis: string | null; revision: number | null }, ahead: (storeys: readonly { id: string; spaces: number }[]) => string[]) {
  const address = useAddress()
  const { building, buildings } = usePlaces()
  const shownBuilding = computed(() => (building.data.value?.id === address.building.value ? building.data.value : null))
  // Lowest first; rooms that nobody could place lie on a storey of their own at the end.
  const storeys = computed(() => [...(shownBuilding.value?.storeys ?? [])].sort((a, b) => Number(a.aside) - Number(b.aside) || a.elevation_m - b.elevation_m))
  const storey = computed(() => storeys.value.find((item) => item.id === address.storey.value) ?? null)
  const data = useStorey(
    computed(() => storey.value && shownBuilding.value && { storey: storey.value.id, ...asks(), state: shownBuilding.value.revision }),
    computed(() => ahead(storeys.value)),
  )
  return {
    shownBuilding,
    storeys,
    storey,
    data,
    rooms: computed(() => data.plan.value?.rooms ?? []),
    problem: computed(() => buildings.problem.value ?? building.problem.value ?? data.problem.value),
  }
}

const MOST_AHEAD = 12

/** The storeys with rooms nearest to this one, nearest first. */
export function storeysAhead(storeys: readonly { id: string; spaces: number }[], here: string | null): string[] {
  const at = storeys.findIndex((item) => item.id === here)
  const apart = new Map(storeys.map((item, index) => [item.id, Math.abs(index - at)] as const))
  const used = storeys.filter((item) => item.spaces > 0 && item.id !== here).map((item) => item.id)
  return used.sort((a, b) => (apart.get(a) ?? 0) - (apart.get(b) ?? 0)).slice(0, MOST_AHEAD)
}
