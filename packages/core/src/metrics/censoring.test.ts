// Not knowing never makes an answer look better: "censored, ceiling c" against "logprob = c", over every metric.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyPlans, tokenOf, VOCABULARY, type TokenPlan } from '../../test/answers/any-answer.ts'
import { makeAnswer, type TokenInput } from '../../test/answers/make-answer.ts'
import { columnsOf } from '../trace/index.ts'
import { computeMetrics, type Metrics } from './index.ts'

const SETTINGS = { lowTokenLogprob: -3, lengthNormalizationAlpha: 0.8 }
const SLACK = 1e-9

function metricsFor(inputs: readonly TokenInput[]): Metrics {
  const trace = makeAnswer(inputs, { evidence: { vocabulary: VOCABULARY }, parameters: { temperature: 1, topLogprobs: 6 } })
  return computeMetrics(trace, columnsOf(trace), SETTINGS).metrics
}

type Field = Exclude<TokenInput, number>

/** The same token as if its logprob were its ceiling. */
function atCeiling(input: TokenInput): TokenInput {
  const { ceiling, ...token } = input as Field & { ceiling: number }
  return { ...token, logprob: ceiling }
}

const isCensored = ({ kind }: TokenPlan): boolean => kind === 'censored-in-list' || kind === 'censored-alone'

/** Higher is better; a metric that the stand-in has and the censored answer lacks would be a way to look better by hiding. */
const HIGHER_IS_BETTER = ['sumLogprob', 'avgLogprob', 'minLogprob', 'normalizedLogprob', 'tailMeanLogprob', 'worstWindowLogprob'] as const
const LOWER_IS_BETTER = ['perplexity', 'bitsPerByte', 'lowConfidenceRatio', 'surpriseExcess'] as const

/** What a z says against an answer: nothing below 0; everything where the sampler left no room for a token off the top. */
function against({ observed, expected, z }: NonNullable<Metrics['offTopOne']>): number {
  return z === null ? (observed > (expected ?? 1) ? Infinity : 0) : Math.max(0, z)
}

describe('a censored token never improves', () => {
  const both = (plans: readonly TokenPlan[]): { censored: Metrics; standIn: Metrics } => {
    const inputs = plans.map(tokenOf)
    return {
      censored: metricsFor(inputs),
      standIn: metricsFor(inputs.map((input, i) => (isCensored(plans[i]!) ? atCeiling(input) : input))),
    }
  }
  const anyCensored = anyPlans.filter((plans) => plans.some(isCensored))

  it.each(HIGHER_IS_BETTER)('%s', (name) => {
    fc.assert(
      fc.property(anyCensored, (plans) => {
        const { censored, standIn } = both(plans)
        if (standIn[name] === null) return
        expect(censored[name]).not.toBeNull()
        expect(censored[name]!).toBeLessThanOrEqual(standIn[name] + SLACK)
      }),
    )
  })

  it.each(LOWER_IS_BETTER)('%s', (name) => {
    fc.assert(
      fc.property(anyCensored, (plans) => {
        const { censored, standIn } = both(plans)
        if (standIn[name] === null) return
        // A share needs a token that is known to be low or not; with none there is no share to look good.
        if (name === 'lowConfidenceRatio' && censored[name] === null && standIn[name] === 0) return
        expect(censored[name]).not.toBeNull()
        expect(censored[name]!).toBeGreaterThanOrEqual(standIn[name] - SLACK)
      }),
    )
  })

  it('the share off the top, or what speaks against it', () => {
    fc.assert(
      fc.property(anyCensored, (plans) => {
        const { censored, standIn } = both(plans)
        if (standIn.offTopOne === null) return
        if (censored.offTopOne === null) {
          expect(standIn.offTopOne.observed).toBe(0)
          return
        }
        expect(censored.offTopOne.observed).toBeGreaterThanOrEqual(standIn.offTopOne.observed - SLACK)
        expect(against(censored.offTopOne)).toBeGreaterThanOrEqual(against(standIn.offTopOne) - SLACK)
      }),
      { numRuns: 500 },
    )
  })

  it('the entropy: what was not clear of a threshold does not become so', () => {
    fc.assert(
      fc.property(anyCensored, (plans) => {
        fc.pre(plans.every(hasRoom))
        const { censored, standIn } = both(plans)
        for (const name of ['maxTokenEntropy', 'meanTokenEntropy'] as const) {
          if (standIn[name] === null) continue
          if (censored[name] === null) {
            expect(plans.map(({ kind }) => kind)).not.toContain('listed')
            expect(plans.map(({ kind }) => kind)).not.toContain('censored-in-list')
            continue
          }
          expect(censored[name][1]).toBeGreaterThanOrEqual(standIn[name][1] - SLACK)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('the lower entropy bound, where its ceiling is the least of a list without holes', () => {
    const anyTopThree = anyPlans
      .map((plans) => plans.filter(({ kind }) => kind !== 'censored-alone').map(atTopThree))
      .filter((plans) => plans.some(({ kind }) => kind === 'censored-in-list') && plans.every(hasRoom))
    fc.assert(
      fc.property(anyTopThree, (plans) => {
        const { censored, standIn } = both(plans)
        expect(censored.maxTokenEntropy![0]).toBeGreaterThanOrEqual(standIn.maxTokenEntropy![0] - SLACK)
        expect(censored.meanTokenEntropy![0]).toBeGreaterThanOrEqual(standIn.meanTokenEntropy![0] - SLACK)
      }),
      { numRuns: 300 },
    )
  })

  it('the count of tokens without a value', () => {
    fc.assert(
      fc.property(anyCensored, (plans) => {
        const { censored, standIn } = both(plans)
        expect(censored.censoredCount - standIn.censoredCount).toBe(plans.filter(isCensored).length)
        expect(censored.tokenCount + censored.censoredCount).toBe(plans.length)
      }),
    )
  })
})

/** Whether a token as probable as the last of its list fits into what the list leaves over: else there is no such stand-in. */
function hasRoom({ kind, distribution, k }: TokenPlan): boolean {
  const left = distribution.slice(k).reduce((sum, logprob) => sum + Math.exp(logprob), 0)
  return kind !== 'censored-in-list' || left >= Math.exp(distribution[k - 1]!)
}

/** The same token with a list of three. */
function atTopThree(plan: TokenPlan): TokenPlan {
  return { ...plan, k: 3, chosen: plan.kind === 'listed' ? plan.chosen % 3 : Math.max(3, plan.chosen) }
}
