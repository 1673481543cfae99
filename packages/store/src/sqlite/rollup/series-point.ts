import { ACTIONS, COMPLETENESS_BINS, histogramQuantile, sumOf, type Action, type SeriesPoint, type Spread } from '@logitscope/core'
import { FINISHES, TIERS } from '../answers/codes.ts'
import type { Measure, Statistics } from './statistics.ts'

function spreadOf({ histogram, sum }: Measure): Spread | null {
  if (histogram.total === 0) return null
  const at = (p: number): number => histogramQuantile(histogram, p).estimate
  return { count: histogram.total, mean: sumOf(sum) / histogram.total, p10: at(0.1), p50: at(0.5), p90: at(0.9), p95: at(0.95) }
}

function meanOf({ histogram, sum }: Measure): number | null {
  return histogram.total === 0 ? null : sumOf(sum) / histogram.total
}

/** Answers below the edge at 1: the bins of completeness have one there. */
function incompleteOf({ histogram }: Measure): number {
  let count = 0
  for (let bin = 0; bin <= COMPLETENESS_BINS.edges.indexOf(1); bin++) count += histogram.counts[bin]!
  return count
}

function present<Word extends string>(words: readonly Word[], counts: Float64Array): Partial<Record<Word, number>> {
  const named: Partial<Record<Word, number>> = {}
  for (const [i, word] of words.entries()) if (counts[i]! > 0) named[word] = counts[i]!
  return named
}

/** What a chart shows of statistics. */
export function seriesPoint(at: number, statistics: Statistics): SeriesPoint {
  const [avgLogprob, perplexity, , meanEntropy, latency, firstToken, completeness] = statistics.measures as readonly [
    Measure,
    Measure,
    Measure,
    Measure,
    Measure,
    Measure,
    Measure,
  ]
  const entropyLower = meanOf(meanEntropy)
  return {
    at,
    count: statistics.count,
    withEvidence: statistics.withEvidence,
    tokens: statistics.tokens,
    avgLogprob: spreadOf(avgLogprob),
    perplexity: spreadOf(perplexity),
    meanTokenEntropy: entropyLower === null ? null : [entropyLower, sumOf(statistics.entropyUpper) / meanEntropy.histogram.total],
    lowTokens: statistics.lowTokens,
    lowConfidenceShare: statistics.lowTokensOf === 0 ? null : statistics.lowTokens / statistics.lowTokensOf,
    latencyMs: spreadOf(latency),
    firstTokenMs: spreadOf(firstToken),
    completeness: meanOf(completeness),
    incomplete: incompleteOf(completeness),
    flagged: statistics.flagged,
    actions: Object.fromEntries(ACTIONS.map((action, i) => [action, statistics.actions[i]!])) as Record<Action, number>,
    tiers: present(TIERS, statistics.tiers),
    finishes: present(FINISHES, statistics.finishes),
    detections: Object.fromEntries([...statistics.detections].sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}
