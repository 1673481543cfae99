// RFC 9562, section 5.7: 48 bits of epoch milliseconds, version, 12 random bits, variant, 62 random bits.

const LARGEST_MS = 2 ** 48 - 1

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}

/**
 * A version 7 UUID: sorts by time, and needs no agreement between those who make them.
 * Two made in the same millisecond have no order.
 *
 * @param nowMs epoch milliseconds, 0 to 2^48 − 1; the fraction is dropped. Anything else is a `RangeError`.
 * @param random gives numbers in [0, 1) with at least 32 random bits, such as `Math.random`; called three times.
 *
 * @example
 * uuidv7(1645557742000, () => 0) // '017f22e2-79b0-7000-8000-000000000000'
 */
export function uuidv7(nowMs: number, random: () => number): string {
  const ms = Math.floor(nowMs)
  if (!(ms >= 0 && ms <= LARGEST_MS)) throw new RangeError(`uuidv7 requires epoch milliseconds in [0, 2^48), got ${nowMs}`)
  const time = hex(ms, 12)
  const first = hex(Math.floor(random() * 2 ** 12), 3)
  const middle = hex(2 ** 31 + Math.floor(random() * 2 ** 30), 8)
  const last = hex(Math.floor(random() * 2 ** 32), 8)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${first}-${middle.slice(0, 4)}-${middle.slice(4)}${last}`
}
