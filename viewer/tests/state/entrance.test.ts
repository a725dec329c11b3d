// @vitest-environment happy-dom
import { expect, it } from "vitest"
import type { Storey } from "@/api/types"
import { firstStorey } from "@/state/entrance"

const storey = (name: string, elevation_m: number, spaces: number) => ({ name, elevation_m, spaces }) as Storey

it("opens at the ground storey", () => {
  expect(firstStorey([storey("2F", 3.6, 9), storey("B1", -3.6, 9), storey("1F", -0.45, 9)])?.name).toBe("1F")
})

it("skips storeys without rooms", () => {
  expect(firstStorey([storey("roof", 10, 0), storey("1F", 0, 0), storey("2F", 3.6, 4)])?.name).toBe("2F")
})

it("opens a cellar when that is all there is, and any storey when none has rooms", () => {
  expect(firstStorey([storey("B2", -7, 1), storey("B1", -3.6, 1), storey("roof", 3, 0)])?.name).toBe("B1")
  expect(firstStorey([storey("1F", 0, 0)])?.name).toBe("1F")
  expect(firstStorey([])).toBeNull()
})
