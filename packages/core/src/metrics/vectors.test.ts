// The metrics against what published implementations compute: the vector files that concern them.
import { readText, sharedPath, vectorCases } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { makeAnswer, type TokenInput } from '../../test/answers/make-answer.ts'
import { columnsOf, type TraceColumns } from '../trace/index.ts'
import { computeMetrics, entropyProductionRate, partialEntropy, tokenColumns, type ComputedMetrics, type TokenArrays } from './index.ts'

const SETTINGS = { lowTokenLogprob: -3, lengthNormalizationAlpha: 1 }

function near(actual: number | null | undefined, expected: number, tolerance = 1e-9): void {
  if (Number.isNaN(expected)) expect(actual).toBeNaN()
  else expect(Math.abs((actual ?? NaN) - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)))
}

interface Measured extends ComputedMetrics {
  readonly columns: TraceColumns
}

/** Metrics of values that are exact as they stand, or to `roundingNats`. */
function metricsFor(inputs: readonly TokenInput[], vocabulary?: number, roundingNats = 0): Measured {
  const trace = makeAnswer(inputs, { evidence: vocabulary === undefined ? {} : { vocabulary } })
  const columns = Object.assign(columnsOf(trace), { roundingNats, roundingRelative: 0, lostMass: 0 })
  return { ...computeMetrics(trace, columns, SETTINGS), columns }
}

/** A token whose list is named by rank; the chosen one is the entry of its own logprob, where there is one. */
function listToken(logprob: number | null, list: readonly number[]): TokenInput {
  const at = logprob === null ? -1 : list.indexOf(logprob)
  return { text: at < 0 ? 'other' : `k${at}`, logprob, list: list.map((value, i) => [`k${i}`, value] as const) }
}

interface Polygraph {
  readonly input: { readonly full_vocab_logprobs: number[][]; readonly chosen_token_ids: number[]; readonly token_entropies_nats: number[] }
  readonly expected: {
    readonly MaximumSequenceProbability: number
    readonly Perplexity_is_mean_nll: number
    readonly MeanTokenEntropy: number
  }
  readonly derived_reference: {
    readonly min_token_logprob: number
    readonly max_token_entropy: number
    readonly varentropy: number[]
    readonly perplexity: number
    readonly p_margin: number[]
  }
}
const polygraph = vectorCases('lmpolygraph_single_sequence.json') as readonly Polygraph[]

describe.skipIf(polygraph.length === 0)('lmpolygraph_single_sequence', () => {
  it.each(polygraph.map((one, i) => [i, one] as const))(
    'case %d: sums, entropies over the whole vocabulary, varentropy, margin',
    (_, one) => {
      const { input, expected, derived_reference: derived } = one
      const lists = input.full_vocab_logprobs
      const { metrics, tokens, columns } = metricsFor(
        lists.map((list, i) => ({
          text: `v${input.chosen_token_ids[i]!}`,
          logprob: list[input.chosen_token_ids[i]!]!,
          list: list.map((logprob, id) => [`v${id}`, logprob] as const).sort((a, b) => b[1] - a[1]),
        })),
        lists[0]!.length,
      )
      near(metrics.sumLogprob, -expected.MaximumSequenceProbability)
      near(metrics.avgLogprob, -expected.Perplexity_is_mean_nll)
      near(metrics.perplexity, derived.perplexity)
      near(metrics.minLogprob, derived.min_token_logprob)
      for (const end of [0, 1] as const) {
        near(metrics.meanTokenEntropy?.[end], expected.MeanTokenEntropy / Math.LN2)
        near(metrics.maxTokenEntropy?.[end], derived.max_token_entropy / Math.LN2)
      }
      for (let r = 0; r < columns.count; r++) {
        near(tokens.entropyBits[r], input.token_entropies_nats[r]! / Math.LN2)
        near(tokens.varentropyBits2[r], derived.varentropy[r]! / Math.LN2 ** 2)
        const start = columns.supportStart[r]!
        near(Math.exp(columns.support[start]!) - Math.exp(columns.support[start]! - tokens.margin[r]!), derived.p_margin[r]!)
      }
    },
  )
})

