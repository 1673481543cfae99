import type { QuietHours } from './types.ts'

const formatters = new Map<string, Intl.DateTimeFormat>()
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const DAY_MINUTES = 24 * 60

function formatterFor(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone)
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', { timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    formatters.set(zone, formatter)
  }
  return formatter
}

/** Minutes after midnight of `HH:MM`; `NaN` where it is not a time of day. */
export function minutesOfDay(time: string): number {
  const match = /^(\d{2}):(\d{2})$/.exec(time)
  if (match === null) return NaN
  const hours = Number(match[1])
  const minutes = Number(match[2])
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : NaN
}

/** Whether `zone` is an IANA time zone that this platform knows. */
export function isTimeZone(zone: string): boolean {
  try {
    formatterFor(zone)
    return true
  } catch {
    return false
  }
}

/**
 * Whether an instant (epoch ms) lies in the quiet hours, by the wall clock of their zone: daylight saving is followed.
 * A span that passes midnight belongs to the day on which it begins. An unknown zone or a malformed time is never quiet:
 * an alert too many is better than one that is lost.
 */
export function isQuiet(hours: QuietHours, atMs: number): boolean {
  const from = minutesOfDay(hours.from)
  const to = minutesOfDay(hours.to)
  if (Number.isNaN(from) || Number.isNaN(to) || !isTimeZone(hours.zone) || !Number.isFinite(atMs)) return false
  const parts = new Map(
    formatterFor(hours.zone)
      .formatToParts(atMs)
      .map((part) => [part.type, part.value]),
  )
  const now = Number(parts.get('hour')) * 60 + Number(parts.get('minute'))
  const today = DAYS.indexOf(parts.get('weekday') ?? '')
  const begins = (day: number): boolean => hours.days === undefined || hours.days.includes((day + 7) % 7)
  const length = to > from ? to - from : DAY_MINUTES - from + to
  if (now >= from && now < from + length) return begins(today)
  return now + DAY_MINUTES < from + length && begins(today - 1)
}
