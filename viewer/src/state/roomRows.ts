import { api } from "@/api/client"
import { useResource } from "./resource"

/** All rooms of a building as table rows, loaded anew whenever the key (building and revision) changes. */
export function useRoomRows(key: () => string | null, buildingId: () => string) {
  return useResource(key, () => api.allSpaces(buildingId()))
}
