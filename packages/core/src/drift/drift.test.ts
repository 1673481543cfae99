import { describe, expect, it } from 'vitest'
import { createRandom, standardNormal } from '../numeric/index.ts'
import { addToHour, blockWeight, closeHour, openHour } from './hours.ts'
import {
  advanceDrift,
  createDriftState,
  driftBudgetShare,
  isDrifting,
  logNormalMixture,
  mixtureRadius,
  pushDrift,
  pushDriftHour,
  relearnDrift,
  type DriftAlarm,
  type DriftObservation,
  type DriftState,
} from './index.ts'

const HOUR = 3_600_000
const WEEK = 168
/** A Monday. */
const FROM = 96

interface Traffic {
  readonly seed: number
  readonly hours: number
  /** Added to values from this hour on. */
  readonly shift?: { readonly at: number; readonly by: number; readonly only?: string }
  /** Share of `b` from this hour on. */
  readonly mix?: { readonly at: number; readonly share: number }
  readonly sessions?: number
}

/** Sessions of three like answers, of two templates that differ by 1 nat, with a day's cycle. */
function* answers({ seed, hours, shift, mix, sessions = 8 }: Traffic): Generator<DriftObservation> {
  const random = createRandom(seed)
  for (let hour = 0; hour < hours; hour++) {
    for (let s = 0; s < sessions; s++) {
      const stratum = random() < (mix !== undefined && hour >= mix.at ? mix.share : 0.4) ? 'b' : 'a'
      const own = standardNormal(random)
      for (let i = 0; i < 3; i++) {
        let value = (stratum === 'b' ? -2 : -1) + 0.2 * own + 0.3 * standardNormal(random) + 0.1 * Math.sin((Math.PI * hour) / 12)
        if (shift !== undefined && hour >= shift.at && (shift.only ?? stratum) === stratum) value += shift.by
        yield {
          traceId: `${hour}-${s}-${i}`,
          at: (FROM + hour) * HOUR + s * 60_000 + i,
          session: `session ${hour} ${s}`,
          stratum,
          values: { avgLogprob: value },
        }
      }
    }
  }
}

function runAll(
  traffic: Traffic,
  state: DriftState = createDriftState(),
  again: (state: DriftState) => DriftState = (same) => same,
): DriftAlarm[] {
  const alarms: DriftAlarm[] = []
  let now = state
  for (const one of answers(traffic)) {
    alarms.push(...pushDrift(now, one))
    if (one.traceId.endsWith('-0-0')) now = again(now)
  }
  alarms.push(...advanceDrift(now, (FROM + traffic.hours + 1) * HOUR))
  return alarms
}

const CHANGE = 2 * WEEK + 40

