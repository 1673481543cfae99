/** Where values lie on a chart's axis, and which ones are named. */

export interface LinearScale {
  readonly low: number
  readonly high: number
  /** Round values between them, ascending. */
  readonly ticks: readonly number[]
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = rough / power
  return (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10) * power
}

/** An axis from round to round value that holds all finite values; `null` where there is none. Equal values get room on both sides. */
export function linearScale(
  values: Iterable<number | null>,
  options: { readonly zero?: boolean; readonly count?: number } = {},
): LinearScale | null {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    if (value === null || !Number.isFinite(value)) continue
    if (value < low) low = value
    if (value > high) high = value
  }
  if (low > high) return null
  if (options.zero === true) {
    low = Math.min(low, 0)
    high = Math.max(high, 0)
  }
  if (low === high) {
    const room = Math.abs(low) * 0.1 || 1
    if (options.zero !== true) low -= room
    high += room
  }
  const step = niceStep((high - low) / (options.count ?? 4))
  const first = Math.floor(low / step + 1e-9)
  const last = Math.ceil(high / step - 1e-9)
  const ticks: number[] = []
  for (let i = first; i <= last; i++) ticks.push(Number((i * step).toPrecision(12)) + 0)
  return { low: first * step + 0, high: last * step + 0, ticks }
}

/** How many decimals tell neighbouring ticks apart. */
export function tickDecimals(ticks: readonly number[]): number {
  const step = Math.abs((ticks[1] ?? 1) - (ticks[0] ?? 0))
  return step === 0 ? 0 : Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9)))
}

const MINUTE = 60_000
const HOUR = 3_600_000
const DAY = 86_400_000
const TIME_STEPS = [
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
  90 * DAY,
  365 * DAY,
]

/** Round instants of the reader's zone in [from, to), at most `most` of them. `offsetMs`: local minus universal time. */
export function timeTicks(
  from: number,
  to: number,
  most: number,
  offsetMs: number,
): { readonly ticks: readonly number[]; readonly stepMs: number } {
  const stepMs = TIME_STEPS.find((step) => (to - from) / step <= most) ?? 365 * DAY
  const ticks: number[] = []
  for (let at = Math.ceil((from + offsetMs) / stepMs) * stepMs - offsetMs; at < to; at += stepMs) ticks.push(at)
  return { ticks, stepMs }
}
