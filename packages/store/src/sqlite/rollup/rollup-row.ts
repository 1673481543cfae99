import { createHeatmap, isAnswerToken, mergeHeatmap, pushHeatmap, type Heatmap, type TokenColumns, type Trace } from '@logitscope/core'
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

/** What of an answer's tokens is counted. */
export interface CountedTokens {
  readonly tokens: Trace['tokens']
  readonly logprob: TokenColumns['logprob']
}

/** Counts the answer's tokens in a heatmap, the first answer token at position 0. */
export function countHeatmap(heatmap: Heatmap, { tokens, logprob }: CountedTokens): void {
  let position = 0
  for (let i = 0; i < tokens.length; i++) {
    if (isAnswerToken(tokens[i]!)) pushHeatmap(heatmap, position++, logprob[i] ?? NaN)
  }
}

/** Counts the tokens below a logprob, nats. */
export function countLowTokens(low: LowTokens, { tokens, logprob }: CountedTokens, below: number): void {
  for (let i = 0; i < tokens.length; i++) {
    const value = logprob[i]
    if (typeof value === 'number' && value < below) pushLowToken(low, tokens[i]!.text, 1, value)
  }
}

/** Counts one answer. */
export function countAnswer(row: RollupRow, answer: Counted, tokens: CountedTokens, lowBelow: number): void {
  pushAnswer(row.statistics, answer)
  if (tokens.tokens.length > 0) countHeatmap((row.heatmap ??= createHeatmap()), tokens)
  countLowTokens(row.tokens, tokens, lowBelow)
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
