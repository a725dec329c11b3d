/** A queue that gives the item of greatest worth first. */
export class Heap<T> {
  private readonly items: T[] = []

  constructor(private readonly worth: (item: T) => number) {}

  push(item: T): void {
    const { items, worth } = this
    let at = items.push(item) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (worth(items[parent] as T) >= worth(item)) break
      items[at] = items[parent] as T
      at = parent
    }
    items[at] = item
  }

  pop(): T | undefined {
    const { items, worth } = this
    const top = items[0]
    const last = items.pop()
    if (last === undefined || items.length === 0) return top
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= items.length) break
      if (child + 1 < items.length && worth(items[child + 1] as T) > worth(items[child] as T)) child += 1
      if (worth(last) >= worth(items[child] as T)) break
      items[at] = items[child] as T
      at = child
    }
    items[at] = last
    return top
  }
}
