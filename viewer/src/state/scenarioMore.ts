import type { ScenarioAsked, SpaceRow } from "@/api/types"

/** What few people say about a scenario; empty it means: today, the same search every time, nothing else fixed. */
export interface More {
  /** The day whose roster counts; today without one. */
  day: string | null
  seed: number
  emptiedBuildings: string[]
  keptRooms: string[]
}

export const nothingMore = (): More => ({ day: null, seed: 0, emptiedBuildings: [], keptRooms: [] })

/** These wishes as the service is asked, without buildings that were left out meanwhile and rooms that are none of theirs. */
export function askedMore(more: More, buildings: readonly string[], rooms: readonly SpaceRow[]) {
  const known = new Set(rooms.map((room) => room.id))
  return {
    as_of: more.day,
    seed: more.seed,
    choices: {
      emptied_buildings: more.emptiedBuildings.filter((id) => buildings.includes(id)),
      kept_rooms: more.keptRooms.filter((id) => known.has(id)),
    },
  } satisfies Pick<ScenarioAsked, "as_of" | "seed"> & { choices: Partial<ScenarioAsked["choices"]> }
}

const MOST_SHOWN = 60

/** Rooms whose number or name holds the words, those chosen first so that their names stay readable. */
export function roomsLike(rooms: readonly SpaceRow[], words: string, chosen: readonly string[]): SpaceRow[] {
  const wanted = words.trim().toLowerCase()
  const mine = rooms.filter((room) => chosen.includes(room.id))
  const others = rooms.filter((room) => !chosen.includes(room.id) && `${room.number} ${room.name}`.toLowerCase().includes(wanted))
  return [...mine, ...others.slice(0, MOST_SHOWN)]
}
