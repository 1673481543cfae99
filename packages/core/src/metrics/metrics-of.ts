import { sumOf } from '../numeric/compensated-sum.ts'
import type { EvidenceBasis, EvidenceTier } from '../trace/types.ts'
import type { AnswerStatistics } from './answer-statistics.ts'
import type { MetricReason, MetricReasons } from './reasons.ts'
import { bitsPerByte, normalizedLogprob, perplexity } from './sequence-scores.ts'
import { tailMean } from './tail-mean.ts'
import type { Metrics } from './types.ts'

/** What is known of an answer beside its columns. */
export interface AnswerFacts {
  readonly tier: EvidenceTier
  readonly basis: EvidenceBasis
  /** Token entries / reported output tokens; `null` where unknown. */
  readonly completeness: number | null
  /** Whether any token of the answer is more than white space. */
  readonly hasContent: boolean
  /** Why the reported values cannot be logprobs of the model at all; `null` where they can. */
  readonly unusable: MetricReason | null
  /** Of the request; `undefined` where it is not known. */
  readonly temperature: number | undefined
  /** Vocabulary size, known or assumed; `NaN` for neither. */
  readonly vocabulary: number
  /** Exponent of the length normalisation. */
  readonly lengthNormalizationAlpha: number
}

/** The metrics of an answer, and why those that are `null` are undefined. */
export interface MeasuredAnswer {
  readonly metrics: Metrics
  readonly reasons: MetricReasons
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

const UNDEFINED = {
  sumLogprob: null,
  avgLogprob: null,
  minLogprob: null,
  perplexity: null,
  normalizedLogprob: null,
  bitsPerByte: null,
  maxTokenEntropy: null,
  meanTokenEntropy: null,
  lowConfidenceRatio: null,
  tailMeanLogprob: null,
  worstWindowLogprob: null,
  offTopOne: null,
  surpriseExcess: null,
} as const

const NAMES = Object.keys(UNDEFINED) as (keyof typeof UNDEFINED)[]

/** Why an answer has no metrics at all; `null` where it has. */
function whyNothing(rows: number, facts: AnswerFacts): MetricReason | null {
  if (facts.tier === 'none' || facts.tier === 'verbalized') return 'no-evidence'
  if (rows === 0 || !facts.hasContent) return 'no-content'
  return facts.unusable
}

function fillSequence(metrics: Writable<Metrics>, reasons: MetricReasons, s: AnswerStatistics, facts: AnswerFacts): void {
  const count = s.valueCount
  if (count === 0) {
    for (const name of NAMES) if (!name.endsWith('Entropy') && name !== 'offTopOne') reasons[name] = 'no-usable-logprob'
    return
  }
  const sum = sumOf(s.sum)
  metrics.avgLogprob = sum / count
  metrics.perplexity = perplexity(metrics.avgLogprob)
  metrics.minLogprob = s.min
  if (facts.completeness !== null && facts.completeness < 1) {
    reasons.sumLogprob = reasons.normalizedLogprob = reasons.bitsPerByte = 'entries-missing'
  } else {
    metrics.sumLogprob = sum
    metrics.normalizedLogprob = normalizedLogprob(sum, count, facts.lengthNormalizationAlpha)
    if (s.unknownBytes === 0 && s.byteCount > 0) metrics.bitsPerByte = bitsPerByte(sum, s.byteCount)
    else reasons.bitsPerByte = 'unknown-bytes'
  }
  if (s.lowKnown > 0) metrics.lowConfidenceRatio = s.lowCount / s.lowKnown
  else reasons.lowConfidenceRatio = 'no-usable-logprob'
  metrics.tailMeanLogprob = tailMean(s.values, count)
  if (s.window.least < Infinity) metrics.worstWindowLogprob = s.window.least
  else reasons.worstWindowLogprob = 'too-few-tokens'
  if (s.surpriseVariance > 0) metrics.surpriseExcess = s.surprise / Math.sqrt(s.surpriseVariance)
  else reasons.surpriseExcess = 'unseen-mass'
}

function fillEntropy(metrics: Writable<Metrics>, reasons: MetricReasons, s: AnswerStatistics, facts: AnswerFacts): void {
  const whole = Math.log2(facts.vocabulary)
  const count = s.entropyRows + s.openRows
  const upper = (s.entropyUpper + (s.openRows > 0 ? s.openRows * whole : 0)) / count
  const most = s.openRows > 0 ? Math.max(s.maxEntropyUpper, whole) : s.maxEntropyUpper
  if (s.entropyRows === 0) {
    reasons.maxTokenEntropy = reasons.meanTokenEntropy = s.inconsistentRows > 0 ? 'inconsistent-list' : 'no-alternatives'
  } else if (Number.isNaN(upper)) {
    reasons.maxTokenEntropy = reasons.meanTokenEntropy = 'unknown-vocabulary'
  } else {
    const lower = s.entropyLower / count
    metrics.meanTokenEntropy = [lower, Math.max(lower, upper)]
    metrics.maxTokenEntropy = [s.maxEntropyLower, most]
  }
}

function fillOffTop(metrics: Writable<Metrics>, reasons: MetricReasons, s: AnswerStatistics, facts: AnswerFacts): void {
  const rows = s.rankedRows
  if (rows === 0) {
    reasons.offTopOne = 'no-alternatives'
    return
  }
  const observed = s.offRows / rows
  const expected = s.offExpected
  const error = Math.sqrt(Math.max(0, s.offVariance))
  const hasBasis = facts.basis !== 'unknown' && !(facts.basis === 'raw' && facts.temperature === undefined)
  const isKnown = hasBasis && s.offOpen <= error
  metrics.offTopOne = {
    observed,
    expected: isKnown ? expected / rows : null,
    z: isKnown && error > 0 ? (s.offRows - expected) / error : null,
  }
}

/**
 * The metrics of an answer from its statistics (design §4). Undefined is `null` with a reason, never 0.
 *
 * Nothing is measured of an answer without evidence or content, or whose values are no logprobs. Censored tokens take part with their ceiling,
 * so that sums, means, minima and tails are upper bounds and perplexity a lower bound; without a ceiling they are only counted.
 * Sums (and bits per byte) are withheld where entries are missing. A row whose list says nothing may have any entropy, from 0 to log2 V.
 * `offTopOne` counts the rows whose most probable token is certain; its expectation is withheld where the basis, or the temperature of raw values,
 * is unknown, and where the unlisted tokens leave it open by more than a standard error. Only a positive z says something against an answer.
 */
export function metricsOf(statistics: AnswerStatistics, facts: AnswerFacts): MeasuredAnswer {
  const reasons: MetricReasons = {}
  const nothing = whyNothing(statistics.rows, facts)
  if (nothing !== null) {
    for (const name of NAMES) reasons[name] = nothing
    return { metrics: { tokenCount: 0, censoredCount: nothing === 'no-content' ? 0 : statistics.rows, ...UNDEFINED }, reasons }
  }
  const metrics: Writable<Metrics> = { tokenCount: statistics.tokenCount, censoredCount: statistics.censoredCount, ...UNDEFINED }
  fillSequence(metrics, reasons, statistics, facts)
  fillEntropy(metrics, reasons, statistics, facts)
  fillOffTop(metrics, reasons, statistics, facts)
  return { metrics, reasons }
}
