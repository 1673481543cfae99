import { describe, expect, it } from 'vitest'
import { logitToProbability } from '../numeric/logit.ts'
import { createRandom, standardNormal, uniformInteger } from '../numeric/random.ts'
import { FEATURES } from '../profile/calibrated/feature-names.ts'
import { parseProfile } from '../profile/parse-profile.ts'
import { findSpeaker } from '../risk/calibrated/find-group.ts'
import { predictRisk } from '../risk/calibrated/predict.ts'
import { FEATURE_INDEX } from '../risk/features/model-scale.ts'
import { binomialCdf } from '../numeric/binomial.ts'
import { calibrate } from './calibrate.ts'
import { joinLabels, missingColumns, parseLabelRecord, type LabelRecord } from './labels/join-labels.ts'
import { uniformDraws } from './labels/uniform-draws.ts'
import { binomialTail } from './math/binomial-tail.ts'
import { conformalRiskThreshold } from './promises/conformal-risk.ts'
import { learnThenTest } from './promises/learn-then-test.ts'
import { costThreshold, targetThreshold, whatIf } from './promises/thresholds.ts'
import { aurocDeLong } from './reliability/auroc.ts'
import type { LabelledAnswer } from './types.ts'

interface Made {
  readonly count: number
  /** How strongly the mean logprob tells right from wrong; 0: not at all. */
  readonly signal: number
  readonly model?: string
  readonly base?: number
  readonly seed?: number
}

function answersOf({ count, signal, model = 'm', base = 0, seed = 3 }: Made): (LabelledAnswer & { readonly features: Float64Array })[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, (_, i) => {
    const quality = standardNormal(random)
    const features = new Float64Array(FEATURES.length).fill(NaN)
    for (const name of ['sumLogprob', 'avgLogprob', 'minLogprob'] as const)
      features[FEATURE_INDEX[name]] = -Math.exp(-0.5 * quality + 0.1 * standardNormal(random))
    return {
      traceId: `${model}-${i}`,
      scope: { model, language: 'en', template: '' },
      item: '',
      copy: 0,
      features,
      correct: random() < logitToProbability(base + signal * quality),
      samplingProbability: 1,
      source: 'test',
    }
  })
}

describe('labels of a file', () => {
  it.each([
    [['traceId', 'label'], null],
    [['Trace ID ', ' Correct'], null],
    [['trace_id', 'note'], 'no column for the label (label, value or correct)'],
    [['q0', '1'], 'no column for the answer (traceId, trace_id or id), and none for the label (label, value or correct)'],
  ])('columns %j: %s', (names, missing) => {
    expect(missingColumns(names)).toBe(missing)
  })

  it.each([
    [
      { 'Trace ID': 'a', Label: 'YANLIŞ' },
      { traceId: 'a', value: 'incorrect' },
    ],
    [
      { id: 7, correct: 1 },
      { traceId: '7', value: 'correct' },
    ],
    [{ id: 'a', label: 'nan' }, { code: 'not-a-number' }],
    [{ id: 'a', label: '0.7' }, { code: 'not-a-number' }],
    [{ id: 'a', label: 'good' }, { code: 'not-a-label' }],
    [{ id: 'a', label: 1, sampling_probability: 0 }, { code: 'not-a-number' }],
    [
      { id: 'a', label: 1, samplingProbability: 0.2 },
      { value: 'correct', samplingProbability: 0.2 },
    ],
  ])('%j', (record, expected) => {
    expect(parseLabelRecord(record)).toMatchObject(expected)
  })
})

