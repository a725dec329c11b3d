// @vitest-environment happy-dom
import { expect, it } from "vitest"
import { storeysAhead } from "@/state/shownStorey"

const storeys = ["a", "b", "c", "d", "e"].map((id) => ({ id, spaces: id === "d" ? 0 : 3 }))

it("loads the nearest storeys with rooms first", () => {
  expect(storeysAhead(storeys, "c")).toEqual(["b", "a", "e"])
  expect(storeysAhead(storeys, "a")).toEqual(["b", "c", "e"])
})

it("loads ahead no more than a few", () => {
  const many = Array.from({ length: 40 }, (_, n) => ({ id: `s${n}`, spaces: 1 }))
  expect(storeysAhead(many, "s20")).toHaveLength(12)
})
