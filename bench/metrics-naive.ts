/** What one writes without columns: a map and a reduce per metric. It computes less (no interval, no windows over parts) and serves as the yardstick. */
import type { Token } from '../packages/core/src/trace/types.ts'

export interface NaiveMetrics {
  readonly sum: number
  readonly mean: number
  readonly least: number
  readonly perplexity: number
  readonly lowShare: number
  readonly tailMean: number
  readonly worstWindow: number
  readonly maxEntropy: number
  readonly meanEntropy: number
  readonly offTop: number
}

export function naiveMetrics(tokens: readonly Token[], low: number): NaiveMetrics {
  const logprobs = tokens.map((token) => token.logprob).filter((logprob): logprob is number => logprob !== null)
  const sum = logprobs.reduce((total, logprob) => total + logprob, 0)
  const mean = sum / logprobs.length
  const sorted = logprobs.toSorted((a, b) => a - b)
  const tail = sorted.slice(0, Math.ceil(sorted.length / 10))
  const windows = logprobs.slice(4).map((_, i) => logprobs.slice(i, i + 5).reduce((total, logprob) => total + logprob, 0) / 5)
  const entropies = tokens.map(({ alternatives }) => {
    const probabilities = alternatives.map(({ logprob }) => Math.exp(logprob))
    const mass = probabilities.reduce((total, p) => total + p, 0)
    return -probabilities.reduce((total, p) => total + (p / mass) * Math.log2(p / mass), 0)
  })
  return {
    sum,
    mean,
    least: Math.min(...logprobs),
    perplexity: Math.exp(-mean),
    lowShare: logprobs.filter((logprob) => logprob < low).length / logprobs.length,
    tailMean: tail.reduce((total, logprob) => total + logprob, 0) / tail.length,
    worstWindow: Math.min(...windows),
    maxEntropy: Math.max(...entropies),
    meanEntropy: entropies.reduce((total, entropy) => total + entropy, 0) / entropies.length,
    offTop: tokens.filter((token) => token.alternatives[0]!.text !== token.text).length / tokens.length,
  }
}
