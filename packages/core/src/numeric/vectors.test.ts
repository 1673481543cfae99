// The conversions and sums against what published implementations compute: the vector files that concern these functions.
import { vectorCases } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import {
  compensatedSum,
  logitToLogprob,
  logitToProbability,
  logprobToLogit,
  logprobToProbability,
  logSoftmax,
  logSumExp,
  mean,
  momentsOf,
  natsToBits,
  quantile,
  rescaleTemperature,
  softmax,
  surprisalBits,
} from './index.ts'

const EXACT = 1e-9
/** Where the reference computes in float32. */
const FLOAT32 = 1e-5

function expectNear(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length)
  for (let i = 0; i < expected.length; i++) {
    if (!Number.isFinite(expected[i]!)) expect(actual[i]).toBe(expected[i])
    else expect(Math.abs(actual[i]! - expected[i]!)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected[i]!)))
  }
}

interface Surprisals {
  input: { logprobs_nats?: number[] }
  expected: { surprisal_bits?: number[]; sum_logprob: number; mean?: number[] }
}
const surprisals = vectorCases('minicons_surprisal.json') as Surprisals[]

describe.skipIf(surprisals.length === 0)('minicons_surprisal', () => {
  it('surprisal in bits and the sum of logprobs', () => {
    const cases = surprisals.filter((one) => one.input.logprobs_nats !== undefined)
    expect(cases.length).toBe(2)
    for (const { input, expected } of cases) {
      const logprobs = input.logprobs_nats ?? []
      expectNear(logprobs.map(surprisalBits), expected.surprisal_bits ?? [], FLOAT32)
      expect(compensatedSum(logprobs)).toBeCloseTo(expected.sum_logprob, 4)
    }
  })

  it('the mean of the tokens', () => {
    const one = surprisals.find((found) => found.expected.mean !== undefined)
    const lists = one?.input as unknown as number[][]
    expectNear(
      lists.map((list) => mean(list)),
      one?.expected.mean ?? [],
      FLOAT32,
    )
  })
})

interface ContextCite {
  input?: { token_logit_probs: number[][] }
  expected: { aggregates?: { logit_prob: number[]; log_prob: number[] } }
  name?: string
}
const contextCite = vectorCases('contextcite_lasso.json') as ContextCite[]

describe.skipIf(contextCite.length === 0)('contextcite_lasso', () => {
  const sequenceLogprobs = (one: ContextCite): number[] =>
    (one.input?.token_logit_probs ?? []).map((logits) => compensatedSum(logits.map(logitToLogprob)))

  it('logits of the tokens to the logprob of the sequence, and that to its logit', () => {
    const cases = contextCite.filter((one) => one.expected.aggregates !== undefined)
    expect(cases.length).toBeGreaterThan(3)
    for (const one of cases) {
      const logprobs = sequenceLogprobs(one)
      expectNear(logprobs, one.expected.aggregates?.log_prob ?? [], FLOAT32)
      expectNear(
        logprobs.map((logprob) => logprobToLogit(logprob)),
        one.expected.aggregates?.logit_prob ?? [],
        FLOAT32,
      )
    }
  })

  it('stays finite where the reference overflows to Infinity', () => {
    const [certain, impossible] = sequenceLogprobs(contextCite.find((one) => one.name === 'overflow edge')!)
    // Two tokens of logit 40: the sequence fails with probability 2e^−40, so its logit is 40 − ln 2.
    expect(logprobToLogit(certain!)).toBeCloseTo(40 - Math.LN2, 9)
    expect(logprobToLogit(impossible!)).toBe(-80)
  })
})

interface TemperatureScaling {
  input: { logits: number[][]; labels: number[] }
  expected: { T_optimal_minimiser: number; nll_before: number; nll_after: number }
}
const scaling = vectorCases('temperature_scaling.json') as TemperatureScaling[]

describe.skipIf(scaling.length === 0)('temperature_scaling', () => {
  it.each(scaling)('the mean loss at temperature 1 and at the best one, which is the best (%#)', ({ input, expected }) => {
    const loss = (t: number): number => -mean(input.logits.map((logits, i) => logSoftmax(logits, t)[input.labels[i]!]!))
    const best = expected.T_optimal_minimiser
    expectNear([loss(1), loss(best)], [expected.nll_before, expected.nll_after], EXACT)
    expect(Math.min(loss(best * 1.01), loss(best / 1.01))).toBeGreaterThan(loss(best))
  })
})

