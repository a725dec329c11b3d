import { expect, it } from "vitest"
import type { Problem } from "@/api/types"
import { askedOf, choiceIn, saidOf, written } from "@/state/drawingFields"

const refused = (code: string, evidence: Record<string, unknown> = {}): Problem => ({
  type: "", title: "", status: 422, detail: "", code, request_id: null, detail_zh: "", detail_en: "", evidence,
})

it("asks for nothing where nothing said about a file would help", () => {
  expect(askedOf(refused("dxf-damaged"))).toBeNull()
})

it("offers the units of the service and begins with the only one in which the written areas are right", () => {
  const asked = askedOf(refused("unit-missing", { choices: ["mm", "m"], fits_labels: ["mm"], fits_doors: ["cm"], layers: { A: 2, B: 7 } }))
  expect(asked).toMatchObject({ what: "unit", units: ["mm", "m"], fitting: ["mm"], likely: "mm" })
  expect(asked?.layers.map(({ name }) => name)).toEqual(["B", "A"])
})

it("begins with no unit where only doors, several units or nothing speaks for one", () => {
  expect(askedOf(refused("unit-missing", { fits_labels: [], fits_doors: ["mm"] }))).toMatchObject({ likely: "", fitting: ["mm"] })
  expect(askedOf(refused("unit-missing", { fits_labels: ["ft", "us-ft"] }))?.likely).toBe("")
  expect(askedOf(refused("unit-unknown"))?.units).toContain("mm")
})

it("lists layers of which only the names are known", () => {
  expect(askedOf(refused("layer-not-found", { layers: ["A", "B"] }))?.layers).toEqual([{ name: "A", count: null }, { name: "B", count: null }])
})

it("writes a choice as the form field takes it, and reads it back", () => {
  const choice = choiceIn("wall=A,内墙*;column=C;nonsense=X")
  expect(choice.wall).toEqual(["A", "内墙*"])
  expect(written(choice)).toBe("wall=A,内墙*;column=C")
  expect(choiceIn(written(choice))).toEqual(choice)
  expect(written(choiceIn(undefined))).toBe("")
})

it("repeats what was said with an import", () => {
  expect(saidOf({ layers: "wall=A", unit: "mm", control_points: [1] })).toEqual([["unit", "mm"], ["layers", "wall=A"]])
  expect(saidOf({})).toEqual([])
})
