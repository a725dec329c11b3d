import { expect, it } from "vitest"
import type { ScenarioDetail } from "@/api/types"
import { namesOf, seatsOf, unitsInRoom, useOfRooms } from "@/state/seating"

const scenario = {
  assignments: [
    { occupant: "p1", org_unit: "u", space: "r1" },
    { occupant: "p2", org_unit: "v", space: "r1" },
    { occupant: "p3", org_unit: "u", space: "j" },
    { occupant: null, org_unit: "u", space: "r1" },
  ],
  org_units: [{ id: "u", name: "财政局" }],
  storeys: [{ id: "s", name: "1F", building_id: "b", building: "主楼" }, { id: "z", name: "1F", building_id: "c", building: "附楼" }],
  places: [
    { id: "r1", number: "101", name: "", storey_id: "s", members: [] },
    { id: "j", number: "", name: "大开间", storey_id: "z", members: ["r2", "r3"] },
  ],
} as unknown as ScenarioDetail

it("shows nobody whom the reader may not see", () => {
  expect(seatsOf(scenario).map(({ occupant }) => occupant)).toEqual(["p1", "p2", "p3"])
  expect(seatsOf(null)).toEqual([])
})

it("puts whoever sits in a joined room into all of its parts", () => {
  expect(useOfRooms(scenario)).toEqual({
    r1: { org_units: ["u", "v"], people: 2, joined: null },
    r2: { org_units: ["u"], people: 1, joined: "j" },
    r3: { org_units: ["u"], people: 1, joined: "j" },
  })
})

it("lists the people of a room by org unit, with all of that unit to be moved at once", () => {
  expect(unitsInRoom(scenario, "r1")).toEqual([
    { id: "u", name: "财政局", here: ["p1"], all: ["p1", "p3"] },
    { id: "v", name: "v", here: ["p2"], all: ["p2"] },
  ])
  expect(unitsInRoom(scenario, null)).toEqual([])
})

it("names the building where there are several", () => {
  expect(namesOf(scenario).room("r1")).toBe("主楼 1F 101")
  expect(namesOf(scenario).room("j")).toBe("附楼 1F 大开间")
  expect(namesOf({ ...scenario, storeys: scenario.storeys.slice(0, 1) }).storey("s")).toBe("1F")
})