interface Candidates {
  sequence_logprobs: number[]
  expected: { weights: number[]; log_mass_covered: number }
}
const candidates = vectorCases('weighted_consistency.json') as Candidates[]

describe.skipIf(candidates.length === 0)('weighted_consistency', () => {
  it.each(candidates)('the weights of the candidates and their mass (%#)', ({ sequence_logprobs, expected }) => {
    expectNear(softmax(sequence_logprobs), expected.weights, EXACT)
    expectNear([logSumExp(sequence_logprobs)], [expected.log_mass_covered], EXACT)
  })
})

interface LengthTrim {
  train_lengths: number[]
  expected: { kept: number }
}
const trims = vectorCases('uncertainty_line.json') as LengthTrim[]

describe.skipIf(trims.length === 0)('uncertainty_line', () => {
  it.each(trims)('the quantiles that the training lengths are trimmed at (%#)', ({ train_lengths, expected }) => {
    const [low, high] = [quantile(train_lengths, 0.05), quantile(train_lengths, 0.95)]
    expect(train_lengths.filter((length) => length > low && length < high).length).toBe(expected.kept)
  })
})

interface Documents {
  input: { items_loglik_and_count?: [number, number][] }
  expected: { perplexity_of_means: number; weighted_perplexity: number; bits_per_byte: number; mean_stderr: number | null }
}
const documents = (vectorCases('lm_eval_aggregation.json') as Documents[]).filter((one) => one.input.items_loglik_and_count !== undefined)

describe.skipIf(documents.length === 0)('lm_eval_aggregation', () => {
  it.each(documents)('perplexities, bits per byte and the standard error of a mean (%#)', ({ input, expected }) => {
    const loglikelihoods = (input.items_loglik_and_count ?? []).map(([loglikelihood]) => loglikelihood)
    const counts = (input.items_loglik_and_count ?? []).map(([, count]) => count)
    const perUnit = compensatedSum(loglikelihoods) / compensatedSum(counts)
    const { sampleVariance, count } = momentsOf(loglikelihoods)
    expectNear(
      [Math.exp(-mean(loglikelihoods)), Math.exp(-perUnit), natsToBits(-perUnit), Math.sqrt(sampleVariance / count)],
      [expected.perplexity_of_means, expected.weighted_perplexity, expected.bits_per_byte, expected.mean_stderr ?? NaN],
      EXACT,
    )
  })
})

interface Vocabularies {
  input: { full_vocab_logprobs: number[][] }
  expected: { RenyiNeg_a0p5_t2: number; RenyiNeg_a1_t2: number; FisherRao_t2: number }
}
const vocabularies = vectorCases('lmpolygraph_single_sequence.json') as Vocabularies[]

describe.skipIf(vocabularies.length === 0)('lmpolygraph_single_sequence', () => {
  it.each(vocabularies)('whole vocabularies at temperature 2, through two divergences (%#)', ({ input, expected }) => {
    // The package's own forms: 1/(α − 1) ln Σ q^α − ln V at α = 1/2, Σ q ln(q V) at its limit α = 1, and 2/π arccos Σ √(q/V).
    const distributions = input.full_vocab_logprobs.map((logprobs) => rescaleTemperature(logprobs, 1, 2))
    const roots = distributions.map((logs) => compensatedSum(logs.map((x) => Math.exp(x / 2))))
    const sizes = distributions.map((logs) => logs.length)
    expectNear(
      [
        mean(roots.map((root, i) => -2 * Math.log(root) - Math.log(sizes[i]!))),
        mean(distributions.map((logs) => compensatedSum(logs.map((x) => Math.exp(x) * (x + Math.log(logs.length)))))),
        mean(roots.map((root, i) => (2 / Math.PI) * Math.acos(root / Math.sqrt(sizes[i]!)))),
      ],
      [expected.RenyiNeg_a0p5_t2, expected.RenyiNeg_a1_t2, expected.FisherRao_t2],
      EXACT,
    )
  })
})

