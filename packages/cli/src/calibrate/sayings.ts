import {
  fill,
  visibleText,
  type BaselineGroup,
  type CalibratedGroup,
  type CalibratedPromise,
  type CostThreshold,
  type Estimate,
  type LanguageFinding,
  type NumberFormat,
  type RefusedGroup,
  type TargetThreshold,
  type WhatIf,
} from '@logitscope/core'
import type { CalibrationWords } from './words/index.ts'

/** What one language says with. */
export interface CalibrationSpeaker {
  readonly locale: 'en' | 'tr'
  readonly words: CalibrationWords
  readonly numbers: NumberFormat
}

/** `0.82 [0.79–0.85]`. */
export function estimateText({ numbers }: CalibrationSpeaker, [low, mid, high]: Estimate, decimals = 2): string {
  return `${numbers.number(mid, decimals)} [${numbers.number(low, decimals)}–${numbers.number(high, decimals)}]`
}

/** What a promise says and whether it was found: `text` without the mark before it. */
export function promiseText(
  { words, numbers }: CalibrationSpeaker,
  { kind, level, confidence, threshold, answeredShare, bestLevel, n }: CalibratedPromise,
): string {
  const promise = fill(kind === 'error-among-answered' ? words.promiseAmong : words.promiseAverage, {
    level: numbers.percent(level, 0),
    confidence: numbers.percent(confidence, 0),
  })
  if (threshold !== null)
    return fill(words.promiseFound, { promise, threshold: numbers.number(threshold), share: numbers.percent(answeredShare) })
  const best = bestLevel === null ? words.nothing : fill(words.bestLevel, { level: numbers.percent(bestLevel, 0) })
  return fill(words.promiseNone, { promise, instead: n === 0 ? words.noUniform : best })
}

export function targetText(speaker: CalibrationSpeaker, found: TargetThreshold): string {
  const { words, numbers } = speaker
  const target = fill(found.kind === 'precision' ? words.precision : words.recall, { target: numbers.percent(found.target, 0) })
  if (found.threshold === null) return fill(words.targetNone, { target })
  return fill(words.targetFound, {
    target,
    threshold: numbers.number(found.threshold),
    share: numbers.percent(found.reviewedShare),
    precision: found.precision === null ? '–' : estimateText(speaker, found.precision),
    recall: found.recall === null ? '–' : estimateText(speaker, found.recall),
  })
}

export function costText({ words, numbers }: CalibrationSpeaker, costs: CostThreshold): string {
  return fill(words.costs, {
    wrong: numbers.number(costs.wrong, 2),
    review: numbers.number(costs.review, 2),
    threshold: numbers.number(costs.threshold),
    cost: numbers.number(costs.cost),
    all: numbers.number(costs.costOfAnsweringAll),
    none: numbers.number(costs.costOfReviewingAll),
  })
}

export function whatIfText(speaker: CalibrationSpeaker, { threshold, answeredShare, error }: WhatIf): string {
  const { words, numbers } = speaker
  if (error === null) return fill(words.whatIfNothing, { threshold: numbers.number(threshold, 2) })
  return fill(words.whatIf, {
    threshold: numbers.number(threshold, 2),
    share: estimateText(speaker, answeredShare),
    error: estimateText(speaker, error),
  })
}

export function moreLabelsText({ words, numbers }: CalibrationSpeaker, { moreLabels }: CalibratedGroup): string {
  const [now, then] = moreLabels.halfWidth
  return fill(words.moreLabels, { labels: moreLabels.labels, now: numbers.percent(now), then: numbers.percent(then) })
}

/** Sentences on where the labels of a group are from and what they cannot say. */
export function labelTexts({ words, numbers }: CalibrationSpeaker, group: CalibratedGroup): readonly string[] {
  const { unscored, parents, unsure, sources, effectiveN, n } = group
  const names = Object.entries(sources).map(([source, count]) => `${visibleText(source)} ${numbers.integer(count)}`)
  return [
    fill(words.sources, { sources: names.join(', ') }),
    ...(effectiveN < 0.999 * (n - unscored.n) ? [fill(words.weighted, { n: numbers.integer(effectiveN) })] : []),
    ...(unscored.n > 0 ? [fill(words.unscored, { n: numbers.integer(unscored.n), positives: numbers.integer(unscored.positives) })] : []),
    ...(parents.length > 0 ? [fill(words.parents, { parents: parents.map((key) => visibleText(key)).join(', ') })] : []),
    ...(unsure.n > 0
      ? [
          fill(words.unsure, {
            n: numbers.integer(unsure.n),
            low: numbers.percent(unsure.accuracy[0]),
            high: numbers.percent(unsure.accuracy[1]),
          }),
        ]
      : []),
  ]
}

/** Why a group was not fitted. English takes the sentence of the calibration itself. */
export function refusalText({ locale, words, numbers }: CalibrationSpeaker, refused: RefusedGroup): string {
  const { reason, detail, n, positives, moreLabels, logLossGain } = refused
  if (locale === 'en') return visibleText(detail)
  const { refused: sentences } = words
  const values = {
    n: numbers.integer(n),
    right: numbers.integer(positives),
    wrong: numbers.integer(n - positives),
    kind: positives === 0 ? words.wrongOnes : words.rightOnes,
    more: numbers.integer(moreLabels),
    low: numbers.number(logLossGain?.[0] ?? null),
    high: numbers.number(logLossGain?.[2] ?? null),
  }
  if (reason === 'no-signal') return fill(sentences.noSignal, values)
  if (reason === 'one-class') return fill(sentences.oneClass, values)
  if (reason === 'no-scores') return fill(sentences.noScores, values)
  if (logLossGain !== null) return fill(sentences.unsettled, values)
  return fill(moreLabels === null ? sentences.fewQuestions : sentences.fewOfAKind, values)
}

export function languageText({ words, numbers }: CalibrationSpeaker, finding: LanguageFinding): string {
  const [first, second] = finding.languages
  const [a, b] = finding.thresholds
  const where =
    finding.needsLower === 'cannot-tell'
      ? ''
      : ` (${fill(words.halfRight, { a: numbers.number(a, 2), b: numbers.number(b, 2), first, second })})`
  const answer = `${words.needs[finding.needsLower]}${where}`
  return `${visibleText(finding.model)}: ${fill(words.needsLower, { first, second, feature: finding.feature, answer })}`
}

export function baselineTexts({ words, numbers }: CalibrationSpeaker, { n, thresholds }: BaselineGroup): readonly string[] {
  if (thresholds.length === 0) return [fill(words.baselineFew, { n: numbers.integer(n) })]
  return thresholds.map(({ feature, share, value, n: known }) =>
    fill(feature === 'bitsPerByte' ? words.baselineAbove : words.baseline, {
      share: numbers.percent(share),
      n: numbers.integer(known),
      feature,
      value: numbers.number(value, 2),
    }),
  )
}
