import { expect, it } from "vitest"
import type { SpaceRow } from "@/api/types"
import { askedMore, nothingMore, roomsLike } from "@/state/scenarioMore"

const room = (id: string, number: string, name = "办公室"): SpaceRow => ({ id, number, name, building_id: "b", storey_id: "s" }) as SpaceRow
const rooms = [room("r1", "101"), room("r2", "102", "接待室"), ...Array.from({ length: 100 }, (_, n) => room(`x${n}`, `9${n}`))]

it("asks for nothing special where nothing is said", () => {
  expect(askedMore(nothingMore(), ["b"], rooms)).toEqual({ as_of: null, seed: 0, choices: { emptied_buildings: [], kept_rooms: [] } })
})

it("leaves out buildings and rooms that are no longer part of the question", () => {
  const more = { day: "2026-03-01", seed: 7, emptiedBuildings: ["b", "c"], keptRooms: ["r1", "elsewhere"] }
  expect(askedMore(more, ["b"], rooms)).toEqual({ as_of: "2026-03-01", seed: 7, choices: { emptied_buildings: ["b"], kept_rooms: ["r1"] } })
})

it("offers rooms by number or name, the chosen ones always, never too many", () => {
  expect(roomsLike(rooms, "接待", []).map(({ id }) => id)).toEqual(["r2"])
  expect(roomsLike(rooms, "接待", ["r1"]).map(({ id }) => id)).toEqual(["r1", "r2"])
  expect(roomsLike(rooms, "9", []).length).toBeLessThan(100)
})
