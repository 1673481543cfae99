import { describe, expect, it } from 'vitest'
import { choose, makeAnswer, type AnswerInput, type TokenInput } from '../../test/answers/make-answer.ts'
import { columnsOf } from '../trace/index.ts'
import { computeMetrics, createMetricWorkspace, normalizedLogprob, type ComputedMetrics, type MetricSettings } from './index.ts'

const SETTINGS: MetricSettings = { lowTokenLogprob: -3, lengthNormalizationAlpha: 1 }

function metricsFor(inputs: readonly TokenInput[], answer: AnswerInput = {}, settings: MetricSettings = SETTINGS): ComputedMetrics {
  const trace = makeAnswer(inputs, answer)
  return computeMetrics(trace, columnsOf(trace), settings)
}

const NULLED = [
  'sumLogprob',
  'avgLogprob',
  'minLogprob',
  'perplexity',
  'normalizedLogprob',
  'bitsPerByte',
  'maxTokenEntropy',
  'meanTokenEntropy',
  'lowConfidenceRatio',
  'tailMeanLogprob',
  'worstWindowLogprob',
  'offTopOne',
  'surpriseExcess',
] as const

describe('the metrics of an answer', () => {
  it('have perplexity 9.974182 for a sum of −23 over ten tokens', () => {
    const { metrics } = metricsFor([-1, -2, -3, -4, -5, -1, -2, -3, -1, -1])
    expect(metrics.sumLogprob).toBe(-23)
    expect(metrics.avgLogprob).toBe(-2.3)
    expect(metrics.perplexity).toBeCloseTo(9.974182, 6)
    expect(metrics.minLogprob).toBe(-5)
    expect(metrics.tokenCount).toBe(10)
    expect(metrics.lowConfidenceRatio).toBe(0.2)
    expect(metrics.tailMeanLogprob).toBe(-5)
    expect(metrics.worstWindowLogprob).toBe(-3)
  })

  it('count a token at the low threshold as not low', () => expect(metricsFor([-3, -3.0001]).metrics.lowConfidenceRatio).toBe(0.5))

  it('of one token are those of the token', () => {
    const { metrics, reasons } = metricsFor([-0.7])
    expect([metrics.sumLogprob, metrics.avgLogprob, metrics.minLogprob, metrics.tailMeanLogprob]).toEqual([-0.7, -0.7, -0.7, -0.7])
    expect(metrics.worstWindowLogprob).toBeNull()
    expect(reasons.worstWindowLogprob).toBe('too-few-tokens')
  })

  it('count bytes, not characters', () => {
    const { metrics } = metricsFor([{ text: 'İş', logprob: -4 * Math.LN2 }])
    expect(metrics.bitsPerByte).toBeCloseTo(1, 12)
  })

  it('know no bits per byte where a token lost its bytes', () => {
    const { metrics, reasons } = metricsFor([{ text: '\uFFFD', logprob: -1 }, -1])
    expect(metrics.bitsPerByte).toBeNull()
    expect(reasons.bitsPerByte).toBe('unknown-bytes')
    expect(metrics.sumLogprob).toBe(-2)
  })

  it('normalise by length in two forms', () => {
    expect(metricsFor([-1, -1, -1, -1], {}, { ...SETTINGS, lengthNormalizationAlpha: 0.5 }).metrics.normalizedLogprob).toBe(-2)
    expect(normalizedLogprob(-4, 4, 0.7, 'gnmt')).toBeCloseTo(-4 / (9 / 6) ** 0.7, 14)
    expect(normalizedLogprob(-4, 0, 1)).toBeNaN()
  })

  it.each([
    ['no evidence', [-1], { evidence: { tier: 'none' as const } }, 'no-evidence'],
    ['verbalized confidence only', [-1], { evidence: { tier: 'verbalized' as const } }, 'no-evidence'],
    ['no token', [], {}, 'no-content'],
    ['special tokens only', [{ logprob: 0, special: true as const }], {}, 'no-content'],
    ['white space only', [{ text: ' \n', logprob: -0.01 }], {}, 'no-content'],
    ['logits', [4.2, 7], { evidence: { issues: [{ code: 'looks-like-logits', count: 2 }] } }, 'looks-like-logits'],
    ['linear probabilities', [0.9], { evidence: { issues: [{ code: 'looks-like-probabilities', count: 1 }] } }, 'linear-probabilities'],
    ['zeros that were not computed', [0, 0, 0, 0], { evidence: { issues: [{ code: 'all-zero', count: 4 }] } }, 'not-computed-by-provider'],
  ] as const)('are all null, with the reason, for %s', (_, inputs, answer, reason) => {
    const { metrics, reasons } = metricsFor(inputs, answer)
    for (const name of NULLED) expect([name, metrics[name], reasons[name]]).toEqual([name, null, reason])
    expect(metrics.tokenCount).toBe(0)
  })

  it('keep what was computed where some zeros stand for nothing', () => {
    const issues = [{ code: 'all-zero', count: 2, detail: '2 of 4 values are 0 without a list: not computed' }]
    const { metrics } = metricsFor([choose([-0.5, -2]), { logprob: 0 }, { logprob: 0 }, choose([-1.5, -2])], { evidence: { issues } })
    expect([metrics.tokenCount, metrics.censoredCount, metrics.avgLogprob]).toEqual([2, 2, -1])
  })

  it('have no logprob metrics where every logprob is missing, and say so', () => {
    const { metrics, reasons } = metricsFor([{ logprob: null }, { logprob: null }], { evidence: { tier: 'selected' } })
    expect([metrics.tokenCount, metrics.censoredCount]).toEqual([0, 2])
    expect(metrics.avgLogprob).toBeNull()
    expect(reasons.avgLogprob).toBe('no-usable-logprob')
    expect(reasons.surpriseExcess).toBe('no-usable-logprob')
    expect(reasons.maxTokenEntropy).toBe('no-alternatives')
    expect(reasons.offTopOne).toBe('no-alternatives')
  })

  it('withhold sums where entries are missing, and keep means', () => {
    const { metrics, reasons } = metricsFor([-1, -3], { evidence: { completeness: 0.5 } })
    expect([metrics.sumLogprob, metrics.normalizedLogprob, metrics.bitsPerByte]).toEqual([null, null, null])
    expect([reasons.sumLogprob, reasons.normalizedLogprob, reasons.bitsPerByte]).toEqual(Array(3).fill('entries-missing'))
    expect(metrics.avgLogprob).toBe(-2)
  })

  it('give a reason for every null and none for a value', () => {
    for (const inputs of [[-1], [], [{ logprob: null }], [choose([-0.5, -2])], [choose([-0.5, -2]), { logprob: null, ceiling: -2 }]]) {
      const { metrics, reasons } = metricsFor(inputs)
      for (const name of NULLED) expect([name, reasons[name] === undefined]).toEqual([name, metrics[name] !== null])
    }
  })

  it('never carry a sentinel into a mean', () => {
    const list = [
      ['a', -0.5],
      ['b', -2.5],
    ] as const
    const raw = metricsFor([choose([-0.5, -2.5]), { text: 'z', logprob: -9999, list }])
    const censored = metricsFor([choose([-0.5, -2.5]), { text: 'z', logprob: null, ceiling: -2.5, list }])
    expect(raw.metrics).toEqual(censored.metrics)
    expect(raw.metrics.avgLogprob).toBe(-1.5)
    expect([raw.metrics.tokenCount, raw.metrics.censoredCount]).toEqual([1, 1])
    expect(metricsFor([-1, -9999]).metrics.avgLogprob).toBe(-1)
    expect(metricsFor([-1, { logprob: null, ceiling: -9999 }]).metrics.minLogprob).toBe(-1)
  })

  it('are the same in a workspace that was used before', () => {
    const workspace = createMetricWorkspace()
    const long = makeAnswer(Array.from({ length: 300 }, (_, i) => choose([-0.1 - i / 100, -4], 0)))
    const short = makeAnswer([choose([-0.5, -2]), -1])
    const fresh = metricsFor([choose([-0.5, -2]), -1])
    computeMetrics(long, columnsOf(long), SETTINGS, workspace)
    const again = computeMetrics(short, columnsOf(short), SETTINGS, workspace)
    expect([again.metrics, again.reasons]).toEqual([fresh.metrics, fresh.reasons])
  })
})