describe('the monitor', () => {
  it('is silent while nothing changes', () => {
    const state = createDriftState()
    expect(runAll({ seed: 1, hours: 5 * WEEK }, state)).toEqual([])
    expect(state.watchedFrom).toBe(FROM + 2 * WEEK)
    expect(isDrifting(state)).toBe(false)
    expect(state.streams!.map(({ component, stratum }) => [component, stratum])).toEqual([
      ['within', null],
      ['mix', ':a'],
    ])
  })

  const traffic = { seed: 2, hours: 4 * WEEK, shift: { at: CHANGE, by: -0.15 } }

  it('finds a change inside the strata, and says how large it is, since when, and where to look', () => {
    const [alarm, ...more] = runAll(traffic)
    expect(more).toEqual([])
    expect(alarm).toMatchObject({
      kind: 'drift-alarm',
      component: 'within',
      detector: 'fast',
      metric: 'avgLogprob',
      stratum: null,
      direction: 'down',
      suspendsPromises: true,
    })
    const { size, since, at, split, examples } = alarm!
    expect(size.low).toBeLessThan(-0.15)
    expect(size.high).toBeGreaterThan(-0.15)
    expect(size.high).toBeLessThan(0)
    expect(at / HOUR - FROM).toBeGreaterThan(CHANGE)
    expect(at / HOUR - FROM).toBeLessThan(CHANGE + 48)
    expect(Math.abs(since / HOUR - FROM - CHANGE)).toBeLessThan(24)
    expect(split!.total).toBeCloseTo(split!.mix + split!.within, 12)
    expect(split!.within).toBeCloseTo(-0.15, 1)
    expect(Math.abs(split!.mix)).toBeLessThan(0.1)
    expect(examples).toHaveLength(5)
    for (const { traceId, value } of examples) {
      expect(Number(traceId.split('-')[0])).toBeGreaterThanOrEqual(since / HOUR - FROM)
      expect(value).toBeLessThan(-2)
    }
  })

  it('goes on from JSON as if nothing had been', () => {
    const restored = runAll(traffic, createDriftState(), (state) => JSON.parse(JSON.stringify(state)) as DriftState)
    expect(restored).toEqual(runAll(traffic))
  })

  it('tells other shares from other answers', () => {
    const alarms = runAll({ seed: 3, hours: 4 * WEEK, mix: { at: CHANGE, share: 0.75 } })
    expect(alarms.map(({ component }) => component)).toEqual(['mix'])
    expect(alarms[0]).toMatchObject({ stratum: 'a', direction: 'down', metric: 'share' })
    expect(alarms[0]!.split!.mix).toBeCloseTo(-0.35, 0.8)
    expect(Math.abs(alarms[0]!.split!.within)).toBeLessThan(0.1)
    expect(alarms[0]!.size.low).toBeLessThan(-0.35)
    expect(alarms[0]!.size.high).toBeGreaterThan(-0.35)
  })

  it('splits a change of both kinds', () => {
    const alarms = runAll({ seed: 4, hours: 4 * WEEK, mix: { at: CHANGE, share: 0.75 }, shift: { at: CHANGE, by: -0.2, only: 'b' } })
    const { split } = alarms.find(({ component }) => component === 'within')!
    // 0.35 more of what is 1 nat lower; three quarters lose 0.2.
    expect(split!.mix).toBeCloseTo(-0.35, 0.8)
    expect(split!.within).toBeCloseTo(-0.15, 1)
  })

  it('raises one alarm, and learns anew when told', () => {
    const state = createDriftState()
    expect(runAll({ ...traffic, hours: 6 * WEEK }, state)).toHaveLength(1)
    expect(isDrifting(state)).toBe(true)
    relearnDrift(state)
    expect(isDrifting(state)).toBe(false)
    expect(state.streams).toBeNull()
  })

  it('puts the evidence of metrics that are views of one thing together: one alarm, told by the one that shows it best', () => {
    const both = { metrics: ['avgLogprob', 'noise'], budget: 0.01 }
    const noise = createRandom(21)
    const run = (together: boolean): { state: DriftState; alarms: DriftAlarm[] } => {
      const state = createDriftState({ ...both, together })
      const alarms: DriftAlarm[] = []
      for (const one of answers({ ...traffic, shift: { at: CHANGE, by: -0.3 } }))
        alarms.push(
          ...pushDrift(state, {
            ...one,
            // The second metric follows the first one with much noise.
            values: { ...one.values, noise: one.values['avgLogprob']! + 3 * standardNormal(noise) },
          }),
        )
      return { state, alarms }
    }
    const { state, alarms } = run(true)
    expect(alarms.map(({ metric, component }) => [metric, component])).toEqual([['avgLogprob', 'within']])
    const family = state.streams!.filter(({ component }) => component === 'within')
    expect(family.map(({ metric, budget }) => [metric, budget])).toEqual([
      ['avgLogprob', 0.00375],
      ['noise', 0.00375],
    ])
    // One threshold for the mean of both: that of the family's whole budget, not of half of it.
    expect(family.map(({ logThreshold }) => logThreshold)).toEqual([0, 1].map(() => Math.log(720 / (0.8 * 0.0075))))
    const apart = run(false)
    expect(new Set(apart.alarms.map(({ metric }) => metric))).toEqual(new Set(['avgLogprob', 'noise']))
    expect(apart.state.streams!.map(({ family: name }) => name)).toEqual(['within:avgLogprob', 'within:noise', 'mix'])
  })

  it('counts a session once an hour, however much it says', () => {
    const state = createDriftState({ rangeAnswers: 1 })
    pushDrift(state, { traceId: 'x', at: 0, session: null, stratum: 'a', values: { avgLogprob: -1 } })
    const open = openHour(5)
    for (let i = 0; i < 100; i++)
      addToHour(open, { traceId: `${i}`, at: 0, session: '__proto__', stratum: 'a', values: { avgLogprob: -1 } }, 'a', state)
    addToHour(open, { traceId: 'alone', at: 0, session: null, stratum: 'a', values: { avgLogprob: -1 } }, 'a', state)
    expect(closeHour(open).strata).toEqual({
      ':a': {
        blocks: 2,
        metrics: {
          ':avgLogprob': {
            blocks: 2,
            weight: expect.closeTo(2.98, 3) as number,
            sum: expect.closeTo(-2.98, 3) as number,
            sumOfSquares: expect.closeTo(2.98, 3) as number,
          },
        },
      },
    })
    expect([1, 2, 4, 1e9].map(blockWeight)).toEqual([1, 4 / 3, 1.6, expect.closeTo(2, 6)])
  })

  it('takes hours that were summed up elsewhere', () => {
    const single = createDriftState()
    const summed = createDriftState()
    const expected = runAll(traffic, single)
    summed.held = null
    summed.ranges = single.ranges
    const got: DriftAlarm[] = []
    let open = openHour(FROM)
    for (const one of answers(traffic)) {
      const hour = Math.floor(one.at / HOUR)
      if (hour > open.hour) {
        got.push(...pushDriftHour(summed, closeHour(open)))
        open = openHour(hour)
      }
      addToHour(open, one, one.stratum, summed)
    }
    expect(got).toEqual(expected)
    expect(() => pushDriftHour(summed, closeHour(openHour(FROM)))).toThrow(RangeError)
  })

  it('leaves out and counts what came too late or has no value', () => {
    const state = createDriftState({ rangeAnswers: 2 })
    const one = (hour: number, value: number | null): void =>
      void pushDrift(state, { traceId: `${hour}`, at: hour * HOUR, session: null, stratum: 'a', values: { avgLogprob: value } })
    one(10, -1)
    one(10, -2)
    one(12, -1)
    one(11, -1)
    one(12, null)
    one(12, NaN)
    expect([state.late, state.leftOut]).toEqual([1, 2])
    expect(() => one(NaN, -1)).toThrow(RangeError)
  })

  it('does not watch what it cannot know: too little traffic, or a figure that never varies', () => {
    const little = createDriftState()
    runAll({ seed: 5, hours: 3 * WEEK, sessions: 0 }, little)
    expect(little.streams).toBeNull()
    const constant = createDriftState({ rangeAnswers: 10 })
    for (let hour = 0; hour < 3 * WEEK; hour++)
      for (let i = 0; i < 5; i++)
        pushDrift(constant, { traceId: `${hour} ${i}`, at: hour * HOUR, session: null, stratum: 'a', values: { avgLogprob: -1 } })
    expect(constant.streams).toBeNull()
  })

  it.each([{ metrics: [] }, { budget: 0 }, { budget: 1 }, { baselineWeeks: 1 }, { windowHours: 24 }])('refuses %o', (options) => {
    expect(() => createDriftState(options)).toThrow(RangeError)
  })
})

