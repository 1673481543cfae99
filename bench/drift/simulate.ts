/** One installation: two weeks of baseline, then 30 days of watching, with our monitor and the plain detectors on the same traffic. */
import { createDriftState, createRandom, pushDriftHour, quantile, type DriftAlarm, type DriftOptions } from '@logitscope/core'
import type { Distribution } from './answers.ts'
import { plainDetectors, type PlainDetector } from './plain-detectors.ts'
import { hoursOf, type Change, type TrafficHour } from './traffic.ts'

const WATCHED_HOURS = 30 * 24

export interface Outcome {
  readonly alarms: readonly DriftAlarm[]
  /** Hour of each detector's first call after the baseline (ours: of `within`), from the change where there is one; `null`: none. */
  readonly calls: Readonly<Record<string, number | null>>
  /** Hour of the first call of the shares. */
  readonly mixCall: number | null
  /** Whether the baseline was enough to watch. */
  readonly watched: boolean
  /** Calls before the change. */
  readonly early: Readonly<Record<string, boolean>>
}

export interface Setting {
  readonly strata: readonly Distribution[]
  readonly shares: readonly number[]
  readonly answersPerDay: number
  readonly seed: number
  readonly change: Change
  /** Hours after the baseline at which the change comes. */
  readonly changeAfter: number
  readonly options: Partial<DriftOptions>
}

export const OURS = 'logitscope, within'

function rangeOf(strata: readonly Distribution[], shares: readonly number[], seed: number): readonly [number, number] {
  const random = createRandom(seed)
  const values: number[] = []
  for (let i = 0; i < 300; i++) {
    let pick = random()
    let index = 0
    while (index < shares.length - 1 && pick >= shares[index]!) pick -= shares[index++]!
    const z = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    values.push(strata[index]!.at(z))
  }
  const [low, middle, high] = [0.01, 0.5, 0.99].map((p) => quantile(values, p)) as [number, number, number]
  return [2 * low - middle, 2 * high - middle]
}

export function simulate({ strata, shares, answersPerDay, seed, change, changeAfter, options }: Setting): Outcome {
  const state = createDriftState(options)
  const baselineHours = state.options.baselineWeeks * 168
  const traffic = {
    strata,
    shares,
    answersPerDay,
    random: createRandom(seed),
    changeAt: baselineHours + changeAfter,
    change,
    offset: seed % 24,
  }
  const baseline: TrafficHour[] = []
  let plain: PlainDetector[] = []
  const alarms: DriftAlarm[] = []
  const calls: Record<string, number | null> = { [OURS]: null }
  const early: Record<string, boolean> = {}
  let mixCall: number | null = null
  const note = (name: string, hour: number): void => {
    if (hour < traffic.changeAt && Number.isFinite(traffic.changeAt)) early[name] = true
    else calls[name] ??= hour + 1 - (Number.isFinite(traffic.changeAt) ? traffic.changeAt : baselineHours)
  }
  let hour = -1
  for (const one of hoursOf(traffic, rangeOf(strata, shares, seed), baselineHours + WATCHED_HOURS)) {
    hour += 1
    if (hour < baselineHours) baseline.push(one)
    else if (plain.length === 0) plain = plainDetectors(baseline)
    for (const alarm of pushDriftHour(state, one.hour)) {
      alarms.push(alarm)
      if (alarm.component === 'mix') mixCall ??= hour
      else note(OURS, hour)
    }
    for (const detector of plain) {
      calls[detector.name] ??= null
      if (detector.push(one)) note(detector.name, hour)
    }
  }
  return { alarms, calls, mixCall, watched: state.streams !== null, early }
}
