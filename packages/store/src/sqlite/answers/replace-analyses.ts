import type { Analysis } from '@logitscope/core'
import { writing, type Engine } from '../engine.ts'
import { packAnswer } from '../payload/answer-payload.ts'
import { refreshExtremes } from '../rollup/extremes.ts'
import { relativeAvgLogprob, rowValues, summaryOf, type AnswerRow } from './answer-row.ts'
import { INSERT_SEARCH } from './append.ts'
import { ANSWER_COLUMNS } from './columns.ts'
import { deleteSearch } from './delete-answers.ts'
import { deletePayload, writePayload } from './payloads.ts'
import { createSizes } from './project-sizes.ts'
import { searchText } from './search-text.ts'
import { findPlace, readAnswer } from './stored-answer.ts'

const UPDATE = `UPDATE answers SET ${ANSWER_COLUMNS.map((column) => `${column} = ?`).join(', ')} WHERE seq = ?`

/** See `TraceStore.replaceAnalyses`. */
export function replaceAnalyses(
  engine: Engine,
  batch: readonly { readonly id: string; readonly analysis: Analysis }[],
): { readonly replaced: number } {
  const { connection, names, groups, rollups, lowBelow } = engine
  const packed = new Map<string, Uint8Array>()
  for (const { id, analysis } of batch) {
    const place = findPlace(engine, id)
    if (place !== undefined) packed.set(id, packAnswer(readAnswer(engine, place).trace, analysis))
  }
  return writing(engine, () => {
    const touched: { readonly started_at: number; readonly rollup: number }[] = []
    const sizes = createSizes()
    for (const { id, analysis } of batch) {
      const place = findPlace(engine, id)
      const bytes = packed.get(id)
      if (place === undefined || bytes === undefined) continue
      const before = readAnswer(engine, place)
      const { trace } = before
      const old = summaryOf(before, place.received_at)
      const now = summaryOf({ ...before, analysis }, place.received_at)
      const { full } = groups.membership({
        project: now.project,
        model: now.model,
        promptVersion: now.promptVersion ?? '',
        language: now.language,
        provider: now.provider,
      })
      rollups.count(trace.startedAt, full, now, { tokens: trace.tokens, logprob: analysis.perToken.logprob }, 1)
      rollups.count(trace.startedAt, place.rollup, old, { tokens: trace.tokens, logprob: before.analysis.perToken.logprob }, -1)
      touched.push({ started_at: trace.startedAt, rollup: full }, { started_at: trace.startedAt, rollup: place.rollup })
      const row = connection.get<Pick<AnswerRow, 'label' | 'bytes' | 'project'>>(
        'SELECT label, bytes, project FROM answers WHERE seq = ?',
        place.seq,
      )!
      const values = rowValues(now, relativeAvgLogprob(analysis), names, { rollup: full, tokens: trace.tokens.length, bytes: bytes.length })
      values[ANSWER_COLUMNS.indexOf('label')] = row.label
      connection.run(UPDATE, ...values, place.seq)
      deletePayload(connection, place.seq)
      writePayload(connection, place.seq, bytes)
      sizes.add(Number(row.project), trace.tokens.length, bytes.length)
      sizes.add(Number(row.project), trace.tokens.length, Number(row.bytes), -1)
      deleteSearch(engine, place.seq, before)
      const text = searchText(trace, analysis.perToken.logprob, lowBelow)
      connection.run(INSERT_SEARCH, place.seq, text.prompt, text.answer, text.low)
    }
    sizes.write(connection)
    rollups.write()
    refreshExtremes(engine, touched)
    return { replaced: touched.length / 2 }
  })
}
