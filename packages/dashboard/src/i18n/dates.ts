/** Dates and durations as the language writes them, in the reader's own zone. */
import { numbers, shownLocale } from './current.ts'

const cache = new Map<string, Intl.DateTimeFormat>()

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  // British English: days before months and 24 hours, as the rest of the world reads them.
  const tag = shownLocale() === 'tr' ? 'tr-TR' : 'en-GB'
  const key = tag + JSON.stringify(options)
  let found = cache.get(key)
  if (found === undefined) cache.set(key, (found = new Intl.DateTimeFormat(tag, options)))
  return found
}

/** `25 Nov 2026, 14:03:21` */
export function fullTime(at: number): string {
  return format({ dateStyle: 'medium', timeStyle: 'medium' }).format(at)
}

/** `14:03:21`, and the day before it where it is not today. */
export function shortTime(at: number, now: number = Date.now()): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString()
  return format(
    isToday
      ? { hour: '2-digit', minute: '2-digit', second: '2-digit' }
      : { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  ).format(at)
}

/** What a tick of a time axis says: the hour, or the day at midnight and on long axes. */
export function tickTime(at: number, stepMs: number): string {
  const isMidnight = new Date(at).getHours() === 0 && new Date(at).getMinutes() === 0
  if (stepMs >= 86_400_000 || isMidnight) return format({ day: 'numeric', month: 'short' }).format(at)
  return format({ hour: '2-digit', minute: '2-digit' }).format(at)
}

/** A duration in the unit that keeps it readable: `840 ms`, `3.2 s`, `4.1 min`. */
export function duration(ms: number | null): string {
  const { number } = numbers()
  if (ms === null) return number(null)
  if (ms < 1_000) return `${number(ms, ms < 10 && ms > 0 ? 1 : 0)} ms`
  const isTurkish = shownLocale() === 'tr'
  const whole = (value: number, decimals: number): string => number(value, Number.isInteger(value) ? 0 : decimals)
  if (ms < 60_000) return `${whole(ms / 1_000, ms < 10_000 ? 2 : 1)} ${isTurkish ? 'sn' : 's'}`
  if (ms < 5_400_000) return `${whole(ms / 60_000, 1)} ${isTurkish ? 'dk' : 'min'}`
  return ms < 172_800_000
    ? `${whole(ms / 3_600_000, 1)} ${isTurkish ? 'sa' : 'h'}`
    : `${whole(ms / 86_400_000, 1)} ${isTurkish ? 'gün' : 'd'}`
}

/** Bytes in the unit that keeps them readable. */
export function byteSize(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000
    unit++
  }
  return `${numbers().number(value, unit === 0 || value >= 100 ? 0 : 1)} ${units[unit] ?? ''}`
}

/** A large count, shortened: `12.4K`, `3.1M`; small ones in full. */
export function shortCount(value: number): string {
  const { integer, number } = numbers()
  if (value < 10_000) return integer(value)
  if (value < 1_000_000) return `${number(value / 1_000, value < 100_000 ? 1 : 0)}${shownLocale() === 'tr' ? ' B' : 'K'}`
  return `${number(value / 1_000_000, value < 100_000_000 ? 1 : 0)}${shownLocale() === 'tr' ? ' Mn' : 'M'}`
}
