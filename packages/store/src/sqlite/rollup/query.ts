import type { AnswerFilter, GroupField } from '@logitscope/core'
import type { ReadOptions } from '../../contract/read-options.ts'
import { isRollupFilter } from '../answers/filter-sql.ts'
import { fitsCell } from '../answers/fits-cell.ts'
import { readAnswer, type Place } from '../answers/stored-answer.ts'
import type { AnalyzedTrace } from '../../contract/analyzed-trace.ts'
import type { AnswerRow } from '../answers/answer-row.ts'
import type { Engine } from '../engine.ts'
import { cover } from './cover.ts'
import type { Group } from './groups.ts'
import { readCounted, readRollups, type RollupTable } from './read-rollups.ts'
import type { Counted } from './statistics.ts'

/** Where the counts of a question come from: rows of rollups, and answers where rollups cannot say. */
export interface Question {
  readonly filter: AnswerFilter
  readonly by?: readonly GroupField[]
  /** Instants (epoch ms, whole minutes) that no rollup row may lie across. */
  readonly cuts?: readonly number[]
  readonly table: RollupTable
  readonly takeRollup: (bytes: Uint8Array, group: Group, at: number) => void
  readonly takeAnswer: (counted: Counted, at: number, row: AnswerRow, read: () => AnalyzedTrace) => void
}

const FAR = 2 ** 27 * 60_000

/** Answers a question from rollups as far as they go, else from rows. One view of the data throughout. */
export function ask(engine: Engine, question: Question, options?: ReadOptions): void {
  const { filter } = question
  engine.connection.reading(options, (guard) => {
    const groups = isRollupFilter(filter) ? engine.groups.select(filter, question.by ?? []) : null
    const answers = (one: AnswerFilter): void => {
      readCounted(engine, one, guard, (counted, at, row) => {
        const place = row as unknown as Place
        if (!fitsCell(engine, place, filter.cell)) return
        if (filter.cell !== undefined) guard.check()
        question.takeAnswer(counted, at, row, () => {
          guard.check()
          return readAnswer(engine, place)
        })
      })
    }
    if (groups === null) {
      answers(filter)
      return
    }
    const covered = cover(Math.max(0, filter.from ?? 0), Math.min(FAR, filter.to ?? FAR), question.cuts)
    readRollups(engine, question.table, groups, covered, guard, question.takeRollup)
    for (const [from, to] of covered.ends) answers({ ...filter, from, to })
  })
}
