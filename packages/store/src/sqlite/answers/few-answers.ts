import type { AnswerFilter } from '@logitscope/core'
import type { Engine } from '../engine.ts'
import { textCondition } from './filter-sql.ts'

/** As many answers with a text are still looked up one by one. */
const FEW = 5_000

/** The numbers of the answers that hold the text of a filter, where they are few; `null` where they are many, or no text is asked for. */
export function fewMatches({ connection }: Engine, filter: AnswerFilter): readonly number[] | null {
  const text = textCondition(filter)
  if (text === null) return null
  if (text.isEmpty) return []
  const found = connection.all<{ rowid: number }>(`SELECT rowid FROM search WHERE ${text.sql} LIMIT ${FEW + 1}`, ...text.values)
  return found.length > FEW ? null : found.map(({ rowid }) => rowid)
}

/** Whether the rows of a filter are found by an index of their own, or are known already. */
export function isIndexed({ session, user, labels }: AnswerFilter, few: readonly number[] | null): boolean {
  return session !== undefined || user !== undefined || few !== null || labels?.includes('none') === false
}
