// @vitest-environment happy-dom
import { expect, it } from "vitest"
import type { OccupancyFinding } from "@/api/types"
import { cells, matching, sorted } from "@/state/findingRows"

const finding = (number: string | null, changes: Partial<OccupancyFinding> = {}): OccupancyFinding =>
  ({
    id: number ?? "unit", number, code: "over-entitlement", outcome: "over", places: [{ building: "主楼", storey: "3F" }], org_unit: "财政局", area_m2: 27.5, entitlement_m2: 18,
    excess_m2: 9.5, excess_of_entitlement: 0.528, reason_zh: "302 室超 9.50 m²", reason_en: "Room 302 is over", clause: "§", policy: "p", case_id: null, ...changes,
  }) as OccupancyFinding
const numbers = (rows: OccupancyFinding[]): (string | null)[] => rows.map((row) => row.number)

it("puts the gravest first and among equals the largest excess", () => {
  const rows = [finding("1", { outcome: "due", excess_m2: null }), finding("2", { excess_m2: 1 }), finding("3"), finding("4", { outcome: "violation" })]
  expect(numbers(sorted(rows, "outcome", true))).toEqual(["3", "2", "4", "1"])
})

it("sorts numbers of rooms as people count and leaves those without one to the end either way", () => {
  const rows = [finding("A10"), finding(null), finding("A9")]
  expect(numbers(sorted(rows, "room", true))).toEqual(["A9", "A10", null])
  expect(numbers(sorted(rows, "room", false))).toEqual(["A10", "A9", null])
})

it("counts an excess only where a verdict says over", () => {
  const rows = [finding("1", { outcome: "not-decided", excess_m2: 20 }), finding("2", { excess_m2: 1 })]
  expect(numbers(sorted(rows, "excess", false))).toEqual(["2", "1"])
  expect(cells(rows[0] as OccupancyFinding, { outcome: "o", code: "c" })[7]).toBeNull()
})

it("finds rows by any of their words, all of them", () => {
  const rows = [finding("302"), finding("303", { org_unit: "教育局", reason_zh: "303 室超 1.00 m²" })]
  const kind = (): string => "面积超标"
  expect(numbers(matching(rows, "财政 超标", kind))).toEqual(["302"])
  expect(numbers(matching(rows, "3f", kind))).toEqual(["302", "303"])
  expect(matching(rows, "303 财政", kind)).toEqual([])
})
