import { describe, expect, it } from "vitest"
import { labelAnchor } from "@/plan/anchor"
import { fitLabel, heightOf, inTwoLines, type LabelLine } from "@/plan/label"
import { clearance } from "@/plan/geometry"
import { arc_room, l_room, long_room, square_room, upright_room } from "../shapes"

const measure = (line: LabelLine): number => line.text.length * line.size_px * 0.6
const words = { number: "302", name: "会议室", area: "16.00 m²" }
const texts = (room: Parameters<typeof labelAnchor>[0], metres_per_px: number) =>
  fitLabel(words, labelAnchor(room), metres_per_px, measure)?.lines.map((line) => line.text) ?? null

describe("label", () => {
  it("says number, name and area where there is room, then less and less, then nothing", () => {
    expect(texts(square_room, 0.03)).toEqual(["302", "会议室", "16.00 m²"])
    expect(texts(square_room, 0.08)).toEqual(["302", "会议室"])
    expect(texts(square_room, 0.13)).toEqual(["302"])
    expect(texts(square_room, 0.5)).toBeNull()
  })

  it("stays horizontal where it can and turns along a narrow room where it cannot", () => {
    expect(fitLabel(words, labelAnchor(long_room), 0.03, measure)?.angle_rad).toBe(0)
    expect(fitLabel(words, labelAnchor(upright_room), 0.035, measure)?.angle_rad).toBeCloseTo(Math.PI / 2)
  })

  it.each([square_room, long_room, upright_room, l_room, arc_room(60, 67, 1.2, 1.26), arc_room(60, 62, 0.5, 2.6)])(
    "never leaves the room, at any scale (%#)",
    (room) => {
      const anchor = labelAnchor(room)
      for (let metres_per_px = 0.005; metres_per_px < 0.3; metres_per_px *= 1.15) {
        const label = fitLabel(words, anchor, metres_per_px, measure)
        if (!label) continue
        const w = (Math.max(...label.lines.map(measure)) / 2) * metres_per_px
        const h = (heightOf(label.lines) / 2) * metres_per_px
        const [cos, sin] = [Math.cos(label.angle_rad), Math.sin(label.angle_rad)]
        for (const [x, y] of [[-w, -h], [w, -h], [w, h], [-w, h], [0, h], [0, -h]] as const) {
          expect(clearance(anchor.segments, [anchor.at[0] + x * cos - y * sin, anchor.at[1] + x * sin + y * cos])).toBeGreaterThan(0)
        }
      }
    },
  )

  it("keeps a small number where nothing else fits", () => {
    const sizes = [0.16, 0.17, 0.18, 0.2].map((scale) => fitLabel({ ...words, name: "", area: "" }, labelAnchor(long_room), scale, measure)?.lines[0]?.size_px)
    expect(sizes).toEqual([12, 11, 10, undefined])
    expect(fitLabel(words, labelAnchor(square_room), 0.19, measure)?.lines).toEqual([{ text: "302", size_px: 10, weight: 600 }])
    expect(fitLabel({ ...words, number: "" }, labelAnchor(square_room), 0.22, measure)).toBeNull()
  })

  it("titles a room without number by its name", () => {
    const label = fitLabel({ number: "", name: "大厅", area: "16.00 m²" }, labelAnchor(square_room), 0.03, measure)
    expect(label?.lines.map((line) => line.text)).toEqual(["大厅", "16.00 m²"])
  })
})

it("breaks long names between words, Chinese ones in the middle, short ones never", () => {
  expect(inTwoLines("CMD CONFERENCE RM")).toEqual(["CMD", "CONFERENCE RM"])
  expect(inTwoLines("人力资源和社会保障局")).toEqual(["人力资源和", "社会保障局"])
  expect(inTwoLines("会议室")).toBeNull()
  expect(inTwoLines("Conference")).toBeNull()
})
