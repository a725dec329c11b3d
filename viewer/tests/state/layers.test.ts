// @vitest-environment happy-dom
import { expect, it } from "vitest"
import type { RoomOccupancy, SpaceFeature } from "@/api/types"
import { COMPLIANCE_CLASSES, complianceFill, unitFill, VACANCY_CLASSES, vacancyFill } from "@/plan/occupancyColours"
import { INKS, type Fill, type Theme } from "@/plan/colours"
import { countByClass, LAYERS, layerLook, NO_UNIT, SEVERAL_UNITS, type People } from "@/state/layers"

const feature = (id: string, use = "office"): SpaceFeature => ({ id, properties: { use, difference_of_declared: null } }) as SpaceFeature
const room = (space_id: string, changes: Partial<RoomOccupancy> = {}): RoomOccupancy => ({
  space_id, compliance: "within", org_unit_ids: ["a"], occupants: 1, excess_m2: null, findings: [], ...changes,
})
const people: People = {
  rooms: new Map([room("1"), room("2", { compliance: "over" }), room("3", { compliance: "vacant", org_unit_ids: [], occupants: 0 }), room("4", { org_unit_ids: ["a", "b"] })].map((one) => [one.space_id, one] as const)),
  units: new Map([["a", "财政局"], ["b", "教育局"]]),
  unitIndex: (id) => ["a", "b"].indexOf(id),
}
const rooms = ["1", "2", "3", "4", "5"].map((id) => feature(id))
const same = (key: string): string => key

it("puts every room into one class of each layer", () => {
  for (const layer of LAYERS) {
    const look = layerLook(layer, people, same)
    const counts = countByClass(rooms, look)
    expect([...counts.values()].reduce((a, b) => a + b)).toBe(rooms.length)
    const legend = look.classes(new Set(counts.keys()))
    for (const kind of counts.keys()) expect(legend, layer).toContain(kind)
  }
})

it("tells over, vacant and not concerned apart", () => {
  const look = layerLook("compliance", people, same)
  expect(rooms.map(look.classOf)).toEqual(["within", "over", "vacant", "within", "none"])
})

it("gives an org unit the same colour wherever it stands, and rooms of several or none their own", () => {
  const look = layerLook("org-unit", people, same)
  expect(rooms.map(look.classOf)).toEqual(["a", "a", NO_UNIT, SEVERAL_UNITS, NO_UNIT])
  expect(look.fill("a", "light")).toEqual(unitFill(0, "light"))
  expect(look.name("a")).toBe("财政局")
})

it("colours nothing while nobody is known", () => {
  for (const layer of ["compliance", "org-unit", "vacancy"] as const) {
    const look = layerLook(layer, null, same)
    expect(new Set(rooms.map(look.classOf)).size).toBe(1)
  }
})

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (a: string, b: string): number => {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

it.each(["light", "dark"] as Theme[])("keeps labels readable on every fill of the %s theme", (theme) => {
  const fills: Fill[] = [
    ...COMPLIANCE_CLASSES.map((kind) => complianceFill(kind, theme)), ...VACANCY_CLASSES.map((kind) => vacancyFill(kind, theme)), ...Array.from({ length: 12 }, (_, at) => unitFill(at, theme)),
  ]
  for (const fill of fills) expect(contrast(fill.colour, INKS[theme].text), JSON.stringify(fill)).toBeGreaterThanOrEqual(4.5)
})

it("tells compliance classes apart without colour", () => {
  const grey = (fill: Fill): string => `${fill.hatch} ${fill.dashed ? "dashed" : ""} ${fill.hatch === "none" && !fill.dashed ? Math.round(luminance(fill.colour) * 12) : ""}`
  const seen = COMPLIANCE_CLASSES.map((kind) => grey(complianceFill(kind, "light")))
  expect(new Set(seen).size).toBe(seen.length)
})

it("repeats twelve hues with a pattern, so that no two of the first 48 org units look alike", () => {
  const looks = Array.from({ length: 48 }, (_, at) => unitFill(at, "light")).map(({ colour, hatch }) => `${colour} ${hatch}`)
  expect(new Set(looks).size).toBe(48)
})
