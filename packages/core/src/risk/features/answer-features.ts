import type { Detection } from '../../detect/types.ts'
import type { Metrics, TokenColumns } from '../../metrics/types.ts'
import { tailMean } from '../../metrics/tail-mean.ts'
import { WINDOW_TOKENS, worstWindowMean } from '../../metrics/worst-window.ts'
import { quantile } from '../../numeric/quantile.ts'
import type { Token } from '../../trace/types.ts'
import { ANSWER_FEATURES, type AnswerFeatureName } from '../../profile/calibrated/feature-names.ts'

/** What the features of an answer are read from: its tokens, and its analysis. */
export interface FeatureInput {
  readonly tokens: readonly Token[]
  readonly metrics: Metrics
  readonly perToken: TokenColumns
  readonly detections: readonly Detection[]
}

/** The share of the lowest values that the low quantile stands for. */
const LOW_SHARE = 0.1

const isBlank = ({ text }: Token): boolean => text !== '' && text.trim() === ''

/** Nats of the answer's content tokens, censored ones with their ceiling; tokens about which nothing is known are left out. */
function contentLogprobs({ tokens, perToken }: FeatureInput): Float64Array {
  const values = new Float64Array(tokens.length)
  let count = 0
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    if (token.special === true || token.part === 'reasoning' || isBlank(token)) continue
    const value = perToken.logprob[i] ?? (token.logprob === null ? token.ceiling : undefined)
    if (value !== undefined) values[count++] = Math.min(0, value)
  }
  return values.subarray(0, count)
}

function lowestEvidence(detections: readonly Detection[], kind: string): number {
  let lowest = NaN
  for (const detection of detections) {
    const min = detection.kind === kind ? detection.evidence['minLogprob'] : undefined
    if (typeof min === 'number' && !(min >= lowest)) lowest = min
  }
  return lowest
}

/**
 * The features of one answer, in the order of `ANSWER_FEATURES`; NaN where one is not defined. `null` where the answer cannot be scored at all:
 * it has no metrics (no evidence, values that are no logprobs) or no content token with a known logprob. Such an answer is a case of its own and
 * never a confident one. Cost: linear in tokens, one sort.
 */
export function answerFeatures(input: FeatureInput): Float64Array | null {
  const { metrics, detections } = input
  if (metrics.avgLogprob === null && metrics.censoredCount === 0) return null
  const values = contentLogprobs(input)
  const count = values.length
  if (count === 0) return null
  let sum = 0
  let min = 0
  let below1 = 0
  let below3 = 0
  for (const value of values) {
    sum += value
    if (value < min) min = value
    if (value < -1) below1 += 1
    if (value < -3) below3 += 1
  }
  const mean = sum / count
  let squares = 0
  for (const value of values) squares += (value - mean) ** 2
  const isPartial = metrics.sumLogprob === null && metrics.avgLogprob !== null
  const mean2 = metrics.meanTokenEntropy
  const found: Record<AnswerFeatureName, number> = {
    sumLogprob: isPartial ? NaN : sum,
    avgLogprob: mean,
    minLogprob: min,
    lowQuantileLogprob: quantile(values, LOW_SHARE),
    tailMeanLogprob: tailMean(values),
    worstWindowLogprob: count < WINDOW_TOKENS ? mean : worstWindowMean(values),
    firstLogprob: values[0]!,
    lastLogprob: values[count - 1]!,
    logTokenCount: Math.log(count),
    shareBelow1: below1 / count,
    shareBelow3: below3 / count,
    spreadLogprob: Math.sqrt(squares / count),
    offTopOne: metrics.offTopOne?.z ?? metrics.offTopOne?.observed ?? NaN,
    surpriseExcess: metrics.surpriseExcess ?? NaN,
    meanEntropyLower: mean2?.[0] ?? NaN,
    maxEntropyLower: metrics.maxTokenEntropy?.[0] ?? NaN,
    entropyWidth: mean2 === null ? NaN : mean2[1] - mean2[0],
    entityMinLogprob: lowestEvidence(detections, 'entity'),
    fieldMinLogprob: lowestEvidence(detections, 'field'),
    bitsPerByte: metrics.bitsPerByte ?? NaN,
  }
  return Float64Array.from(ANSWER_FEATURES, (name) => found[name])
}