describe('the entropy of an answer', () => {
  it('is an interval, and says on which vocabulary it rests', () => {
    const known = metricsFor([choose([-0.5, -2, -3.5])], { evidence: { vocabulary: 50_257 } })
    expect(known.vocabulary).toEqual({ size: 50_257, assumed: false })
    expect(known.metrics.maxTokenEntropy?.[0]).toBeCloseTo(2.145801, 6)
    const assumed = metricsFor([choose([-0.5, -2, -3.5])])
    expect(assumed.vocabulary).toEqual({ size: 262_144, assumed: true })
    expect(assumed.metrics.maxTokenEntropy?.[1]).toBeGreaterThan(known.metrics.maxTokenEntropy![1])
    const none = metricsFor([choose([-0.5, -2, -3.5])], {}, { ...SETTINGS, assumedVocabulary: null })
    expect([none.vocabulary, none.metrics.maxTokenEntropy, none.reasons.maxTokenEntropy]).toEqual([null, null, 'unknown-vocabulary'])
  })

  it('is open for a token of which nothing is known', () => {
    const { metrics } = metricsFor([choose([-0.5, -2, -3.5]), { logprob: null }], { evidence: { vocabulary: 1024 } })
    expect(metrics.maxTokenEntropy?.[0]).toBeCloseTo(2.145801, 6)
    expect(metrics.maxTokenEntropy?.[1]).toBe(10)
    expect(metrics.meanTokenEntropy?.[0]).toBeCloseTo(2.145801 / 2, 6)
  })

  it('is null where every list contradicts itself', () => {
    const { metrics, reasons } = metricsFor([choose([-0.01, -0.02])])
    expect([metrics.meanTokenEntropy, reasons.meanTokenEntropy]).toEqual([null, 'inconsistent-list'])
  })
})