interface Varentropy {
  readonly input: { readonly logprobs: number[] }
  readonly expected: { readonly entropy: number; readonly varentropy: number }
}
const varentropies = vectorCases('entropix_varentropy.json') as readonly Varentropy[]

describe.skipIf(varentropies.length === 0)('entropix_varentropy', () => {
  it.each(varentropies.map((one, i) => [i, one] as const))(
    'case %d: entropy and varentropy of the whole vocabulary',
    (_, { input, expected }) => {
      const list = input.logprobs.toSorted((a, b) => b - a)
      const { tokens } = metricsFor([listToken(list[0]!, list)])
      near(tokens.entropyBits[0]! * Math.LN2, expected.entropy)
      near(tokens.varentropyBits2[0]! * Math.LN2 ** 2, expected.varentropy)
    },
  )
})

interface TopLogprobs {
  readonly name: string
  readonly input: { readonly logprobs: { readonly logprob: number; readonly top_logprobs: { readonly logprob: number }[] }[] }
  readonly expected: { readonly probability_margin: number; readonly token_entropies_renormalized_nats: number[] }
}
const topLogprobs = vectorCases('uqlm_top_logprobs.json') as readonly TopLogprobs[]

describe.skipIf(topLogprobs.length === 0)('uqlm_top_logprobs', () => {
  const cases = topLogprobs.filter(({ expected }) => expected.token_entropies_renormalized_nats.length > 0)

  it('has cases', () => expect(cases.length).toBeGreaterThan(5))

  it.each(cases.map((one) => [one.name, one] as const))('%s: renormalised entropies and the mean margin', (name, { input, expected }) => {
    const lists = input.logprobs.map((token) => token.top_logprobs.map(({ logprob }) => logprob))
    // The reference looks at the lists only, an unlisted chosen token is none of its business.
    const { tokens, columns } = metricsFor(
      input.logprobs.map(({ logprob }, i) => listToken(lists[i]!.includes(logprob) ? logprob : null, lists[i]!)),
    )
    expected.token_entropies_renormalized_nats.forEach((entropy, r) => {
      // A single alternative has entropy 0 by construction: it is undefined here.
      if (lists[r]!.length === 1) expect(tokens.entropyBits[r]).toBeNaN()
      else near(tokens.entropyBits[r]! * Math.LN2, entropy, 1e-9)
    })
    if (Number.isNaN(expected.probability_margin) || name.startsWith('minus') || name.startsWith('sentinel') || name.includes('short'))
      return
    let sum = 0
    for (let r = 0; r < columns.count; r++) {
      const top = columns.support[columns.supportStart[r]!]!
      sum += Math.exp(top) - Math.exp(top - tokens.margin[r]!)
    }
    near(sum / columns.count, expected.probability_margin)
  })
})

interface Halt {
  readonly name: string
  readonly logprobs_sampled_first: number[][]
  readonly expected: { readonly rank_proxy: number[]; readonly h_overall_renorm: number[]; readonly h_alternatives_renorm: number[] }
}
const halt = vectorCases('halt_timeseries_features.json') as readonly Halt[]

describe.skipIf(halt.length === 0)('halt_timeseries_features', () => {
  it.each(halt.map((one) => [one.name, one] as const))(
    '%s: rank, entropy with and without the sampled token',
    (_, { logprobs_sampled_first: rows, expected }) => {
      const whole = metricsFor(rows.map((row) => listToken(row[0]!, row)))
      const others = metricsFor(rows.map((row) => listToken(null, row.slice(1))))
      rows.forEach((row, r) => {
        if (row.length < 2) return
        near(whole.columns.rank[r], expected.rank_proxy[r]!)
        // The reference adds 1e-8 inside its logarithms and divisions.
        near(whole.tokens.entropyBits[r]! * Math.LN2, expected.h_overall_renorm[r]!, 1e-6)
        if (row.length > 2) near(others.tokens.entropyBits[r]! * Math.LN2, expected.h_alternatives_renorm[r]!, 1e-6)
      })
    },
  )
})

