/** A closed interval that holds the true value. */
export type Interval = readonly [lower: number, upper: number]

/** What the numbers of one answer say. Log-probabilities in nats, entropies in bits. `null` = undefined, with a reason beside it. */
export interface Metrics {
  /** Answer tokens with a usable logprob. */
  readonly tokenCount: number
  /** Answer tokens without one (censored or missing). */
  readonly censoredCount: number
  /** Nats. With censored tokens: an upper bound. */
  readonly sumLogprob: number | null
  /** Nats per token. With censored tokens: an upper bound. */
  readonly avgLogprob: number | null
  /** Nats. With censored tokens: an upper bound. */
  readonly minLogprob: number | null
  /** exp(−avgLogprob), at least 1. With censored tokens: a lower bound. */
  readonly perplexity: number | null
  /** sumLogprob / tokens^alpha, alpha from the profile. */
  readonly normalizedLogprob: number | null
  /** −sum / (ln 2 · bytes of the same tokens). */
  readonly bitsPerByte: number | null
  /** Bits. */
  readonly maxTokenEntropy: Interval | null
  /** Bits. */
  readonly meanTokenEntropy: Interval | null
  /** Share of answer tokens below the profile's threshold, 0 to 1. */
  readonly lowConfidenceRatio: number | null
  /** Mean of the worst 10 % of tokens, nats. */
  readonly tailMeanLogprob: number | null
  /** Lowest mean over 5 neighbours, nats. */
  readonly worstWindowLogprob: number | null
  /** Share of tokens that were not the most probable one: seen, expected under the sampler, and their difference in standard errors. */
  readonly offTopOne: { readonly observed: number; readonly expected: number | null; readonly z: number | null } | null
  /** How much more surprising the tokens were than the model itself expected, in standard errors. */
  readonly surpriseExcess: number | null
}

/** Per-token values, aligned with `trace.tokens`; `null` where the token is special or the value is not known. */
export interface TokenColumns {
  /** Nats. */
  readonly logprob: readonly (number | null)[]
  /** 0 to 1. */
  readonly probability: readonly (number | null)[]
  /** Bits: −logprob / ln 2. */
  readonly surprisalBits: readonly (number | null)[]
  /** 1 = most probable; a lower bound where the token was not listed. */
  readonly rank: readonly (number | null)[]
  /** Top-1 − top-2, nats. */
  readonly margin: readonly (number | null)[]
  /** Chosen − best other, nats; negative where the sampler left the top. */
  readonly chosenMargin: readonly (number | null)[]
  /** Renormalised over the listed alternatives (the common formula), bits. */
  readonly entropyBits: readonly (number | null)[]
  /** The interval that holds the entropy of the whole vocabulary, bits. */
  readonly entropyLowerBits: readonly (number | null)[]
  readonly entropyUpperBits: readonly (number | null)[]
  /** Variance of the surprisal, bits²; `null` unless the unseen mass is at most 1e-3. */
  readonly varentropyBits2: readonly (number | null)[]
}