describe('calibrate', () => {
  it.each([1, 4])('refuses a thousand answers to %i question(s): nothing can be tested on others', (questions) => {
    const answers = answersOf({ count: 1000, signal: 2 }).map((answer, i) => ({ ...answer, item: `q${i % questions}` }))
    const { groups, refused, pools } = calibrate(answers)
    expect([groups, pools]).toEqual([[], []])
    expect(refused[0]).toMatchObject({ reason: 'too-few-labels', moreLabels: null })
    expect(refused[0]!.detail).toContain(`to ${questions} question`)
  })

  it('takes tr, TR and tr-TR for one language, when fitting and when looking up', () => {
    const answers = answersOf({ count: 600, signal: 2 }).map((answer, i) => ({
      ...answer,
      scope: { ...answer.scope, language: ['tr', 'TR', 'tr-TR'][i % 3]! },
    }))
    const report = calibrate(answers)
    expect(report.groups.map(({ key, n }) => [key, n])).toEqual([['language=tr model=m', 600]])
    const speaker = findSpeaker(report, { model: 'm', template: '', language: 'tr-CY', languageSource: 'given' })
    expect(speaker).toMatchObject({ kind: 'group', key: 'language=tr model=m' })
  })

  it('is not made certain by labels that one feature separates perfectly', () => {
    const answers = answersOf({ count: 100, signal: 0 }).map((answer, i) => {
      const features = answer.features.slice().fill(i % 2 === 0 ? -0.05 : -2)
      return { ...answer, features, correct: i % 2 === 0 }
    })
    const { groups } = calibrate(answers)
    for (const { features } of answers.slice(0, 2)) {
      const risk = predictRisk(groups[0]!.predictor, features)
      expect(Math.min(risk, 1 - risk)).toBeGreaterThan(1e-4)
    }
  })

  it('finds a signal in labels without one in at most 5 % of the cases', () => {
    let accepted = 0
    const runs = 60
    for (let seed = 0; seed < runs; seed++) {
      const { groups, pools } = calibrate(answersOf({ count: 120, signal: 0, seed }))
      if (groups.length + (pools ?? []).length > 0) accepted += 1
    }
    expect(accepted).toBeLessThanOrEqual(0.05 * runs)
  })

  it('fits a group with signal, and its profile reads back as it was written', () => {
    const report = calibrate(answersOf({ count: 600, signal: 2 }))
    expect(report.refused).toEqual([])
    const [group] = report.groups
    expect(group).toMatchObject({ key: 'language=en model=m', n: 600, items: 600 })
    expect(group!.logLossGain[0]).toBeGreaterThan(0)
    expect(group!.auroc[0]).toBeGreaterThan(0.7)
    const read = parseProfile(JSON.parse(JSON.stringify(report)))
    expect(read.ok && read.value.groups).toEqual(JSON.parse(JSON.stringify(report.groups)))
  })

  it('gives the same report for the same input', () => {
    const answers = answersOf({ count: 200, signal: 1 })
    expect(JSON.stringify(calibrate(answers))).toBe(JSON.stringify(calibrate(answers)))
  })

  it.each([
    ['no signal', answersOf({ count: 800, signal: 0 }), 'no-signal'],
    ['few labels of one kind', answersOf({ count: 100, signal: 1, base: -4 }), 'too-few-labels'],
    ['one class', answersOf({ count: 100, signal: 1 }).map((answer) => ({ ...answer, correct: true })), 'one-class'],
    ['nothing to score', answersOf({ count: 50, signal: 1 }).map((answer) => ({ ...answer, features: null })), 'no-scores'],
  ] as const)('refuses %s, and says why', (_, answers, reason) => {
    const report = calibrate(answers)
    expect(report.groups).toEqual([])
    expect(report.refused.map((group) => group.reason)).toEqual([reason])
    expect(report.refused[0]!.detail).not.toBe('')
    expect(report.pools).toEqual([])
  })

  it('lets an answer of an unknown model be judged by the level above, and one of a group without signal by nobody', () => {
    const profile = calibrate([
      ...answersOf({ count: 400, signal: 2, model: 'a' }),
      ...answersOf({ count: 400, signal: 2, model: 'b', base: 1, seed: 4 }),
      ...answersOf({ count: 800, signal: 0, model: 'noise', seed: 5 }),
    ])
    const speaker = (model: string) => findSpeaker(profile, { model, language: 'en', template: '', languageSource: 'given' })
    expect(speaker('a')).toMatchObject({ kind: 'group', key: 'language=en model=a' })
    expect(speaker('unseen')).toMatchObject({ kind: 'pool', level: 'all' })
    expect(speaker('noise')).toMatchObject({ kind: 'refused' })
  })

  it('lets a group with few labels lean on its parents, moved by the labels it has', () => {
    const parents = answersOf({ count: 800, signal: 2, model: 'a' })
    const few = answersOf({ count: 40, signal: 2, model: 'few', base: -3, seed: 9 })
    const profile = calibrate([...parents, ...few])
    const speaker = findSpeaker(profile, { model: 'few', language: 'en', template: '', languageSource: 'given' })
    if (speaker === null || speaker.kind === 'refused') throw new Error('nobody speaks')
    const risks = few.map(({ features }) => predictRisk(speaker.predictor, features))
    const wrong = few.filter(({ correct }) => !correct).length / few.length
    const mean = risks.reduce((sum, risk) => sum + risk, 0) / risks.length
    expect(Math.abs(mean - wrong)).toBeLessThan(0.15)
  })

  it('never scores an answer without any feature', () => {
    const [group] = calibrate(answersOf({ count: 600, signal: 2 })).groups
    expect(predictRisk(group!.predictor, new Float64Array(FEATURES.length).fill(NaN))).toBeNaN()
  })

  it('promises nothing on labels that somebody picked', () => {
    const picked = answersOf({ count: 600, signal: 2 }).map((answer) => ({ ...answer, samplingProbability: null }))
    expect(calibrate(picked).groups[0]!.promises.every(({ found, n }) => !found && n === 0)).toBe(true)
  })

  it('bounds the share of right answers by what the unsure ones may be', () => {
    const answers = answersOf({ count: 100, signal: 2 })
    const report = calibrate(
      answers,
      Array.from({ length: 100 }, () => ({ scope: answers[0]!.scope })),
    )
    const right = answers.filter(({ correct }) => correct).length
    expect(report.groups[0]!.unsure).toEqual({ n: 100, accuracy: [right / 200, (right + 100) / 200] })
  })
})