interface AgentUq {
  readonly input: {
    readonly top?: [string, number][]
    readonly emitted?: string
    readonly emitted_logprob?: number
    readonly values?: number[]
  }
  readonly expected: {
    readonly margin_log?: number | null
    readonly rank_offtop?: [number | null, boolean]
    readonly truncated_entropy_renormalised?: number
  }
}
const agentUq = vectorCases('agentuq_metrics_and_provider_fixtures.json') as readonly AgentUq[]

describe.skipIf(agentUq.length === 0)('agentuq_metrics_and_provider_fixtures', () => {
  const cases = agentUq.filter(({ input }) => (input.top?.length ?? 0) > 1 && (input.top ?? []).every(([, logprob]) => logprob > -9000))

  it.each(cases.map((one, i) => [i, one] as const))('case %d: renormalised entropy, margin, rank', (_, { input, expected }) => {
    const { tokens, columns } = metricsFor([
      { text: input.emitted!, logprob: input.emitted_logprob!, list: input.top!.toSorted((a, b) => b[1] - a[1]) },
    ])
    // Sums beyond 2 are no masses.
    const mass = Math.exp(input.emitted_logprob!) + input.top!.reduce((sum, [, logprob]) => sum + Math.exp(logprob), 0)
    if (mass < 2) near(tokens.entropyBits[0]! * Math.LN2, expected.truncated_entropy_renormalised!)
    near(tokens.margin[0], expected.margin_log!)
    near(columns.rank[0], expected.rank_offtop![0]!)
  })

  it('the sentinel that it takes for a margin of 9999 gives none', () => {
    const { tokens } = metricsFor([
      {
        text: 'a',
        logprob: 0,
        list: [
          ['a', 0],
          ['b', -9999],
        ],
      },
    ])
    expect(tokens.margin[0]).toBeNaN()
    expect(tokens.entropyBits[0]).toBe(0)
  })
})

interface Surprisal {
  readonly name: string
  readonly input: { readonly logprobs_nats?: number[] }
  readonly expected: { readonly surprisal_bits: number[]; readonly sum_logprob: number }
}
const surprisals = (vectorCases('minicons_surprisal.json') as readonly Surprisal[]).filter(({ input }) => input.logprobs_nats !== undefined)

describe.skipIf(surprisals.length === 0)('minicons_surprisal', () => {
  it.each(surprisals.map((one) => [one.name, one] as const))(
    '%s: surprisal of each token in bits, and their sum',
    (_, { input, expected }) => {
      const measured = metricsFor(input.logprobs_nats!)
      const perToken = tokenColumns(measured.columns, measured, expected.surprisal_bits.length)
      expected.surprisal_bits.forEach((bits, r) => near(perToken.surprisalBits[r], bits, 1e-5))
      near(measured.metrics.sumLogprob, expected.sum_logprob, 1e-5)
    },
  )
})

interface Epr {
  readonly name: string
  readonly k: number
  readonly top_logprobs?: number[][]
  readonly input_file?: string
  readonly epr_raw: number
  readonly epr_raw_tokens: number[]
}
const eprs = vectorCases('artefactual_epr_wepr.json') as readonly Epr[]

interface Completion {
  readonly choices: {
    readonly logprobs: {
      readonly content: {
        readonly token: string
        readonly bytes: number[]
        readonly logprob: number
        readonly top_logprobs: { readonly token: string; readonly bytes: number[]; readonly logprob: number }[]
      }[]
    }
  }[]
}

/** The tokens of a recorded OpenAI answer; `null` where the recording is not there. */
function recordedTokens(name: string): TokenInput[] | null {
  const path = sharedPath(`fixtures/openai-raw/${name}.json`)
  if (path === null) return null
  const { choices } = JSON.parse(readText(path)) as Completion
  return choices[0]!.logprobs.content.map(({ token, bytes, logprob, top_logprobs }) => ({
    text: token,
    bytes,
    logprob,
    list: top_logprobs.map((entry) => [entry.token, entry.logprob] as const),
  }))
}