interface Choices {
  input: { loglikelihoods?: number[] | number[][] }
  expected: { prob_norm?: number[] | number[][] }
}
const choices = (vectorCases('lm_eval_mcq.json') as Choices[]).filter((one) => one.expected.prob_norm !== undefined)

/** One case holds several questions at once. */
const questions = (list: number[] | number[][] = []): number[][] =>
  typeof list[0] === 'number' ? [list as number[]] : (list as number[][])

describe.skipIf(choices.length === 0)('lm_eval_mcq', () => {
  it.each(choices)('the loglikelihoods of the options, renormalised (%#)', ({ input, expected }) => {
    const asked = questions(input.loglikelihoods)
    asked.forEach((list, i) => expectNear(softmax(list), questions(expected.prob_norm)[i] ?? [], EXACT))
  })
})

interface Clusters {
  input: { mean_logprobs: number[] }
  expected: Record<string, number[]>
}
const clusters = vectorCases('jlko_semantic_entropy.json') as Clusters[]

describe.skipIf(clusters.length === 0)('jlko_semantic_entropy', () => {
  it.each(clusters)('the log of the mass of each cluster (%#)', ({ input, expected }) => {
    const logprobs = logSoftmax(input.mean_logprobs)
    for (const variant of ['False', 'True']) {
      const masses = (expected[`logp_per_cluster_${variant}`] ?? []).map((_, id) =>
        logSumExp(logprobs.filter((__, i) => expected[`ids_strict_${variant}`]?.[i] === id)),
      )
      expectNear(masses, expected[`logp_per_cluster_${variant}`] ?? [], EXACT)
    }
  })
})

interface Calibrated {
  epr_raw: number
  calibrated: Record<string, { epr: number }>
}
const calibrated = vectorCases('artefactual_epr_wepr.json') as Calibrated[]

/** Slope and intercept that the package ships for one of its models. */
const PHI_4 = { model: 'microsoft/phi-4', slope: 72.50370738854738, intercept: -2.642479190362155 }

describe.skipIf(calibrated.length === 0)('artefactual_epr_wepr', () => {
  it.each(calibrated)('the logistic of a logit (%#)', (one) => {
    const logit = PHI_4.intercept + PHI_4.slope * one.epr_raw
    expectNear([logitToProbability(logit)], [one.calibrated[PHI_4.model]!.epr], FLOAT32)
  })
})

interface Logits {
  input: { logits?: number[] }
  expected: { prob?: number }
}
const logits = (vectorCases('logtoku_metrics.json') as Logits[]).filter((one) => one.expected.prob !== undefined)

describe.skipIf(logits.length === 0)('logtoku_metrics', () => {
  it.each(logits)('the largest probability of a vocabulary, from its logits (%#)', ({ input, expected }) => {
    expectNear([Math.max(...softmax(input.logits ?? []))], [expected.prob!], FLOAT32)
  })
})

interface JudgedTrue {
  input: { token: string; logprob: number }[]
  expected: number
}
const judged = vectorCases('uqlm_p_true.json') as JudgedTrue[]

describe.skipIf(judged.length === 0)('uqlm_p_true', () => {
  it('the probability of a token that says "True"', () => {
    const cases = judged.filter((one) => one.input.length === 1 && one.input[0]?.token.trim().toLowerCase() === 'true')
    expect(cases.length).toBeGreaterThan(0)
    for (const { input, expected } of cases) expectNear([logprobToProbability(input[0]!.logprob)], [expected], EXACT)
  })
})

interface Quantiles {
  input: { values?: number[] }
  expected: { p50: number; p90: number }
}
/** For no values the package says 0, where a quantile is undefined. */
const quantiles = (vectorCases('agentuq_metrics_and_provider_fixtures.json') as Quantiles[]).filter((one) => one.input.values?.length)

describe.skipIf(quantiles.length === 0)('agentuq_metrics_and_provider_fixtures', () => {
  it.each(quantiles)('the median and the ninth decile (%#)', ({ input, expected }) => {
    expectNear([quantile(input.values ?? [], 0.5), quantile(input.values ?? [], 0.9)], [expected.p50, expected.p90], EXACT)
  })
})