/** Answers whose risk is what it says: wrong with that probability. */
function drawn(count: number, seed: number): { risks: Float64Array; wrong: Uint8Array; draws: Int32Array } {
  const random = createRandom(seed)
  const risks = Float64Array.from({ length: count }, () => random())
  return {
    risks,
    wrong: risks.map((risk) => (random() < risk ? 1 : 0)) as unknown as Uint8Array,
    draws: Int32Array.from(risks, (_, i) => i),
  }
}

describe('promises', () => {
  it('learn then test breaks “error among the answered ≤ 20 %” no more often than it may', () => {
    let broken = 0
    let found = 0
    for (let run = 0; run < 400; run++) {
      const threshold = learnThenTest(drawn(500, run), { level: 0.2, delta: 0.1 })
      if (threshold === null) continue
      found += 1
      // Uniform risks: the true error among risk ≤ t is t / 2.
      if (threshold / 2 > 0.2) broken += 1
    }
    expect(found).toBeGreaterThan(350)
    expect(broken / 400).toBeLessThanOrEqual(0.1)
  })

  it('counts dependent rows as fewer', () => {
    const one = drawn(300, 2)
    const times = 4
    const many = {
      risks: Float64Array.from({ length: 300 * times }, (_, i) => one.risks[i % 300]!),
      wrong: Uint8Array.from({ length: 300 * times }, (_, i) => one.wrong[i % 300]!),
      draws: Int32Array.from({ length: 300 * times }, (_, i) => i % 300),
    }
    const alone = learnThenTest(one, { level: 0.3, delta: 0.1 })
    const repeated = learnThenTest(many, { level: 0.3, delta: 0.1 })
    expect(repeated ?? 0).toBeLessThanOrEqual((alone ?? 0) + 0.05)
  })

  it('conformal risk control keeps “answered and wrong” on average', () => {
    const joint = Array.from({ length: 300 }, (_, run) => (conformalRiskThreshold(drawn(200, 1000 + run), 0.1) ?? 0) ** 2 / 2)
    expect(joint.reduce((sum, value) => sum + value, 0) / joint.length).toBeLessThanOrEqual(0.1)
  })

  it('finds nothing where every answer is wrong', () => {
    const all = { ...drawn(200, 1), wrong: new Uint8Array(200).fill(1) }
    expect(learnThenTest(all, { level: 0.3, delta: 0.1 })).toBeNull()
    expect(conformalRiskThreshold(all, 0.001)).toBeNull()
  })

  it('the tail goes on between whole counts as the exact binomial has it', () => {
    expect(binomialTail(3, 20, 0.3)).toBeCloseTo(binomialCdf(3, 20, 0.3), 12)
    expect(binomialTail(3.5, 20, 0.3)).toBeGreaterThan(binomialCdf(3, 20, 0.3))
  })

  it('thresholds for targets and costs are those of their definitions', () => {
    const answers = {
      risks: Float64Array.from([0.1, 0.2, 0.6, 0.9]),
      wrong: Uint8Array.from([0, 0, 1, 1]),
      draws: Int32Array.from([0, 1, 2, 3]),
    }
    expect(targetThreshold(answers, 'recall', 1)).toMatchObject({ threshold: 0.2, reviewedShare: 0.5 })
    expect(costThreshold(answers, { wrong: 2, review: 1 })).toMatchObject({ threshold: 0.5, cost: 0.5, costOfAnsweringAll: 1 })
    expect(whatIf(answers, 0.6).error?.[1]).toBeCloseTo(1 / 3)
    expect(whatIf(answers, 0).error).toBeNull()
  })
})

