import { describe, expect, it } from 'vitest'
import { bandIndex, bandOf } from './bands.ts'
import { evaluateCondition } from './condition.ts'
import { canonicalJson, profileFingerprint } from './fingerprint.ts'
import { parseProfile } from './parse-profile.ts'
import { STARTING_PROFILE } from './starting-profile.ts'
import { thresholdsFor } from './thresholds.ts'

const above = { metric: 'm', op: '>', value: 3 } as const
const below = { metric: 'm', op: '<', value: -2 } as const

describe('evaluateCondition', () => {
  it.each([
    [above, 3.1, 'fires'],
    [above, 3, 'clear'],
    [above, [3.1, 4], 'fires'],
    [above, [2, 3], 'clear'],
    [above, [2.9, 3.1], 'undecided'],
    [above, null, 'unavailable'],
    [above, NaN, 'unavailable'],
    [above, [NaN, 4], 'unavailable'],
    [below, -2.1, 'fires'],
    [below, -2, 'clear'],
    [below, [-5, -2.1], 'fires'],
    [below, [-5, -1], 'undecided'],
    [{ ...above, op: '>=' }, 3, 'fires'],
    [{ ...below, op: '<=' }, -2, 'fires'],
  ] as const)('%o on %o is %s', (condition, value, state) => {
    expect(evaluateCondition(condition, value)).toBe(state)
  })
})

describe('bands of the starting profile', () => {
  it.each([
    ['margin', 5.1, 'very-sure'],
    ['margin', 5, 'very-sure'],
    ['margin', 3, 'sure'],
    ['margin', 1, 'medium'],
    ['margin', 0.5, 'weak'],
    ['margin', 0.49, 'unstable'],
    ['entropy', 0.2, 'sure'],
    ['entropy', 0.5, 'two-way'],
    ['entropy', 1.5, 'unsure'],
    ['entropy', 2, 'very-unsure'],
    ['avgLogprob', -0.5, 'very-confident'],
    ['avgLogprob', -1.5, 'normal'],
    ['avgLogprob', -2.5, 'doubtful'],
    ['avgLogprob', -3.5, 'suspect'],
  ] as const)('%s %s is %s', (kind, value, name) => {
    expect(bandOf(STARTING_PROFILE.bands[kind], value)).toBe(name)
  })

  it('has no band for NaN', () => {
    expect(bandIndex(STARTING_PROFILE.bands.margin, NaN)).toBe(-1)
    expect(bandOf(STARTING_PROFILE.bands.margin, NaN)).toBeNull()
  })
})

describe('thresholdsFor', () => {
  it('knows English and Turkish, with or without a region, and falls back to the profile', () => {
    expect(thresholdsFor(STARTING_PROFILE, 'tr').hallucinationAvgLogprob).toBe(-3.5)
    expect(thresholdsFor(STARTING_PROFILE, 'tr-TR').hallucinationAvgLogprob).toBe(-3.5)
    expect(thresholdsFor(STARTING_PROFILE, 'en-GB').hallucinationAvgLogprob).toBe(-2.5)
    expect(thresholdsFor(STARTING_PROFILE, 'und')).toBe(STARTING_PROFILE.thresholds)
  })

  it('takes a threshold that a profile of an earlier version lacks from the starting profile', () => {
    const { collapseWindows: _, ...earlier } = STARTING_PROFILE.thresholds
    const profile = { ...STARTING_PROFILE, thresholds: { ...earlier, lowTokenLogprob: -2 } as typeof STARTING_PROFILE.thresholds }
    expect(thresholdsFor(profile, 'und')).toEqual({ ...STARTING_PROFILE.thresholds, lowTokenLogprob: -2 })
    expect(thresholdsFor(profile, 'tr')).toMatchObject({ collapseWindows: 4, hallucinationAvgLogprob: -3.5 })
  })
})

describe('profileFingerprint', () => {
  it('does not depend on the order of keys but on every value', () => {
    const turned = Object.fromEntries(Object.entries(STARTING_PROFILE).reverse()) as unknown as typeof STARTING_PROFILE
    expect(profileFingerprint(turned)).toBe(profileFingerprint(STARTING_PROFILE))
    expect(profileFingerprint({ ...STARTING_PROFILE, flagAt: 4 })).not.toBe(profileFingerprint(STARTING_PROFILE))
    expect(profileFingerprint(STARTING_PROFILE)).toMatch(/^[0-9a-f]{64}$/)
  })

  it('leaves undefined out, as JSON does', () => {
    expect(canonicalJson({ b: 1, a: undefined, c: [null, 'x'] })).toBe('{"b":1,"c":[null,"x"]}')
  })
})

describe('parseProfile', () => {
  it('reads back what the starting profile says', () => {
    expect(parseProfile(JSON.parse(JSON.stringify(STARTING_PROFILE)))).toEqual({ ok: true, value: STARTING_PROFILE })
  })

  it('fills what is left out from the starting profile', () => {
    const result = parseProfile({ schema: 1, name: 'mine', thresholds: { lowTokenLogprob: -4 } })
    expect(result.ok && result.value.thresholds).toEqual({ ...STARTING_PROFILE.thresholds, lowTokenLogprob: -4 })
  })

  it.each([
    [null, '', 'must be an object'],
    [{ schema: 2, name: 'x' }, 'schema', 'schema must be 1, got 2'],
    [{ schema: 1 }, 'name', 'must be a text'],
    [{ schema: 1, name: 'x', treshold: {} }, 'treshold', 'unknown key "treshold"'],
    [{ schema: 1, name: 'x', thresholds: { lowTokenLogprob: '-3' } }, 'thresholds.lowTokenLogprob', 'finite number, got "-3"'],
    [{ schema: 1, name: 'x', thresholds: { low: -3 } }, 'thresholds.low', 'unknown key "low"'],
    [{ schema: 1, name: 'x', bands: { margin: [{ name: 'a', below: 1 }] } }, 'bands.margin[0].below', 'partition'],
    [
      {
        schema: 1,
        name: 'x',
        bands: {
          margin: [
            { name: 'a', below: 2 },
            { name: 'b', below: 1 },
            { name: 'c', below: null },
          ],
        },
      },
      'bands.margin[1].below',
      'must rise',
    ],
    [{ schema: 1, name: 'x', votes: [{ id: 'v', metric: 'errorRisk', op: '=', value: 1, points: 1 }] }, 'votes[0].op', 'must be one of'],
    [
      { schema: 1, name: 'x', actions: [{ id: 'v', metric: 'errorRisk', op: '<', value: 1, action: 'delete' }] },
      'actions[0].action',
      'must be one of pass',
    ],
    [
      { schema: 1, name: 'x', votes: [0, 1].map(() => ({ id: 'v', metric: 'errorRisk', op: '<', value: 1, points: 1 })) },
      'votes[1].id',
      'twice',
    ],
    [
      { schema: 1, name: 'x', actions: [{ id: 'v', metric: 'metrics.nope', op: '<', value: 1, action: 'flag' }] },
      'actions[0].metric',
      'names nothing',
    ],
    [{ schema: 1, name: 'x', languages: { tr: 5 } }, 'languages.tr', 'must be an object'],
  ])('says which key is wrong and why: %j', (value, path, message) => {
    const result = parseProfile(value)
    expect(result.ok).toBe(false)
    const issue = result.ok ? undefined : result.issues.find((found) => found.path === path)
    expect(issue?.message).toContain(message)
  })
})