describe.skipIf(eprs.length === 0)('artefactual_epr_wepr', () => {
  const given = eprs.filter(({ top_logprobs }) => (top_logprobs?.length ?? 0) > 0)
  it.each(given.map((one) => [one.name, one] as const))(
    '%s: partial entropy of each token, and their mean',
    (_, { top_logprobs, epr_raw, epr_raw_tokens }) => {
      top_logprobs!.forEach((list, i) => near(partialEntropy(list.slice(0, 15)), epr_raw_tokens[i]!, 1e-5))
      const { columns } = metricsFor(top_logprobs!.map((list) => listToken(list[0]!, list)))
      near(entropyProductionRate(columns), epr_raw, 1e-5)
    },
  )

  it.each(eprs.filter(({ input_file }) => input_file !== undefined).map((one) => [one.name, one] as const))('%s', (_, one) => {
    const inputs = recordedTokens(one.name.replace(/^.*\/|\.json$/g, ''))
    if (inputs === null) return
    near(entropyProductionRate(metricsFor(inputs).columns), one.epr_raw, 1e-5)
  })
})

interface RealMetrics {
  readonly name: string
  readonly expected: Readonly<Record<string, number>>
}
const real = vectorCases('real_openai_metrics.json') as readonly RealMetrics[]

describe.skipIf(real.length === 0)('real_openai_metrics', () => {
  const cases = real.flatMap((one) => {
    const inputs = recordedTokens(one.name)
    return inputs === null ? [] : [[one.name, one.expected, inputs] as const]
  })

  it('has recordings', () => expect(cases.length).toBeGreaterThan(5))

  it.each(cases)('%s', (_, expected, inputs) => {
    // Single precision leaves lists that add up to 1 − 6e-8 with a last entry of 1e-13: taken as exact, they contradict themselves.
    const { metrics, tokens, columns } = metricsFor(inputs, 200_019, 2 ** -23)
    expect(metrics.tokenCount + metrics.censoredCount).toBe(expected['n_tokens'])
    near(metrics.sumLogprob, expected['sum_logprob']!)
    near(metrics.avgLogprob, expected['mean_logprob']!)
    near(metrics.perplexity, expected['perplexity']!)
    near(metrics.minLogprob, expected['min_logprob']!)
    near(metrics.bitsPerByte, expected['bits_per_byte']!)
    near(metrics.lowConfidenceRatio, expected['frac_below_m3']!)
    expect(metrics.offTopOne!.observed * metrics.tokenCount).toBeCloseTo(expected['n_chosen_not_rank1']!, 9)
    near(meanOf(tokens, 'entropyBits', columns.count), expected['entropy_renormalised_bits']!)
    const partial = inputs.map(
      (input) => partialEntropy((input as { list: [string, number][] }).list.map(([, logprob]) => logprob)) / Math.LN2,
    )
    near(partial.reduce((sum, bits) => sum + bits, 0) / partial.length, expected['entropy_partial_bits']!)
    near(Math.max(...partial), expected['max_entropy_bits']!)
    // Where a list adds up to 1 + 1e-7 the reference clamps; the interval grows by as much instead.
    const [lower, upper] = metrics.meanTokenEntropy!
    near(lower, expected['entropy_lower_bound_bits']!, 1e-5)
    near(upper, expected['entropy_upper_bound_bits_V200019']!, 1e-5)
    expect(lower).toBeLessThanOrEqual(expected['entropy_lower_bound_bits']! + 1e-9)
    expect(upper).toBeGreaterThanOrEqual(expected['entropy_upper_bound_bits_V200019']! - 1e-9)
  })
})

function meanOf(tokens: TokenArrays, name: 'entropyBits', count: number): number {
  let sum = 0
  for (let r = 0; r < count; r++) sum += tokens[name][r]!
  return sum / count
}
