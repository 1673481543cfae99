import { LEVEL_MINUTES, LEVELS, MINUTE_MS, rowMinute, type Level } from './keys.ts'

/** Rows of one level whose first minutes lie in [from, to). */
export interface Stretch {
  readonly level: Level
  readonly from: number
  readonly to: number
}

/** What of a time rollups hold, and the ends of less than a minute, which rows must be read for. */
export interface Cover {
  readonly stretches: readonly Stretch[]
  /** Epoch ms, [from, to). */
  readonly ends: readonly (readonly [from: number, to: number])[]
}

const COARSEST_FIRST: readonly Level[] = [...LEVELS].reverse()

function pushStretch(stretches: Stretch[], stretch: Stretch): void {
  const last = stretches.at(-1)
  if (last?.level === stretch.level && last.to === stretch.from) stretches[stretches.length - 1] = { ...last, to: stretch.to }
  else stretches.push(stretch)
}

/** Covers the minutes [from, to) with as few rows as there can be. */
function coverMinutes(from: number, to: number, stretches: Stretch[]): void {
  for (let at = from; at < to;) {
    const level = COARSEST_FIRST.find((one) => at === rowMinute(one, at) && at + LEVEL_MINUTES[one] <= to)!
    const length = LEVEL_MINUTES[level]
    const next = LEVEL_MINUTES[(level + 1) as Level] as number | undefined
    // As many rows of this level as there are before a coarser one may begin, or before the end.
    const border = next === undefined ? to : Math.min(to, Math.ceil((at + 1) / next) * next)
    const end = at + Math.max(1, Math.floor((border - at) / length)) * length
    pushStretch(stretches, { level, from: at, to: end })
    at = end
  }
}

/**
 * Covers [from, to) epoch ms, cut at the given instants, so that no row lies across a cut. The cuts must be on whole minutes.
 */
export function cover(from: number, to: number, cuts: readonly number[] = []): Cover {
  const first = Math.ceil(from / MINUTE_MS)
  const last = Math.floor(to / MINUTE_MS)
  if (first > last) return { stretches: [], ends: from < to ? [[from, to]] : [] }
  const ends: [number, number][] = []
  if (from < first * MINUTE_MS) ends.push([from, Math.min(to, first * MINUTE_MS)])
  if (to > last * MINUTE_MS) ends.push([last * MINUTE_MS, to])
  const stretches: Stretch[] = []
  let at = first
  for (const cut of cuts) {
    const minute = Math.floor(cut / MINUTE_MS)
    if (minute <= at || minute >= last) continue
    coverMinutes(at, minute, stretches)
    at = minute
  }
  coverMinutes(at, last, stretches)
  return { stretches, ends }
}
