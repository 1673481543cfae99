/** Seeded randomness for tests: the same numbers on every machine (mulberry32). */

export interface Seeded {
  /** In [0, 1). */
  readonly next: () => number
  /** In [0, below). */
  readonly index: (below: number) => number
  readonly pick: <Item>(items: readonly Item[]) => Item
}

export function seeded(seed: number): Seeded {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return { next, index: (below) => Math.floor(next() * below), pick: (items) => items[Math.floor(next() * items.length)]! }
}
