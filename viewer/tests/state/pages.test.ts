import { expect, it } from "vitest"
import type { Page } from "@/api/types"
import { firstPages } from "@/state/pages"

const PAGES: Record<string, Page<number>> = { "": { items: [1, 2], next: "b" }, b: { items: [3, 4], next: "c" }, c: { items: [5], next: null } }
const page = async (cursor: string | null): Promise<Page<number>> => PAGES[cursor ?? ""] ?? { items: [], next: null }

it("reads as many pages as were opened, and says whether there are more", async () => {
  expect(await firstPages(1, page)).toEqual({ items: [1, 2], more: true })
  expect(await firstPages(2, page)).toEqual({ items: [1, 2, 3, 4], more: true })
  expect(await firstPages(3, page)).toEqual({ items: [1, 2, 3, 4, 5], more: false })
})

it("stops at the end and always reads the first page", async () => {
  expect((await firstPages(9, page)).items).toHaveLength(5)
  expect((await firstPages(0, page)).items).toHaveLength(2)
})
