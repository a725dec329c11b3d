import { expect, it } from "vitest"
import { csv } from "@/state/csv"

it("starts with the mark Excel needs for Chinese and ends lines as Excel does", () => {
  expect(csv([["房间号", "面积"], ["302", 27.5]])).toBe("\uFEFF房间号,面积\r\n302,27.5\r\n")
})

it("quotes commas, quotes and line breaks", () => {
  expect(csv([['a,b', 'say "x"', "two\nlines"]])).toBe('\uFEFF"a,b","say ""x""","two\nlines"\r\n')
})

it("does not let a room name run as a formula", () => {
  expect(csv([["=HYPERLINK(1)", -1.5, null]])).toBe("\uFEFF'=HYPERLINK(1),-1.5,\r\n")
})