describe('off the top one', () => {
  const p = [0.8, 0.15, 0.04].map(Math.log)
  const answer = [choose(p, 0), choose(p, 1), choose(p, 0), choose(p, 0)]

  it('compares what was seen with what the sampler should do', () => {
    const { offTopOne } = metricsFor(answer, { parameters: { temperature: 1 } }).metrics
    expect(offTopOne?.observed).toBe(0.25)
    expect(offTopOne?.expected).toBeCloseTo(0.2, 12)
    expect(offTopOne?.z).toBeCloseTo((1 - 0.8) / Math.sqrt(4 * 0.16), 10)
  })

  it('takes the temperature into account where the values are raw', () => {
    const { offTopOne } = metricsFor(answer, { parameters: { temperature: 0.5 }, evidence: { vocabulary: 1000 } }).metrics
    const q = 0.8 ** 2 / (0.8 ** 2 + 0.15 ** 2 + 0.04 ** 2)
    expect(offTopOne?.expected).toBeCloseTo(1 - q, 3)
  })

  it('ignores the temperature where the values have it already', () => {
    const given = { parameters: { temperature: 0.5 }, evidence: { basis: 'post-temperature' as const } }
    expect(metricsFor(answer, given).metrics.offTopOne?.expected).toBeCloseTo(0.2, 12)
  })

  it('expects none at temperature 0, and has no z', () => {
    const { offTopOne } = metricsFor(answer, { parameters: { temperature: 0 } }).metrics
    expect(offTopOne).toEqual({ observed: 0.25, expected: 0, z: null })
  })

  it.each([
    ['an unknown basis', { parameters: { temperature: 1 }, evidence: { basis: 'unknown' as const } }],
    ['raw values and an unknown temperature', {}],
  ])('has no expectation for %s', (_, given) => {
    expect(metricsFor(answer, given).metrics.offTopOne).toEqual({ observed: 0.25, expected: null, z: null })
  })

  it('has no expectation where a high temperature leaves it to the unlisted tokens', () => {
    const wide = [0.5, 0.1].map(Math.log)
    const many = Array.from({ length: 50 }, () => choose(wide, 0))
    expect(metricsFor(many, { parameters: { temperature: 2 } }).metrics.offTopOne).toEqual({ observed: 0, expected: null, z: null })
  })

  it('counts ties as the top, seen and expected', () => {
    const tied = [0.45, 0.45, 0.1].map(Math.log)
    const { offTopOne } = metricsFor([choose(tied, 1), choose(tied, 0)], { parameters: { temperature: 1 } }).metrics
    expect(offTopOne?.observed).toBe(0)
    expect(offTopOne?.expected).toBeCloseTo(0.1, 12)
  })

  it('does not take a list of the chosen token alone for its top', () => {
    const { metrics, reasons } = metricsFor([{ text: 'a', logprob: -0.2, list: [['a', -0.2]] }])
    expect([metrics.offTopOne, reasons.offTopOne]).toEqual([null, 'no-alternatives'])
  })
})

describe('the surprise excess', () => {
  it('is 0 where each token is as surprising as its list expects', () => {
    const even = [0.5, 0.5].map(Math.log)
    const skewed = [0.9, 0.1].map(Math.log)
    const { metrics } = metricsFor([choose(even, 0), choose(skewed, 0)])
    const expected = 0.9 * -Math.log(0.9) + 0.1 * -Math.log(0.1)
    const variance = 0.9 * Math.log(0.9) ** 2 + 0.1 * Math.log(0.1) ** 2 - expected ** 2
    expect(metrics.surpriseExcess).toBeCloseTo((-Math.log(0.9) - expected) / Math.sqrt(variance), 10)
  })

  it('is undefined where the lists leave too much out', () => {
    expect(metricsFor([choose([-0.5, -2])]).reasons.surpriseExcess).toBe('unseen-mass')
  })
})
