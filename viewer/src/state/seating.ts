/** Who sits where in a scenario, as the plan and the lists beside it show it: pure functions of what the service says. */

import type { ScenarioDetail } from "@/api/types"

export interface Seat {
  occupant: string
  org_unit: string
  space: string
}

export interface RoomUse {
  org_units: readonly string[]
  people: number
  joined: string | null
}

/** People of one org unit in a room (`here`), and all of its people in the scenario. */
export interface UnitInRoom {
  id: string
  name: string
  here: string[]
  all: string[]
}

/** The seats of people who may be seen; for readers there are none. */
export const seatsOf = (scenario: ScenarioDetail | null): Seat[] =>
  (scenario?.assignments ?? []).flatMap((seat) => (seat.occupant === null ? [] : [{ ...seat, occupant: seat.occupant }]))

/** Who is in each room of the plan; whoever sits in a joined room is in all of its parts. */
export function useOfRooms(scenario: ScenarioDetail | null): Record<string, RoomUse> {
  const members = new Map((scenario?.places ?? []).map((place) => [place.id, place.members] as const))
  const found: Record<string, RoomUse> = {}
  for (const seat of seatsOf(scenario)) {
    const parts = members.get(seat.space) ?? []
    for (const id of parts.length ? parts : [seat.space]) {
      const before = found[id] ?? { org_units: [], people: 0, joined: parts.length ? seat.space : null }
      const units = before.org_units.includes(seat.org_unit) ? before.org_units : [...before.org_units, seat.org_unit]
      found[id] = { ...before, people: before.people + 1, org_units: units }
    }
  }
  return found
}

/** The people in a room by org unit, in the order in which they come. */
export function unitsInRoom(scenario: ScenarioDetail | null, room: string | null): UnitInRoom[] {
  const names = new Map((scenario?.org_units ?? []).map((unit) => [unit.id, unit.name] as const))
  const seats = seatsOf(scenario)
  const here = seats.filter((seat) => seat.space === room)
  return [...new Set(here.map((seat) => seat.org_unit))].map((id) => ({
    id,
    name: names.get(id) ?? id,
    here: here.filter((seat) => seat.org_unit === id).map((seat) => seat.occupant),
    all: seats.filter((seat) => seat.org_unit === id).map((seat) => seat.occupant),
  }))
}

/** What storeys and rooms are called; with the building where there are several. */
export function namesOf(scenario: ScenarioDetail | null) {
  const storeys = new Map((scenario?.storeys ?? []).map((one) => [one.id, one] as const))
  const several = new Set((scenario?.storeys ?? []).map((one) => one.building_id)).size > 1
  const places = new Map((scenario?.places ?? []).map((place) => [place.id, place] as const))
  const storey = (id: string): string => {
    const one = storeys.get(id)
    return one ? [several ? one.building : "", one.name].filter(Boolean).join(" ") : ""
  }
  const room = (id: string): string => {
    const place = places.get(id)
    return place ? `${storey(place.storey_id)} ${place.number || place.name}` : id
  }
  return { storey, room }
}
