/** How long a row of a rollup is. */
export type Level = 0 | 1 | 2

export const MINUTE = 0 as const
export const HOUR = 1 as const
export const DAY = 2 as const
export const LEVELS: readonly Level[] = [MINUTE, HOUR, DAY]

/** Length of a level's rows, in minutes. */
export const LEVEL_MINUTES: readonly [minute: number, hour: number, day: number] = [1, 60, 1_440]

export const MINUTE_MS = 60_000

const MINUTES = 2 ** 27
const GROUPS = 2 ** 20
/** Reaches to the year 2225; what is dated later or before 1970 stands in the last or first minute. */
const LAST_MINUTE = MINUTES - 1

/** The minute that holds an instant, counted from 1970. */
export function minuteOf(epochMs: number): number {
  return Math.min(LAST_MINUTE, Math.max(0, Math.floor(epochMs / MINUTE_MS)))
}

/** The first minute of the row of a level that holds a minute. */
export function rowMinute(level: Level, minute: number): number {
  return minute - (minute % LEVEL_MINUTES[level])
}

/** Key of a row: level, group and first minute in one whole number below 2^53, so that the rows of a group stand together in the order of time. */
export function rollupKey(level: Level, group: number, minute: number): number {
  return (level * GROUPS + group) * MINUTES + minute
}

export function minuteOfKey(key: number): number {
  return key % MINUTES
}
