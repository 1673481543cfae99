// sfc32 by Chris Doty-Humphrey (PractRand, public domain): 128 bits of state, period about 2^127, never below 2^32.

/** Gives numbers in [0, 1). `Math.random` is one; `createRandom` gives one that repeats itself on another machine and another day. */
export type RandomSource = () => number

const MIXING_ROUNDS = 15

/** The raw generator: three 32-bit seeds, then unsigned 32-bit integers. */
export function sfc32(seedA: number, seedB: number, seedC: number): () => number {
  let a = seedA | 0
  let b = seedB | 0
  let c = seedC | 0
  let counter = 1
  const next = (): number => {
    const result = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + result) | 0
    return result >>> 0
  }
  for (let round = 0; round < MIXING_ROUNDS; round++) next()
  return next
}

/**
 * Seeded random numbers in [0, 1) with 53 random bits, the same for the same seed everywhere. Not for secrets.
 *
 * @param seed an integer within ±(2^53 − 1); anything else is a `RangeError`, because two unlike seeds must not silently become one.
 *
 * @example
 * createRandom(7)() === createRandom(7)() // true
 */
export function createRandom(seed: number): RandomSource {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`createRandom requires a safe integer as seed, got ${seed}`)
  const next = sfc32(0, seed, Math.floor(seed / 2 ** 32))
  return () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53
}

/**
 * A whole number from 0 up to, not including, `below`: each equally likely to within 2^-53 · below.
 * Throws a `RangeError` where `below` is not a whole number of at least 1.
 *
 * @example
 * uniformInteger(() => 0.999, 6) // 5
 */
export function uniformInteger(random: RandomSource, below: number): number {
  if (!(Number.isSafeInteger(below) && below >= 1)) {
    throw new RangeError(`uniformInteger requires a whole number of at least 1 as bound, got ${below}`)
  }
  return Math.floor(random() * below)
}

/** A number from the standard normal distribution, by Box and Muller's transform of two uniform ones (Ann. Math. Stat. 29, 1958). */
export function standardNormal(random: RandomSource): number {
  // 1 − u is in (0, 1]: its logarithm is finite.
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Brings the items into random order, every order equally likely (Fisher and Yates), and returns the same array. */
export function shuffleInPlace<Item>(random: RandomSource, items: Item[]): Item[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = uniformInteger(random, i + 1)
    const item = items[i]!
    items[i] = items[j]!
    items[j] = item
  }
  return items
}
