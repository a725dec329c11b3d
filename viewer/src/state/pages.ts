import type { Page } from "@/api/types"

export interface Some<T> {
  items: T[]
  /** Whether there are more of them. */
  more: boolean
}

/** The first pages of a list, at least one: read again they show what has changed on every page that was opened. */
export async function firstPages<T>(count: number, page: (cursor: string | null) => Promise<Page<T>>): Promise<Some<T>> {
  const items: T[] = []
  let cursor: string | null = null
  for (let n = 0; n < Math.max(count, 1); n += 1) {
    const found: Page<T> = await page(cursor)
    items.push(...found.items)
    cursor = found.next ?? null
    if (cursor === null) break
  }
  return { items, more: cursor !== null }
}
