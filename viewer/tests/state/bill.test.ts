import { expect, it } from "vitest"
import { billIn, money, queryOf } from "@/state/bill"

it("asks about no bill where the address names none", () => {
  expect(queryOf(billIn({}))).toEqual({})
  expect(queryOf(billIn({ bill: "much" }))).toEqual({})
  expect(queryOf(billIn({ bill: "-3" }))).toEqual({})
  expect(billIn({ split_by: "headcount" }).rule).toBe("headcount")
})

it("keeps the amount as it is written, so that no cent is lost", () => {
  expect(queryOf(billIn({ bill: "0.10" }))).toEqual({ bill: "0.10", split_by: "area" })
})

it("reads meters back as it wrote them, ids with colons included", () => {
  const bill = billIn({ bill: "9", split_by: "meter", meter: ["a:b:1.5", "c:0", "d:", "nonsense"], main_meter: "20", common_area_m2: "7" })
  expect(bill.meters).toEqual({ "a:b": 1.5, c: 0 })
  const query = queryOf(bill)
  expect(query).toEqual({ bill: "9", split_by: "meter", meter: ["a:b:1.5", "c:0"], main_meter: "20", common_area_m2: "7" })
  expect(billIn(query)).toEqual(bill)
})

it("asks for readings only where the rule wants them", () => {
  expect(queryOf({ ...billIn({ bill: "9", split_by: "area" }), meters: { a: 1 }, main: 2 })).toEqual({ bill: "9", split_by: "area" })
})

it("shows money with its cents", () => {
  expect(money("1250.4", "en")).toBe("1,250.40")
})
