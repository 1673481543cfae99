import {
  binRange,
  HEATMAP_POSITIONS,
  HEATMAP_PROBABILITIES,
  isAnswerToken,
  type AnswerFilter,
  type BinScale,
  type CellFilter,
} from '@logitscope/core'
import type { ReadOptions } from '../../contract/read-options.ts'
import type { AnalyzedTrace } from '../../contract/analyzed-trace.ts'
import { goOn } from '../connection.ts'
import type { Engine } from '../engine.ts'
import type { Guard } from '../guard.ts'
import { heatmap, tokens } from '../rollup/statistics-queries.ts'
import { filterCondition, isInBand, isRollupFilter } from './filter-sql.ts'
import { inTime } from './in-time.ts'
import { readAnswer, SELECT_PLACE, type Place } from './stored-answer.ts'

/** Longest reading of answers for a count, ms: other readers wait for it. */
const MOST_READING_MS = 3_000
/** More texts than a store keeps counts of. */
const ALL_TEXTS = 1_000_000

/** Bins of a scale whose ranges make up exactly [from, to); `null` where none do. */
function binsOf(scale: BinScale, [from, to]: readonly [number, number], highest: number): readonly number[] | null {
  const bins = Array.from({ length: scale.edges.length + 1 }, (_, bin) => bin).filter((bin) => {
    const [low, high] = binRange(scale, bin)
    return low >= from && (high <= to || (high >= highest && to >= highest))
  })
  const [first, last] = [bins[0], bins.at(-1)]
  if (first === undefined || last === undefined) return null
  const begins = binRange(scale, first)[0] === from
  const [, end] = binRange(scale, last)
  return begins && (end === to || end >= highest) ? bins : null
}

function cellTokens({ trace, analysis }: AnalyzedTrace, { position, probability }: CellFilter): number {
  let count = 0
  let at = 0
  for (let i = 0; i < trace.tokens.length; i++) {
    if (!isAnswerToken(trace.tokens[i]!)) continue
    const here = at++
    const value = analysis.perToken.logprob[i]
    if (here >= position[0] && here < position[1] && typeof value === 'number' && isInBand(probability, Math.exp(value))) count += 1
  }
  return count
}

function lowTokens({ trace, analysis }: AnalyzedTrace, text: string, below: number): number {
  let count = 0
  for (let i = 0; i < trace.tokens.length; i++) {
    const value = analysis.perToken.logprob[i]
    if (typeof value === 'number' && value < below && trace.tokens[i]!.text === text) count += 1
  }
  return count
}

/** From the rollups: the very number of the chart that led here. `null` where they cannot tell. */
function fromRollups(engine: Engine, { cell, lowToken, ...base }: AnswerFilter, options: ReadOptions): number | null {
  if (!isRollupFilter(base)) return null
  if (lowToken !== undefined) {
    const known = tokens(engine, base, ALL_TEXTS, options)
    // A text that found no place in some row of the rollups is counted there among the others.
    return known.other === 0 ? (known.items.find(({ text }) => text === lowToken)?.low ?? 0) : null
  }
  if (cell === undefined) return null
  const positions = binsOf(HEATMAP_POSITIONS, cell.position, HEATMAP_POSITIONS.edges.at(-1)! + 1)
  const probabilities = binsOf(HEATMAP_PROBABILITIES, cell.probability, 1)
  if (positions === null || probabilities === null) return null
  const { cells } = heatmap(engine, base, options)
  const width = HEATMAP_PROBABILITIES.edges.length + 1
  return positions.flatMap((p) => probabilities.map((q) => cells[p * width + q] ?? 0)).reduce((sum, count) => sum + count, 0)
}

/** From the tokens of each answer of the filter, each read once. */
function fromAnswers(engine: Engine, filter: AnswerFilter, guard: Guard): number {
  const { cell, lowToken } = filter
  const condition = filterCondition(filter, engine.names)
  if (condition.isEmpty) return 0
  const sql = `SELECT ${SELECT_PLACE} FROM answers a WHERE ${goOn('a.seq')} AND ${condition.sql}`
  let sum = 0
  for (const place of engine.connection.iterate<Place>(sql, ...condition.values)) {
    guard.check()
    const answer = readAnswer(engine, place)
    sum += cell === undefined ? lowTokens(answer, lowToken ?? '', engine.lowBelow) : cellTokens(answer, cell)
  }
  return sum
}

/** Whether a filter means tokens of one kind. */
export function meansTokens({ cell, lowToken }: AnswerFilter): boolean {
  return (cell === undefined) !== (lowToken === undefined)
}

/**
 * How many tokens a filter means: those of its cell, or those of its low token. Reading every answer is bounded in time, so that a list waits for
 * no count; `null` where that was too short. For filters that `meansTokens`.
 */
export function meantTokens(engine: Engine, filter: AnswerFilter, guard: Guard): number | null {
  const known = inTime(() => fromRollups(engine, filter, guard.left()))
  if (known !== null) return known
  const { signal, deadlineMs = Infinity } = guard.left()
  const options = { ...(signal === undefined ? {} : { signal }), deadlineMs: Math.min(deadlineMs, MOST_READING_MS) }
  return inTime(() => engine.connection.reading(options, (own) => fromAnswers(engine, filter, own)))
}
