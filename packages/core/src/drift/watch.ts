import { addCompared, compareHour, createWeeklySums, type ComparedHour } from './compare.ts'
import { mixtureRadius } from './confidence-sequence.ts'
import { readFast } from './fast-detector.ts'
import { HOUR_MS, HOURS_OF_WEEK, keyOf, nameOf } from './hours.ts'
import { WHOLE } from './series.ts'
import { readSlow } from './slow-detector.ts'
import { splitChange } from './split-change.ts'
import { BUDGET_PARTS, seriesOf, stratumName } from './streams.ts'
import type { DriftAlarm, DriftExample, DriftHour, DriftSize, DriftState, DriftStreamState } from './types.ts'

const SIZE_ALPHA = 0.05
const EXAMPLES = 5
const RARE_COUNT = 10
/** The slow detector is asked once a day. */
const SLOW_EVERY = 24

/** The hours of the window as a stream sees them, kept beside the state: they follow from it. */
const cache = new WeakMap<DriftStreamState, ComparedHour[]>()

const compareIn = (hour: DriftHour, stream: DriftStreamState): ComparedHour => compareHour(seriesOf(hour, stream), stream.baseline)

function comparedHours(state: DriftState, stream: DriftStreamState): ComparedHour[] {
  let list = cache.get(stream)
  const last = state.hours[state.hours.length - 1]
  if (list === undefined || last === undefined) cache.set(stream, (list = state.hours.map((hour) => compareIn(hour, stream))))
  else if (list[list.length - 1]?.hour !== last.hour) list.push(compareIn(last, stream))
  const first = state.hours[0]?.hour ?? 0
  while (list[0] !== undefined && list[0].hour < first) list.shift()
  return list
}

function examplesOf(hours: readonly DriftHour[], stream: DriftStreamState, direction: 'down' | 'up', metric: string): DriftExample[] {
  const sign = direction === 'down' ? 1 : -1
  const { stratum } = stream
  return hours
    .flatMap(({ examples }) => {
      const own = examples[keyOf(metric)]
      if (own === undefined) return []
      return stratum !== null ? [...own.low, ...own.high] : direction === 'down' ? own.low : own.high
    })
    .filter((one) => stratum === null || (direction === 'up') === (one.stratum === nameOf(stratum)))
    .sort((a, b) => sign * (a.value - b.value))
    .filter((one, i, all) => all.findIndex((other) => other.traceId === one.traceId) === i)
    .slice(0, EXAMPLES)
}

interface Called {
  readonly detector: 'fast' | 'slow'
  readonly since: number
  readonly size: DriftSize
}

function alarmOf(state: DriftState, stream: DriftStreamState, hour: number, { detector, since, size }: Called): DriftAlarm {
  const { component } = stream
  const hours = state.hours.filter((one) => one.hour >= since)
  const direction = size.estimate < 0 ? 'down' : 'up'
  const metric = component === 'mix' ? state.options.metrics[0]! : stream.metric
  const own = state.streams?.find((one) => one.component === 'within' && one.metric === metric)
  return {
    kind: 'drift-alarm',
    component,
    detector,
    metric: stream.metric,
    stratum: stratumName(stream),
    direction,
    size,
    since: since * HOUR_MS,
    at: (hour + 1) * HOUR_MS,
    split: own === undefined ? null : { metric, ...splitChange(hours, metric, own.baseline, state.baselineBlocks) },
    blocks: comparedHours(state, stream).reduce((sum, one) => sum + (one.hour >= since ? one.blocks : 0), 0),
    examples: examplesOf(hours, stream, direction, metric),
    suspendsPromises: true,
  }
}

/** Few blocks of a rare stratum are far from normal: so many that it is expected some times among them. */
function leastBlocks(state: DriftState, { component, baseline }: DriftStreamState): number {
  const { changeBlocks } = state.options
  if (component === 'within') return changeBlocks
  const share = baseline.strata[WHOLE]?.mean ?? 0.5
  return Math.max(changeBlocks, RARE_COUNT / Math.min(share, 1 - share))
}

/**
 * The fast detectors of a family: their evidence together, told by the first stream that suffices alone, else by the one that has the most of it.
 */
function fastCall(state: DriftState, family: readonly DriftStreamState[]): (Called & { readonly stream: DriftStreamState }) | null {
  const { options } = state
  const readings = family.map((stream) => {
    const reading = readFast(comparedHours(state, stream), stream.baseline, options, leastBlocks(state, stream))
    stream.logEvidence = reading.start === null ? null : reading.logEvidence
    return { stream, ...reading }
  })
  const [first, ...others] = readings
  if (first === undefined) return null
  const best = others.reduce((a, b) => (b.logEvidence > a.logEvidence ? b : a), first)
  if (best.start === null) return null
  const mean = readings.reduce((sum, one) => sum + Math.exp(one.logEvidence - best.logEvidence), 0) / readings.length
  if (best.logEvidence + Math.log(mean) < best.stream.logThreshold) return null
  const { stream, start } = readings.find((one) => one.start !== null && one.logEvidence >= one.stream.logThreshold) ?? best
  if (start === null) return null
  const { information, score, hour } = start
  const estimate = score / information
  const radius = mixtureRadius(information, options.typicalShift * stream.baseline.deviation, SIZE_ALPHA / options.windowHours)
  return { stream, detector: 'fast', since: hour, size: { estimate, low: estimate - radius, high: estimate + radius } }
}

function slowCall(state: DriftState, stream: DriftStreamState, hour: number): Called | null {
  const { options, hours } = state
  const from = state.watchedFrom!
  const list = comparedHours(state, stream)
  const { baseline, budget, all } = stream
  addCompared(all, list[list.length - 1]!)
  const before = hours[hours.length - 2]?.hour ?? from
  if (Math.floor((hour - from) / SLOW_EVERY) === Math.floor((before - from) / SLOW_EVERY)) return null
  if (readSlow(all, baseline, options, BUDGET_PARTS.slow * budget).apart)
    return { detector: 'slow', since: from, size: readSlow(all, baseline, options, SIZE_ALPHA).size }
  const weeks = Math.ceil(options.horizonHours / HOURS_OF_WEEK)
  const since = hour - ((hour - from) % HOURS_OF_WEEK)
  const week = createWeeklySums()
  for (const one of list) if (one.hour >= since) addCompared(week, one)
  if (!readSlow(week, baseline, options, (BUDGET_PARTS.weekly * budget) / weeks).apart) return null
  return { detector: 'slow', since, size: readSlow(week, baseline, options, SIZE_ALPHA).size }
}

/** Puts a closed hour to every family of streams that has no alarm yet: one alarm speaks for all of a family. */
export function watchHour(state: DriftState, hour: DriftHour): DriftAlarm[] {
  const { options, streams } = state
  if (streams === null) return []
  state.hours.push(hour)
  while (state.hours[0] !== undefined && state.hours[0].hour <= hour.hour - options.windowHours) state.hours.shift()
  const alarms: DriftAlarm[] = []
  for (const name of new Set(streams.map(({ family }) => family))) {
    const family = streams.filter((one) => one.family === name)
    if (family.some(({ alarm }) => alarm !== null)) continue
    const slow = family.flatMap((stream) => {
      const called = slowCall(state, stream, hour.hour)
      return called === null ? [] : [{ stream, ...called }]
    })
    const called = fastCall(state, family) ?? slow[0]
    if (called === undefined) continue
    called.stream.alarm = alarmOf(state, called.stream, hour.hour, called)
    alarms.push(called.stream.alarm)
  }
  return alarms
}
