import type { Bucket } from '@logitscope/core'
import { StoreError } from '../../contract/store-error.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const MOST_BUCKETS = 20_000

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known !== undefined) return known
  try {
    const options = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const
    const formatter = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', calendar: 'iso8601', ...options })
    formatters.set(zone, formatter)
    return formatter
  } catch (cause) {
    throw new StoreError('bad-request', `there is no time zone ${JSON.stringify(zone)}; use an IANA name such as Europe/Istanbul`, {
      cause,
    })
  }
}

/** How far clocks of a zone are ahead of UTC at an instant, ms. */
function offsetAt(zone: string, at: number): number {
  if (zone === 'UTC') return 0
  const parts: Record<string, number> = {}
  for (const { type, value } of formatterOf(zone).formatToParts(at)) parts[type] = Number(value)
  const { year, month, day, hour, minute, second } = parts as Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>
  return Date.UTC(year, month - 1, day, hour, minute, second) - (at - (((at % 1000) + 1000) % 1000))
}

/** The instant at which clocks of a zone show a time of day, given as if it were UTC. */
function instantOf(zone: string, local: number): number {
  const guess = local - offsetAt(zone, local)
  return local - offsetAt(zone, guess)
}

function startOf(bucket: Bucket, zone: string, at: number): number {
  if (bucket === 'minute') return Math.floor(at / MINUTE_MS) * MINUTE_MS
  const offset = offsetAt(zone, at)
  if (bucket === 'hour') return Math.floor((at + offset) / HOUR_MS) * HOUR_MS - offset
  return instantOf(zone, Math.floor((at + offset) / DAY_MS) * DAY_MS)
}

function nextOf(bucket: Bucket, zone: string, start: number): number {
  if (bucket === 'minute') return start + MINUTE_MS
  if (bucket === 'hour') return start + HOUR_MS
  // Noon of the next day is in it whatever the clocks do at midnight.
  return startOf('day', zone, start + DAY_MS * 1.5)
}

/**
 * The instants at which the buckets of [from, to) begin, in clocks of a zone; the first may begin before `from`. Days follow the clocks: where
 * they are put forward or back a day has 23 or 25 hours. Throws a `StoreError` `bad-request` on an unknown zone and on too many buckets.
 */
export function bucketStarts(from: number, to: number, bucket: Bucket, zone: string): readonly number[] {
  formatterOf(zone)
  const length = bucket === 'minute' ? MINUTE_MS : bucket === 'hour' ? HOUR_MS : DAY_MS
  if ((to - from) / length > MOST_BUCKETS)
    throw new StoreError(
      'bad-request',
      `the time from ${from} to ${to} has more than ${MOST_BUCKETS} buckets of a ${bucket}; choose larger ones`,
    )
  const starts: number[] = []
  for (let at = startOf(bucket, zone, from); at < to; at = nextOf(bucket, zone, at)) starts.push(at)
  return starts
}
