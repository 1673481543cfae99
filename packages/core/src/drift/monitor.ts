import { quantile } from '../numeric/index.ts'
import { DRIFT_DEFAULTS } from './defaults.ts'
import { addToHour, closeHour, HOUR_MS, keyOf, nameOf, openHour, OTHER_STRATUM } from './hours.ts'
import { startWatch } from './streams.ts'
import type { DriftAlarm, DriftHour, DriftObservation, DriftOptions, DriftState } from './types.ts'
import { watchHour } from './watch.ts'

/** Share of answers beyond which the range of a metric is taken further out by the distance to the middle. */
const RANGE_TAIL = 0.01

function checkOptions({ metrics, budget, horizonHours, baselineWeeks, windowHours }: DriftOptions): void {
  if (metrics.length === 0) throw new RangeError('createDriftState requires at least one metric')
  if (!(budget > 0 && budget < 1)) throw new RangeError(`createDriftState requires a budget in (0, 1), got ${budget}`)
  if (!(Number.isInteger(baselineWeeks) && baselineWeeks >= 2)) {
    throw new RangeError(`createDriftState requires a baseline of 2 whole weeks or more, got ${baselineWeeks}`)
  }
  if (!(horizonHours >= 1 && windowHours >= 168)) {
    throw new RangeError(
      `createDriftState requires a horizon of an hour and a window of a week or more, got ${horizonHours} and ${windowHours}`,
    )
  }
}

/**
 * A monitor that has seen nothing: it learns a baseline first. The state is plain data: it may be kept as JSON and handed in again.
 * Throws a `RangeError` for options that cannot work.
 */
export function createDriftState(options: Partial<DriftOptions> = {}): DriftState {
  const all = { ...DRIFT_DEFAULTS, ...options }
  checkOptions(all)
  return {
    schema: 2,
    options: all,
    held: [],
    ranges: {},
    strata: [],
    open: null,
    hours: [],
    baselineBlocks: {},
    streams: null,
    watchedFrom: null,
    late: 0,
    leftOut: 0,
  }
}

function rangeOf(values: readonly number[]): readonly [low: number, high: number] {
  const [low, middle, high] = [RANGE_TAIL, 0.5, 1 - RANGE_TAIL].map((p) => quantile(values, p)) as [number, number, number]
  return [2 * low - middle, 2 * high - middle]
}

function fixRanges(state: DriftState, held: readonly DriftObservation[]): void {
  for (const metric of state.options.metrics) {
    const values = held.flatMap(({ values: of }) => {
      const value = of[metric]
      return value !== null && value !== undefined && Number.isFinite(value) ? [value] : []
    })
    if (values.length > 0) state.ranges[keyOf(metric)] = rangeOf(values)
  }
}

function stratumOf(state: DriftState, name: string): string {
  const { strata, options } = state
  if (strata.includes(name)) return name
  // After the baseline a new one is none of those that it knows.
  if (state.streams !== null || strata.length >= options.strataLimit) return OTHER_STRATUM
  strata.push(name)
  return name
}

/**
 * Takes a closed hour as it is, for hours that were summed up elsewhere. Hours come in ascending order: another one is a `RangeError`.
 * Returns the alarms that it raises.
 */
export function pushDriftHour(state: DriftState, hour: DriftHour): readonly DriftAlarm[] {
  const last = state.hours[state.hours.length - 1]?.hour ?? (state.watchedFrom === null ? -Infinity : state.watchedFrom - 1)
  if (!(hour.hour > last)) throw new RangeError(`pushDriftHour requires hours in ascending order, got ${hour.hour} after ${last}`)
  for (const key of Object.keys(hour.strata)) stratumOf(state, nameOf(key))
  if (state.streams !== null) return watchHour(state, hour)
  state.hours.push(hour)
  startWatch(state)
  return []
}

function take(state: DriftState, observation: DriftObservation): readonly DriftAlarm[] {
  const hour = Math.floor(observation.at / HOUR_MS)
  let alarms: readonly DriftAlarm[] = []
  if (state.open !== null && hour > state.open.hour) {
    const closed = closeHour(state.open)
    state.open = null
    alarms = pushDriftHour(state, closed)
  }
  const last = state.open?.hour ?? (state.hours[state.hours.length - 1]?.hour ?? (state.watchedFrom ?? -Infinity) - 1) + 1
  if (hour < last) {
    state.late += 1
    return alarms
  }
  state.open ??= openHour(hour)
  if (!addToHour(state.open, observation, stratumOf(state, observation.stratum), state)) state.leftOut += 1
  return alarms
}

/**
 * Takes one answer, in about the order of time; returns the alarms that the end of the hour before raised. An answer whose hour is closed is
 * counted as late and not used. Throws a `RangeError` for a time that is no number.
 */
export function pushDrift(state: DriftState, observation: DriftObservation): readonly DriftAlarm[] {
  if (!Number.isFinite(observation.at)) throw new RangeError(`pushDrift requires a time in ms, got ${observation.at}`)
  if (state.held === null) return take(state, observation)
  state.held.push(observation)
  if (state.held.length < state.options.rangeAnswers) return []
  const held = [...state.held].sort((a, b) => a.at - b.at)
  state.held = null
  fixRanges(state, held)
  return held.flatMap((one) => take(state, one))
}

/** Closes the open hour where it is over at `nowMs`; returns the alarms that this raises. For groups in which nothing comes any more. */
export function advanceDrift(state: DriftState, nowMs: number): readonly DriftAlarm[] {
  if (state.open === null || Math.floor(nowMs / HOUR_MS) <= state.open.hour) return []
  const closed = closeHour(state.open)
  state.open = null
  return pushDriftHour(state, closed)
}

/** Whether a drift alarm stands, so that promises are suspended. */
export function isDrifting(state: DriftState): boolean {
  return state.streams?.some(({ alarm }) => alarm !== null) === true
}

/** Learns the baseline anew from here on, as after a change that was meant: what was learned and raised is forgotten, counts stay. */
export function relearnDrift(state: DriftState): void {
  Object.assign(state, {
    ...createDriftState(state.options),
    late: state.late,
    leftOut: state.leftOut,
  } satisfies DriftState)
}
