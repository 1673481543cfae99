import { describe, expect, it } from 'vitest'
import { evaluateAnswerRule, evaluateWindowRule, INITIAL_ALERT_STATE } from './evaluate-rule.ts'
import { isQuiet } from './quiet-hours.ts'
import type { AlertEvent, AlertRule, AlertSource, AlertState, WindowObservation } from './types.ts'

const MINUTE = 60_000
const window: AlertSource = {
  kind: 'window',
  measure: { kind: 'mean', metric: 'metrics.avgLogprob' },
  windowMs: 5 * MINUTE,
  op: '<',
  value: -2,
}

function rule(source: AlertSource, more: Partial<AlertRule> = {}): AlertRule {
  return {
    id: 'r',
    name: 'r',
    enabled: true,
    severity: 'warning',
    scope: {},
    source,
    forMs: 0,
    minimumCount: 10,
    noData: 'keep',
    regroupMs: 60 * MINUTE,
    ...more,
  }
}

function seen(value: number | null, more: Partial<WindowObservation> = {}): WindowObservation {
  const measured = value === null ? null : { value, count: 50 }
  return { traffic: 50, evidence: 50, dropped: 0, measured, baseline: { value: -1, count: 500 }, ...more }
}

/** Puts one observation a minute to the rule and lists what it says. */
function run(watched: AlertRule, observations: readonly WindowObservation[]): { events: AlertEvent[]; state: AlertState } {
  let state = INITIAL_ALERT_STATE
  const events: AlertEvent[] = []
  observations.forEach((observation, minute) => {
    const step = evaluateWindowRule(watched, JSON.parse(JSON.stringify(state)) as AlertState, observation, minute * MINUTE)
    state = step.state
    events.push(...step.events)
  })
  return { events, state }
}

const kinds = (events: readonly AlertEvent[]): string[] => events.map((event) => `${event.at / MINUTE}:${event.kind}`)

describe('evaluateWindowRule', () => {
  it('raises when the window fires and resolves when it is clear', () => {
    const { events } = run(rule(window), [seen(-1), seen(-2.5), seen(-2.5), seen(-1)])
    expect(kinds(events)).toEqual(['1:alert-raised', '3:alert-resolved'])
    expect(events[0]).toMatchObject({ value: -2.5, threshold: -2, noData: null, quiet: false })
  })

  it('waits until the state has held for `forMs`, and forgets a state that did not', () => {
    const { events } = run(rule(window, { forMs: 2 * MINUTE }), [seen(-3), seen(-1), seen(-3), seen(-3), seen(-3)])
    expect(kinds(events)).toEqual(['4:alert-raised'])
  })

  it('repeats at the regroup interval while it goes on', () => {
    const { events } = run(
      rule(window, { regroupMs: 2 * MINUTE }),
      Array.from({ length: 6 }, () => seen(-3)),
    )
    expect(kinds(events)).toEqual(['0:alert-raised', '2:alert-repeated', '4:alert-repeated'])
  })

  it('stays raised between the threshold and the resolve threshold', () => {
    const { events } = run(rule({ ...window, resolveValue: -1.5 }), [seen(-1.8), seen(-2.1), seen(-1.8), seen(-1.4)])
    expect(kinds(events)).toEqual(['1:alert-raised', '3:alert-resolved'])
  })

  it('compares a window with the one before it', () => {
    const change: AlertSource = {
      kind: 'change',
      measure: { kind: 'mean', metric: 'metrics.avgLogprob' },
      windowMs: MINUTE,
      baselineMs: 10 * MINUTE,
      op: '<',
      value: -0.5,
    }
    const { events } = run(rule(change), [seen(-1.2), seen(-1.6), seen(-1.6, { baseline: { value: -1, count: 3 } })])
    expect(kinds(events)).toEqual(['1:alert-raised'])
    expect(events[0]?.value).toBeCloseTo(-0.6)
  })

  it.each([
    ['keep', ['0:alert-raised']],
    ['resolve', ['0:alert-raised', '1:alert-resolved']],
    ['fire', ['0:alert-raised']],
  ] as const)('with no data, policy %s', (noData, expected) => {
    expect(kinds(run(rule(window, { noData }), [seen(-3), seen(null, { traffic: 0, evidence: 0 })]).events)).toEqual(expected)
  })

  it.each([
    [{ traffic: 0, evidence: 0 }, 'no-traffic'],
    [{ traffic: 9, evidence: 0 }, 'no-evidence'],
    [{ traffic: 0, evidence: 0, dropped: 4 }, 'captures-dropped'],
    [{ traffic: 9, evidence: 9 }, 'too-few'],
  ] as const)('tells apart why nothing is known: %o is %s', (more, reason) => {
    const { events } = run(rule(window, { noData: 'fire' }), [seen(null, more)])
    expect(events[0]?.noData).toBe(reason)
  })

  it('hears silence of the traffic, of the evidence, and not its own', () => {
    const traffic = rule({ kind: 'silence', of: 'traffic', windowMs: MINUTE })
    const evidence = rule({ kind: 'silence', of: 'evidence', windowMs: MINUTE })
    const empty = { traffic: 0, evidence: 0 }
    expect(run(traffic, [seen(null, empty)]).events).toHaveLength(1)
    expect(run(traffic, [seen(null, { ...empty, dropped: 7 })]).events).toHaveLength(0)
    expect(run(evidence, [seen(null, { traffic: 5, evidence: 0 })]).events).toHaveLength(1)
    expect(run(evidence, [seen(null, empty)]).events).toHaveLength(0)
  })

  it('speaks of dropped captures, and not at all when it is switched off', () => {
    const dropped = rule({ kind: 'dropped', windowMs: MINUTE, value: 3 })
    expect(run(dropped, [seen(-1, { dropped: 3 }), seen(-1, { dropped: 4 })]).events[0]).toMatchObject({ at: MINUTE, value: 4 })
    expect(run({ ...dropped, enabled: false }, [seen(-1, { dropped: 9 })]).events).toEqual([])
  })
})