describe('the normal mixture', () => {
  it('has expectation 1 without a shift, at any time', () => {
    const random = createRandom(9)
    let sum = 0
    const runs = 20_000
    for (let run = 0; run < runs; run++) {
      let score = 0
      for (let i = 0; i < 6; i++) score += standardNormal(random)
      sum += Math.exp(logNormalMixture(6, score, 0.4))
    }
    expect(sum / runs).toBeCloseTo(1, 1)
  })

  it('holds the mean at all times at once', () => {
    const random = createRandom(10)
    let missed = 0
    for (let run = 0; run < 500; run++) {
      let score = 0
      for (let n = 1; n <= 300; n++) {
        score += standardNormal(random)
        if (Math.abs(score / n) > mixtureRadius(n, 0.3, 0.1)) {
          missed += 1
          break
        }
      }
    }
    expect(missed).toBeLessThanOrEqual(50)
    expect(missed).toBeGreaterThan(5)
    expect(() => mixtureRadius(1, 1, 0)).toThrow(RangeError)
  })
})

describe('driftBudgetShare', () => {
  it('adds up to 1', () => {
    let sum = 0
    for (let order = 0; order < 1000; order++) sum += driftBudgetShare(order)
    expect(sum).toBeCloseTo(1 - 0.3 / 1000, 12)
    expect(() => driftBudgetShare(-1)).toThrow(RangeError)
  })
})
