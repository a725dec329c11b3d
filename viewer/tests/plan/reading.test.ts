import { describe, expect, it } from "vitest"
import { DIFFERENCE_CLASSES, differenceClass } from "@/plan/difference"
import { differenceFill, INKS, useFill, USES, type Theme } from "@/plan/colours"
import { overlap, standing } from "@/plan/collisions"
import { tileCss, tileLines } from "@/plan/hatch"
import { neighbour } from "@/plan/neighbours"
import { scaleBar } from "@/plan/scaleBar"

describe("scale bar", () => {
  it.each([[0.05, 5], [0.1, 10], [0.02, 2], [1, 100], [0.0033, 0.2]])("at %f m a pixel says %f m", (scale, length) => {
    expect(scaleBar(scale, 140).length_m).toBe(length)
  })
  it("is never wider than allowed and never less than a third of it", () => {
    for (let scale = 0.001; scale < 50; scale *= 1.07) {
      const { length_px } = scaleBar(scale, 140)
      expect(length_px).toBeLessThanOrEqual(140.001)
      expect(length_px).toBeGreaterThan(140 / 3)
    }
  })
})

describe("difference to declared", () => {
  it.each([[0, "equal"], [0.01, "equal"], [-0.0101, "below"], [0.05, "above"], [0.051, "far-above"], [-0.2, "far-below"], [null, "none"]] as const)(
    "%s is %s",
    (difference, expected) => expect(differenceClass(difference)).toBe(expected),
  )
})

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

describe.each(["light", "dark"] as Theme[])("%s theme", (theme) => {
  const fills = [...USES.map((use) => useFill(use, theme)), ...DIFFERENCE_CLASSES.map((kind) => differenceFill(kind, theme))]
  it("lets labels be read on every fill at 4.5:1", () => {
    for (const fill of fills) expect(contrast(INKS[theme].text, fill.colour)).toBeGreaterThanOrEqual(4.5)
  })
  it("tells strong classes apart without colour", () => {
    const hatches = (["far-below", "far-above", "none"] as const).map((kind) => differenceFill(kind, theme).hatch)
    expect(new Set(hatches).size).toBe(3)
    expect(hatches).not.toContain("none")
  })
})

it("draws a hatch as a tile a style sheet can carry", () => {
  expect(tileLines("none")).toEqual([])
  expect(decodeURIComponent(tileCss(differenceFill("far-above", "light")))).toContain("#C2410C")
})

describe("neighbours", () => {
  const rooms = new Map([["a", [0, 0]], ["b", [5, 0]], ["c", [4, 3.5]], ["d", [0, -6]]] as const)
  it("prefers the room straight ahead", () => expect(neighbour(rooms, "a", "right")).toBe("b"))
  it("goes down and back", () => {
    expect(neighbour(rooms, "a", "down")).toBe("d")
    expect(neighbour(rooms, "d", "up")).toBe("a")
  })
  it("ends at the edge of the storey", () => expect(neighbour(rooms, "a", "left")).toBeNull())
})

describe("label collisions", () => {
  const label = (x: number, y: number, angle_rad = 0) => ({ at: [x, y] as const, angle_rad, half_width_m: 2, half_height_m: 0.5 })
  it("sees turned labels as they lie, not as their bounding boxes", () => {
    expect(overlap(label(0, 0, Math.PI / 4), label(1.5, -1.5, Math.PI / 4))).toBe(false)
    expect(overlap(label(0, 0, Math.PI / 4), label(0.5, -0.5, Math.PI / 4))).toBe(true)
  })
  it("keeps the first of two that collide", () => {
    expect([...standing([label(0, 0), label(1, 0.2), label(10, 0)])]).toEqual([0, 2])
  })
})