describe('evaluateAnswerRule', () => {
  const watched = rule({ kind: 'answer', condition: { metric: 'metrics.avgLogprob', op: '<', value: -3 } }, { regroupMs: 10 * MINUTE })

  it('raises at the first answer and counts those that come within the regroup interval', () => {
    let state = INITIAL_ALERT_STATE
    const events: AlertEvent[] = []
    for (let minute = 0; minute < 12; minute++) {
      const step = evaluateAnswerRule(watched, state, () => -4, `t${minute}`, minute * MINUTE)
      state = step.state
      events.push(...step.events)
    }
    expect(events.map(({ traceId, held }) => [traceId, held])).toEqual([
      ['t0', 0],
      ['t10', 9],
    ])
  })

  it.each([[-3], [null], [NaN], [[-4, -2]]] as const)('does not fire on %o', (measured) => {
    expect(evaluateAnswerRule(watched, INITIAL_ALERT_STATE, () => measured, 't', 0).events).toEqual([])
  })
})

describe('isQuiet', () => {
  const at = (text: string): number => Date.parse(text)
  const night = { zone: 'Europe/Istanbul', from: '22:00', to: '07:00' }

  it.each([
    ['2026-01-05T19:30:00Z', true],
    ['2026-01-05T18:59:00Z', false],
    ['2026-01-06T03:59:00Z', true],
    ['2026-01-06T04:00:00Z', false],
  ])('%s in Istanbul: %s', (text, quiet) => {
    expect(isQuiet(night, at(text))).toBe(quiet)
  })

  it('follows daylight saving', () => {
    const berlin = { zone: 'Europe/Berlin', from: '08:00', to: '09:00' }
    expect(isQuiet(berlin, at('2026-01-15T07:30:00Z'))).toBe(true)
    expect(isQuiet(berlin, at('2026-07-15T06:30:00Z'))).toBe(true)
    expect(isQuiet(berlin, at('2026-07-15T07:30:00Z'))).toBe(false)
  })

  it('counts a span that passes midnight to the day on which it begins', () => {
    const friday = { zone: 'UTC', from: '22:00', to: '06:00', days: [5] }
    expect(isQuiet(friday, at('2026-01-09T23:00:00Z'))).toBe(true)
    expect(isQuiet(friday, at('2026-01-10T05:00:00Z'))).toBe(true)
    expect(isQuiet(friday, at('2026-01-10T23:00:00Z'))).toBe(false)
    expect(isQuiet(friday, at('2026-01-09T05:00:00Z'))).toBe(false)
  })

  it('means the whole day with equal ends, and is never quiet when it is malformed', () => {
    expect(isQuiet({ zone: 'UTC', from: '00:00', to: '00:00' }, 0)).toBe(true)
    expect(isQuiet({ zone: 'Nowhere/Town', from: '00:00', to: '23:59' }, 0)).toBe(false)
    expect(isQuiet({ zone: 'UTC', from: '7', to: '23:59' }, 0)).toBe(false)
  })
})
