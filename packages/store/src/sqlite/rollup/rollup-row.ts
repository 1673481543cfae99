import { createHeatmap, mergeHeatmap, pushHeatmap, type Heatmap } from '@logitscope/core'
import { tokenCounts, type CountedTokens, type TokenCounts } from './counted-tokens.ts'
import { createLowTokens, mergeLowTokens, pushLowToken, type LowTokens } from './low-tokens.ts'
import { createStatistics, mergeStatistics, pushAnswer, type Counted, type Statistics } from './statistics.ts'

/** Everything that is counted of the answers of a group in a stretch of time. */
export interface RollupRow {
  readonly statistics: Statistics
  /** `null` while no token was counted. */
  heatmap: Heatmap | null
  readonly tokens: LowTokens
}

export function createRollupRow(): RollupRow {
  return { statistics: createStatistics(), heatmap: null, tokens: createLowTokens() }
}

/** Counts the answer's tokens in a heatmap, the first answer token at position 0. */
export function countHeatmap(heatmap: Heatmap, { positions }: Pick<TokenCounts, 'positions'>): void {
  if (positions === null) return
  for (let position = 0; position < positions.length; position++) pushHeatmap(heatmap, position, positions[position]!)
}

/** Counts the tokens below the logprob of low tokens. */
export function countLowTokens(low: LowTokens, { lowTexts, lowLogprobs }: Pick<TokenCounts, 'lowTexts' | 'lowLogprobs'>): void {
  for (let i = 0; i < lowTexts.length; i++) pushLowToken(low, lowTexts[i]!, 1, lowLogprobs[i]!)
}

/** Counts one answer. */
export function countAnswer(row: RollupRow, answer: Counted, tokens: CountedTokens | TokenCounts, lowBelow: number): void {
  const counts = 'tokens' in tokens ? tokenCounts(tokens, lowBelow) : tokens
  pushAnswer(row.statistics, answer)
  if (counts.positions !== null) countHeatmap((row.heatmap ??= createHeatmap()), counts)
  countLowTokens(row.tokens, counts)
}

function subtractHeatmap(into: Heatmap, other: Heatmap): void {
  for (let i = 0; i < into.cells.length; i++) into.cells[i] = Math.max(0, into.cells[i]! - other.cells[i]!)
  for (let i = 0; i < into.unknown.length; i++) into.unknown[i] = Math.max(0, into.unknown[i]! - other.unknown[i]!)
}

/** Adds what `other` has counted, or takes it out again. */
export function mergeRollupRow(into: RollupRow, other: RollupRow, sign: 1 | -1 = 1): void {
  mergeStatistics(into.statistics, other.statistics, sign)
  if (other.heatmap !== null) {
    into.heatmap ??= createHeatmap()
    if (sign > 0) mergeHeatmap(into.heatmap, other.heatmap)
    else subtractHeatmap(into.heatmap, other.heatmap)
  }
  mergeLowTokens(into.tokens, other.tokens, sign)
}