describe('labels', () => {
  const label = (traceId: string, value: LabelRecord['value']): LabelRecord => ({ traceId, value, source: 's', samplingProbability: null })

  it('says which contradict each other, repeat, or belong to no answer', () => {
    const { labels, issues } = joinLabels(
      [
        label('a', 'correct'),
        label('a', 'incorrect'),
        label('b', 'unsure'),
        label('b', 'correct'),
        label('c', 'correct'),
        label('c', 'correct'),
        label('x', 'correct'),
      ],
      new Set(['a', 'b', 'c']),
    )
    expect([...labels].map(([id, { value }]) => `${id} ${value}`)).toEqual(['b correct', 'c correct'])
    expect(issues.map(({ code, count }) => `${code} ${count}`)).toEqual(['unknown-trace 1', 'contradictory-labels 1', 'duplicated-label 1'])
  })

  it('keeps of two equal labels the one whose answer was drawn with a known probability', () => {
    const given = (source: string, samplingProbability: number | null): LabelRecord => ({
      traceId: 'a',
      value: 'incorrect',
      source,
      samplingProbability,
    })
    for (const records of [
      [given('import', null), given('audit', 0.2)],
      [given('audit', 0.2), given('import', null)],
    ])
      expect(joinLabels(records, new Set(['a'])).labels.get('a')).toMatchObject({ source: 'audit', samplingProbability: 0.2 })
  })

  it.each([
    [{ traceId: 'a', label: 'correct' }, 'correct'],
    [{ trace_id: 'a', correct: '0' }, 'incorrect'],
    [{ id: 'a', value: 'unsure' }, 'unsure'],
    [{ id: 'a', label: 'NaN' }, 'not-a-number'],
    [{ id: 'a', label: '0.7' }, 'not-a-number'],
    [{ id: 'a', label: 'perhaps' }, 'not-a-label'],
    [{ label: 'correct' }, 'not-a-label'],
    [{ id: 'a', label: 1, samplingProbability: 2 }, 'not-a-number'],
  ])('%j reads as %s', (record, expected) => {
    const read = parseLabelRecord(record)
    expect('value' in read ? read.value : read.code).toBe(expected)
  })

  it('thins answers that were drawn more often down to a uniform draw', () => {
    const random = createRandom(1)
    const answers = Array.from({ length: 4000 }, () => ({ samplingProbability: uniformInteger(random, 2) === 0 ? 0.1 : 0.4 }))
    const kept = uniformDraws(answers, random)
    const share = (probability: number): number => {
      const own = answers.flatMap((answer, i) => (answer.samplingProbability === probability ? [kept[i]!] : []))
      return own.filter(Boolean).length / own.length
    }
    expect(share(0.1)).toBe(1)
    expect(Math.abs(share(0.4) - 0.25)).toBeLessThan(0.04)
  })
})

it('DeLong’s interval holds the area and stays within 0 and 1', () => {
  const [low, mid, high] = aurocDeLong([1, 2, 3, 4, 5, 6], [0, 0, 1, 0, 1, 1])
  expect(mid).toBeCloseTo(8 / 9)
  expect(low).toBeGreaterThan(0)
  expect(low).toBeLessThan(mid)
  expect(high).toBeLessThanOrEqual(1)
  expect(aurocDeLong([1, 2, 3, 4], [0, 0, 1, 1])[0]).toBeLessThan(1)
})
