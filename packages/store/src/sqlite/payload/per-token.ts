import {
  columnsOf,
  computeMetrics,
  createColumns,
  createMetricWorkspace,
  STARTING_PROFILE,
  tokenColumns,
  type TokenColumns,
  type Trace,
} from '@logitscope/core'

const columns = createColumns()
const workspace = createMetricWorkspace()
const { lowTokenLogprob, lengthNormalizationAlpha } = STARTING_PROFILE.thresholds

/** Vocabularies that profiles assume where a trace does not say one: tried in this order. */
const ASSUMED = [STARTING_PROFILE.thresholds.assumedVocabulary]

/** The per-token values that core's kernels compute of a trace. They depend on nothing of a profile but the vocabulary that it assumes. */
export function perTokenOf(trace: Trace, assumedVocabulary: number): TokenColumns {
  columnsOf(trace, columns)
  const computed = computeMetrics(trace, columns, { lowTokenLogprob, lengthNormalizationAlpha, assumedVocabulary }, workspace)
  return tokenColumns(columns, computed, trace.tokens.length)
}

function isSame(a: TokenColumns, b: TokenColumns): boolean {
  for (const name of Object.keys(a) as (keyof TokenColumns)[]) {
    const left = a[name]
    const right = b[name]
    if (left.length !== right.length) return false
    for (let i = 0; i < left.length; i++) if (!Object.is(left[i], right[i])) return false
  }
  return true
}

/**
 * The assumed vocabulary with which core's kernels give exactly these per-token values again: then they need not be stored. `null` where none
 * does: they are then kept as they are.
 */
export function vocabularyOf(trace: Trace, perToken: TokenColumns): number | null {
  return ASSUMED.find((vocabulary) => isSame(perTokenOf(trace, vocabulary), perToken)) ?? null
}
