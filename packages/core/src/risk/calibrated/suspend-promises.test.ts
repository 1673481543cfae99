import { describe, expect, it } from 'vitest'
import { analyze, parseProfile, profileFingerprint, STARTING_PROFILE, type Profile, type Trace } from '../../index.ts'
import { groupKey } from '../../profile/calibrated/index.ts'
import { groupsOfTraffic, suspendPromises } from './suspend-promises.ts'

/** A group whose answers are looked at from a risk of 0.01 on: nearly always. */
function groupOf(model: string, language: string): object {
  const scope = { model, language, template: '' }
  return {
    key: groupKey(scope),
    scope,
    n: 100,
    positives: 60,
    method: 'platt',
    predictor: { kind: 'platt', feature: 'avgLogprob', intercept: 2, slope: 1 },
    auroc: [0.6, 0.7, 0.8],
    logLossGain: [0.1, 0.2, 0.3],
    brier: {},
    ece: {},
    logLoss: {},
    unscored: {},
    unsure: {},
    sources: {},
    parents: [],
    reliability: [],
    riskCurve: [],
    promises: [],
    actions: [{ id: 'promised-risk', metric: 'errorRisk', op: '>', value: 0.01, action: 'review' }],
  }
}

function profileOf(...groups: readonly object[]): Profile {
  const parsed = parseProfile({ ...STARTING_PROFILE, groups })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
  return parsed.value
}

const PROFILE = profileOf(groupOf('m', 'en'), groupOf('m', 'tr'), groupOf('only-turkish', 'tr'))

function answer(model: string, language: string): Trace {
  return {
    schema: 1,
    id: 't',
    requestId: 't',
    startedAt: 0,
    source: { provider: 'p', api: 'openai-chat', requestedModel: model, model, choice: 0, streamed: false },
    request: { parameters: {} },
    output: { text: 'one two', finish: { unified: 'stop', raw: 'stop' } },
    tokens: ['one', ' two'].map((text) => ({ text, logprob: -0.1, part: 'content', alternatives: [] })),
    evidence: { tier: 'selected', k: 0, basis: 'raw', completeness: 1, issues: [] },
    timing: { totalMs: 5 },
    context: { project: 'p', language },
  }
}

describe('suspendPromises', () => {
  it('leaves the risk and takes the verdict back to the starting rules, in the suspended group alone', () => {
    const suspended = suspendPromises(PROFILE, ['language=en model=m', 'language=en model=nobody'])
    expect(suspended.suspended).toEqual(['language=en model=m'])
    const before = analyze(answer('m', 'en'), PROFILE)
    expect(before.verdict).toMatchObject({ action: 'review', rule: 'promised-risk', basis: 'calibrated' })
    const after = analyze(answer('m', 'en'), suspended)
    expect(after.verdict).toMatchObject({ action: 'pass', rule: null, basis: 'starting rules' })
    expect(after.errorRisk).toBe(before.errorRisk)
    expect(after.errorRisk).toBeGreaterThan(0.01)
    expect(analyze(answer('m', 'tr'), suspended).verdict.basis).toBe('calibrated')
  })

  it('names the same profile, and ends where nothing is suspended', () => {
    const suspended = suspendPromises(PROFILE, ['language=en model=m'])
    expect(profileFingerprint(suspended)).toBe(profileFingerprint(PROFILE))
    expect(analyze(answer('m', 'en'), suspended).profile.sha256).toBe(profileFingerprint(PROFILE))
    expect(suspendPromises(suspended, [])).toEqual(PROFILE)
    expect(PROFILE.suspended).toBeUndefined()
  })

  it('is no part of a file', () => {
    const parsed = parseProfile({ ...PROFILE, suspended: ['language=en model=m'] })
    expect(parsed.ok).toBe(false)
  })
})

describe('groupsOfTraffic', () => {
  it('finds the groups that speak for answers, also where a language was only guessed', () => {
    const scopes = [
      { model: 'm', language: 'en', template: '' },
      { model: 'only-turkish', language: 'az', template: '' },
      { model: 'm', language: 'de', template: '' },
      { model: 'm', language: 'tr', template: 'v2' },
    ]
    expect(groupsOfTraffic(PROFILE, scopes)).toEqual(['language=en model=m', 'language=tr model=only-turkish'])
    expect(groupsOfTraffic(STARTING_PROFILE, scopes)).toEqual([])
  })
})
