import { api } from "@/api/client"
import type { Building, SpaceFeature, SpaceRow, Storey } from "@/api/types"
import { useResource } from "./resource"

/** A room of the plan as a row of the table. */
export function rowOf({ id, properties }: SpaceFeature, storey: Storey, building: Pick<Building, "id" | "name">): SpaceRow {
  const gross = properties.gross_area_m2
  const nearest = [...properties.declared].sort((a, b) => Math.abs(a.area_m2 - gross) - Math.abs(b.area_m2 - gross))[0]
  return {
    id,
    number: properties.number,
    name: properties.name,
    use: properties.use,
    storey_id: storey.id,
    storey: storey.name,
    building_id: building.id,
    building: building.name,
    basis: properties.basis,
    net_usable_area_m2: properties.net_usable_area_m2,
    gross_area_m2: gross,
    declared_area_m2: nearest?.area_m2 ?? null,
    difference_of_declared: properties.difference_of_declared,
    worst_outcome: properties.worst_outcome,
  }
}

export interface RowsAsked {
  building: Building
  basis: string | null
  revision: number | null
}

/** All rooms of a building as table rows; the list of spaces knows the newest revision only, older ones are read storey by storey. */
export function useRoomRows(asked: () => RowsAsked | null) {
  const key = (): string | null => {
    const now = asked()
    return now && JSON.stringify([now.building.id, now.building.revision, now.basis])
  }
  return useResource(key, async (): Promise<SpaceRow[]> => {
    const now = asked()
    if (!now) return []
    const { building, basis, revision } = now
    if (revision === null) return api.allSpaces(building.id, basis)
    const storeys = building.storeys.map(async (storey) => {
      const { features } = await api.storeySpaces(storey.id, basis, revision)
      return features.map((feature) => rowOf(feature, storey, building))
    })
    return (await Promise.all(storeys)).flat()
  })
}
