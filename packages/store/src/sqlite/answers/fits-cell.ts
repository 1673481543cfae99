import { isAnswerToken, type AnswerFilter } from '@logitscope/core'
import type { Engine } from '../engine.ts'
import { isInCell } from './filter-sql.ts'
import { readAnswer, type Place } from './stored-answer.ts'

/** Whether a stored answer has a token in the cell that a filter names. */
export function fitsCell(engine: Engine, place: Place, cell: AnswerFilter['cell']): boolean {
  if (cell === undefined) return true
  const { trace, analysis } = readAnswer(engine, place)
  const logprob = analysis.perToken.logprob.filter((_, i) => isAnswerToken(trace.tokens[i]!))
  return isInCell(cell, logprob)
}
