/** Keeps items with a key and hands them out with the largest key first; with a limit it never holds more than twice as many. */
export interface WorstFirst<Item> {
  add: (key: number | null, item: Item) => void
  /** The items in order; those without a key last; equal ones in the order in which they came. */
  take: () => readonly Item[]
}

interface Held<Item> {
  readonly key: number
  readonly order: number
  readonly item: Item
}

export function createWorstFirst<Item>(limit: number): WorstFirst<Item> {
  let held: Held<Item>[] = []
  let order = 0
  const settle = (): void => {
    held.sort((a, b) => (a.key === b.key ? a.order - b.order : b.key - a.key))
    if (held.length > limit) held = held.slice(0, limit)
  }
  return {
    add(key, item) {
      held.push({ key: key === null || Number.isNaN(key) ? -Infinity : key, order, item })
      order += 1
      if (held.length >= 2 * limit + 16) settle()
    },
    take() {
      settle()
      return held.map(({ item }) => item)
    },
  }
}
