/** The span of time that a page looks at: the last so-and-so long, everything, or two instants. */
import type { Bucket } from '@logitscope/core'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export const SPANS = ['1h', '6h', '24h', '7d', '30d', 'all'] as const
export type Span = (typeof SPANS)[number]
export const DEFAULT_SPAN: Span = '24h'

const LENGTH: Readonly<Record<Exclude<Span, 'all'>, number>> = { '1h': HOUR, '6h': 6 * HOUR, '24h': DAY, '7d': 7 * DAY, '30d': 30 * DAY }

export interface TimeRange {
  /** Epoch ms, [from, to), on whole minutes: statistics are kept by the minute. */
  readonly from: number
  readonly to: number
  readonly bucket: Bucket
}

/** Minutes for hours, hours for days, days for months: a few hundred points at most, whatever the span. */
export function bucketFor(lengthMs: number): Bucket {
  if (lengthMs <= 7 * HOUR) return 'minute'
  return lengthMs <= 15 * DAY ? 'hour' : 'day'
}

const floor = (at: number): number => Math.floor(at / MINUTE) * MINUTE
const ceil = (at: number): number => Math.ceil(at / MINUTE) * MINUTE

/** Epoch ms of a span that ends now. `all` reaches from the oldest to the newest answer; with none it is the last day. */
export function spanRange(span: Span, now: number, stored: { readonly oldest: number | null; readonly newest: number | null }): TimeRange {
  const to = ceil(now + 1)
  if (span === 'all') {
    if (stored.oldest === null || stored.newest === null) return { from: to - DAY, to, bucket: 'hour' }
    const from = floor(stored.oldest)
    const end = Math.max(ceil(stored.newest + 1), from + MINUTE)
    return { from, to: end, bucket: bucketFor(end - from) }
  }
  return { from: to - LENGTH[span], to, bucket: bucketFor(LENGTH[span]) }
}

/** Two instants as a range. */
export function fixedRange(from: number, to: number): TimeRange {
  return { from, to, bucket: bucketFor(to - from) }
}
