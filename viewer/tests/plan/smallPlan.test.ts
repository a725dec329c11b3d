import { expect, it } from "vitest"
import type { PlanFeature, SpaceFeature } from "@/api/types"
import { pathOf, smallPlan } from "@/plan/smallPlan"

const square = { type: "Polygon" as const, coordinates: [[[0, 0], [4, 0], [4, 3], [0, 3], [0, 0]]] }

it("turns the plan upside down, as screens count", () => {
  expect(pathOf(square)).toBe("M0 0L4 0L4 -3L0 -3L0 0Z")
})

it("shows all rooms and walls with a margin and marks offices", () => {
  const room = { id: "r", geometry: square, properties: { number: "101", name: "", use: "office", net_usable_area_m2: 12 } } as unknown as SpaceFeature
  const wall = { id: "w", geometry: { type: "Polygon", coordinates: [[[4, 0], [4.2, 0], [4.2, 3], [4, 3], [4, 0]]] }, properties: { kind: "wall" } } as unknown as PlanFeature
  const made = smallPlan([room], [wall])
  expect(made.viewBox.map((value) => Math.round(value * 10) / 10)).toEqual([-0.6, -3.6, 5.4, 4.2])
  expect(made.rooms.map(({ id, number, office }) => [id, number, office])).toEqual([["r", "101", true]])
  expect(made.rooms[0]?.at[1]).toBeLessThan(0)
  expect(made.walls).toContain("4.2 -3")
  expect(smallPlan([], []).viewBox).toEqual([0, 0, 1, 1])
})
