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
import type { Engine } from '../engine.ts'
import { ask } from '../rollup/query.ts'
import { heatmap, tokens } from '../rollup/statistics-queries.ts'
import { isInBand, isRollupFilter } from './filter-sql.ts'

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

/**
 * How many tokens a filter means: those of its cell, or those of its low token, in all answers of the filter. From the rollups where they can
 * tell, so that the number is the very one of the chart that led here, else from the tokens of each answer. `undefined` where the filter means no
 * tokens, or two kinds of them.
 */
export function meantTokens(engine: Engine, filter: AnswerFilter, options?: ReadOptions): number | undefined {
  const { cell, lowToken, ...base } = filter
  if ((cell === undefined) === (lowToken === undefined)) return undefined
  if (isRollupFilter(base)) {
    if (lowToken !== undefined) {
      const known = tokens(engine, base, ALL_TEXTS, options)
      const found = known.items.find(({ text }) => text === lowToken)
      // A text that found no place in some row of the rollups is counted there among the others.
      if (known.other === 0) return found?.low ?? 0
    } else if (cell !== undefined) {
      const positions = binsOf(HEATMAP_POSITIONS, cell.position, HEATMAP_POSITIONS.edges.at(-1)! + 1)
      const probabilities = binsOf(HEATMAP_PROBABILITIES, cell.probability, 1)
      if (positions !== null && probabilities !== null) {
        const { cells } = heatmap(engine, base, options)
        const width = HEATMAP_PROBABILITIES.edges.length + 1
        return positions.flatMap((p) => probabilities.map((q) => cells[p * width + q] ?? 0)).reduce((sum, count) => sum + count, 0)
      }
    }
  }
  let count = 0
  ask(
    engine,
    {
      filter,
      table: 'rollup_heatmaps',
      takeRollup: () => undefined,
      takeAnswer: (_counted, _at, _row, read) => {
        if (cell !== undefined) count += cellTokens(read(), cell)
        else if (lowToken !== undefined) count += lowTokens(read(), lowToken, engine.lowBelow)
      },
    },
    options,
  )
  return count
}
