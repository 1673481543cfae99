/** Below so many values a comparing sort is as fast. */
const FEW = 200
const DIGIT_BITS = 11
const DIGITS = 1 << DIGIT_BITS
const MASK = DIGITS - 1
/** Which half of a float64 holds its sign: 1 where the machine is little-endian. */
const HIGH = new Uint32Array(new Float64Array([1]).buffer)[1] === 0 ? 0 : 1
/** Where each digit begins within its half of the 64-bit key, from the least significant on; the third of each half has ten bits. */
const PASSES: readonly { readonly half: 'low' | 'high'; readonly shift: number }[] = [
  { half: 'low', shift: 0 },
  { half: 'low', shift: 11 },
  { half: 'low', shift: 22 },
  { half: 'high', shift: 0 },
  { half: 'high', shift: 11 },
  { half: 'high', shift: 22 },
]

/** Halves of 64-bit keys whose unsigned order is that of the values. */
function keysOf(values: ArrayLike<number>): { readonly low: Uint32Array; readonly high: Uint32Array } {
  const n = values.length
  const copy = new Float64Array(n)
  // −0 and 0 tie: adding 0 makes one of them.
  for (let i = 0; i < n; i++) copy[i] = values[i]! + 0
  const words = new Uint32Array(copy.buffer)
  const low = new Uint32Array(n)
  const high = new Uint32Array(n)
  for (let i = 0; i < n; i++) {
    const top = words[2 * i + HIGH]!
    const flip = top >>> 31 === 1 ? 0xffffffff : 0
    low[i] = words[2 * i + 1 - HIGH]! ^ flip
    high[i] = top ^ (flip === 0 ? 0x80000000 : flip)
  }
  return { low, high }
}

/**
 * Indices of the values from low to high; ties keep their order. NaN must not be among them. Cost: linear, by sorting the bits of the values digit by
 * digit (Knuth, The Art of Computer Programming 3, 5.2.5, algorithm R); a comparing sort where there are few.
 */
export function ascendingOrder(values: ArrayLike<number>): Uint32Array {
  const n = values.length
  let order = new Uint32Array(n)
  for (let i = 0; i < n; i++) order[i] = i
  if (n < FEW) return order.sort((a, b) => values[a]! - values[b]! || a - b)
  const { low, high } = keysOf(values)
  let other = new Uint32Array(n)
  const starts = new Uint32Array(DIGITS)
  for (const { half, shift } of PASSES) {
    const keys = half === 'low' ? low : high
    starts.fill(0)
    for (let i = 0; i < n; i++) starts[(keys[i]! >>> shift) & MASK]! += 1
    // Where all values share a digit there is nothing to sort.
    if (starts[(keys[0]! >>> shift) & MASK] === n) continue
    let before = 0
    for (let digit = 0; digit < DIGITS; digit++) {
      const count = starts[digit]!
      starts[digit] = before
      before += count
    }
    for (let k = 0; k < n; k++) {
      const i = order[k]!
      const digit = (keys[i]! >>> shift) & MASK
      other[starts[digit]!] = i
      starts[digit]! += 1
    }
    const sorted = other
    other = order
    order = sorted
  }
  return order
}
