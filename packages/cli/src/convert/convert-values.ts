import {
  bitsToNats,
  entropyInterval,
  logitToLogprob,
  logprobToLogit,
  logprobToProbability,
  logSoftmax,
  probabilityToLogprob,
  softmax,
  surprisalBits,
} from '@logitscope/core'

export const UNITS = ['logprob', 'probability', 'bits', 'logit'] as const
export type Unit = (typeof UNITS)[number]

/** One value in every unit. */
export interface ConvertedValue {
  readonly input: number
  readonly logprob: number
  readonly probability: number
  readonly bits: number
  readonly logit: number
  /** Share among the listed values, where there are several. */
  readonly share?: number
}

/** What a list says as a whole. */
export interface ListSummary {
  readonly count: number
  /** Sum of the probabilities. */
  readonly mass: number
  /** Of the shares: the common formula. */
  readonly entropyBits: number
  /** Of the whole vocabulary, the list being its top; `null` where the list contradicts itself. */
  readonly entropyLowerBits: number | null
  /** Needs the size of the vocabulary. */
  readonly entropyUpperBits: number | null
  /** Nats: the mean and what follows from it, as if the values were the tokens of an answer. */
  readonly meanLogprob: number
  readonly sumLogprob: number
  readonly perplexity: number
  /** How logits were read. */
  readonly reading: 'separate' | 'softmax'
}

export interface Conversion {
  readonly rows: readonly ConvertedValue[]
  /** `null` for a single value. */
  readonly list: ListSummary | null
}

function toLogprob(value: number, from: Unit): number {
  switch (from) {
    case 'logprob':
      return Math.min(0, value)
    case 'probability':
      return probabilityToLogprob(value)
    case 'bits':
      return -bitsToNats(value)
    case 'logit':
      return logitToLogprob(value)
  }
}

const known = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value)

/**
 * Converts values, and where there are several, what they are as a list. Several logits are a model's raw scores: their log-probabilities are those
 * of a softmax over the list. One logit is that of a single probability.
 */
export function convertValues(
  values: readonly number[],
  from: Unit,
  options: { readonly temperature?: number; readonly vocabulary?: number } = {},
): Conversion {
  const many = values.length > 1
  const asScores = many && from === 'logit'
  const logprobs = asScores ? [...logSoftmax(values, options.temperature ?? 1)] : values.map((value) => toLogprob(value, from))
  const shares = many ? softmax(logprobs) : null
  const rows = values.map((input, i): ConvertedValue => {
    const logprob = logprobs[i] ?? NaN
    const row = {
      input,
      logprob: logprob === 0 ? 0 : logprob,
      probability: from === 'probability' ? Math.min(1, input) : logprobToProbability(logprob),
      bits: surprisalBits(logprob),
      logit: from === 'logit' ? input : logprobToLogit(logprob),
    }
    return shares === null ? row : { ...row, share: shares[i] ?? NaN }
  })
  if (shares === null) return { rows, list: null }
  const sum = logprobs.reduce((total, logprob) => total + logprob, 0)
  const sorted = Float64Array.from(logprobs).sort().reverse()
  const out = new Float64Array(2)
  entropyInterval(
    sorted,
    0,
    sorted.length,
    { cap: sorted.at(-1) ?? NaN, vocabulary: options.vocabulary ?? NaN, roundingNats: 0, roundingRelative: 0, lostMass: 0 },
    out,
  )
  return {
    rows,
    list: {
      count: values.length,
      mass: logprobs.reduce((total, logprob) => total + Math.exp(logprob), 0),
      entropyBits: shares.reduce((total, share) => (share > 0 ? total - share * Math.log2(share) : total), 0),
      entropyLowerBits: known(out[0]),
      entropyUpperBits: known(out[1]),
      meanLogprob: sum / values.length,
      sumLogprob: sum,
      perplexity: Math.exp(-sum / values.length),
      reading: asScores ? 'softmax' : 'separate',
    },
  }
}
