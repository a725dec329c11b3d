import { watch } from "vue"
import { useRouter } from "vue-router"
import type { Storey } from "@/api/types"
import { useAddress } from "./address"
import { usePlaces } from "./places"

// A storey this little below zero is still the ground storey (a step at the entrance).
const GROUND_SLACK_M = 0.6

/** The storey to open first: the lowest with rooms that is not below ground, else any with rooms. */
export function firstStorey(storeys: readonly Storey[]): Storey | null {
  const rising = [...storeys].filter(({ aside }) => !aside).sort((a, b) => a.elevation_m - b.elevation_m)
  const used = rising.filter((storey) => storey.spaces > 0)
  return used.find((storey) => storey.elevation_m >= -GROUND_SLACK_M) ?? used.at(-1) ?? rising[0] ?? storeys[0] ?? null
}

/** Complete an address that names no building or no storey. */
export function useEntrance(): void {
  const address = useAddress()
  const router = useRouter()
  const { building, buildings } = usePlaces()

  watch(
    [address.building, address.storey, buildings.data, building.data],
    ([buildingId, storeyId, all, detail]) => {
      if (!buildingId) {
        const first = all?.[0]
        if (first) void router.replace({ name: "building", params: { building: first.id } })
      } else if (!storeyId && detail?.id === buildingId) {
        const storey = firstStorey(detail.storeys)
        if (storey) void router.replace({ name: "plan", params: { building: buildingId, storey: storey.id }, query: router.currentRoute.value.query })
      }
    },
    { immediate: true },
  )
}
