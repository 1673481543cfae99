import type { AnswerSummary } from '@logitscope/core'
import { createHash } from 'node:crypto'
import type { AnalyzedTrace, AppendOutcome, AppendResult } from '../../contract/analyzed-trace.ts'
import { StoreError } from '../../contract/store-error.ts'
import { writing, type Engine } from '../engine.ts'
import { packAnswer } from '../payload/answer-payload.ts'
import { isSameTrace } from '../payload/same-trace.ts'
import { summaryOf, summaryOfRow, rowValues, type AnswerRow } from './answer-row.ts'
import { INSERT_ANSWER, SELECT_ANSWER } from './columns.ts'
import { writePayload } from './payloads.ts'
import { createSizes } from './project-sizes.ts'
import { searchText } from './search-text.ts'
import { findPlace, readAnswer } from './stored-answer.ts'

/** Batches are remembered that long, so that one whose acknowledgement was lost may be sent again. */
const REMEMBER_MS = 7 * 86_400_000

export const INSERT_SEARCH = 'INSERT INTO search (rowid, prompt, answer, low) VALUES (?, ?, ?, ?)'

interface Batch {
  readonly digest: string
  readonly outcomes: string
  readonly stored: string
}

function digestOf(batch: readonly AnalyzedTrace[]): string {
  const hash = createHash('sha256')
  for (const { trace } of batch) hash.update(trace.id).update('\0')
  return hash.digest('base64')
}

function replayOf({ connection, names }: Engine, batchId: string, digest: string): AppendResult | null {
  const known = connection.get<Batch>('SELECT digest, outcomes, stored FROM batches WHERE id = ?', batchId)
  if (known === undefined) return null
  if (known.digest !== digest) {
    throw new StoreError(
      'bad-request',
      `the batch id ${JSON.stringify(batchId)} was used before for other answers; give each batch an id of its own`,
    )
  }
  const stored = (JSON.parse(known.stored) as number[]).flatMap((seq) => {
    const row = connection.get<AnswerRow>(`SELECT ${SELECT_ANSWER} FROM answers a WHERE a.seq = ?`, seq)
    return row === undefined ? [] : [summaryOfRow(row, names)]
  })
  return { outcomes: JSON.parse(known.outcomes) as AppendOutcome[], stored }
}

interface Prepared {
  readonly answer: AnalyzedTrace
  readonly summary: AnswerSummary
  readonly bytes: Uint8Array
}

function insert(engine: Engine, { answer, summary, bytes }: Prepared): number {
  const { connection, names, groups, rollups, lowBelow } = engine
  const { trace, analysis } = answer
  const { full } = groups.membership({
    project: summary.project,
    model: summary.model,
    promptVersion: summary.promptVersion ?? '',
    language: summary.language,
    provider: summary.provider,
  })
  const values = rowValues(summary, analysis, names, { rollup: full, tokens: trace.tokens.length, bytes: bytes.length })
  const { lastInsertRowid: seq } = connection.run(INSERT_ANSWER, ...values)
  writePayload(connection, seq, bytes)
  const { logprob } = analysis.perToken
  const { prompt, answer: text, low } = searchText(trace, logprob, lowBelow)
  connection.run(INSERT_SEARCH, seq, prompt, text, low)
  rollups.count(trace.startedAt, full, summary, { tokens: trace.tokens, logprob }, 1)
  return seq
}

/** See `TraceStore.append`. */
export function append(
  engine: Engine,
  batch: readonly AnalyzedTrace[],
  { batchId, receivedAt }: { readonly batchId: string; readonly receivedAt: number },
): AppendResult {
  const digest = digestOf(batch)
  const before = replayOf(engine, batchId, digest)
  if (before !== null) return before
  // Packing is the larger part of the work: it is done before the file is locked for writing.
  const prepared = batch.map((answer) => ({
    answer,
    summary: summaryOf(answer, receivedAt),
    bytes: packAnswer(answer.trace, answer.analysis),
  }))
  return writing(engine, () => {
    const again = replayOf(engine, batchId, digest)
    if (again !== null) return again
    const outcomes: AppendOutcome[] = []
    const stored: AnswerSummary[] = []
    const seqs: number[] = []
    const sizes = createSizes()
    for (const item of prepared) {
      const place = findPlace(engine, item.summary.id)
      if (place !== undefined) {
        outcomes.push(isSameTrace(readAnswer(engine, place).trace, item.answer.trace, item.answer) ? 'duplicate' : 'conflict')
        continue
      }
      seqs.push(insert(engine, item))
      sizes.add(engine.names.number(item.summary.project), item.answer.trace.tokens.length, item.bytes.length)
      stored.push(item.summary)
      outcomes.push('stored')
    }
    const { connection } = engine
    sizes.write(connection)
    connection.run('DELETE FROM batches WHERE at < ?', receivedAt - REMEMBER_MS)
    connection.run(
      'INSERT INTO batches (id, at, digest, outcomes, stored) VALUES (?, ?, ?, ?, ?)',
      batchId,
      receivedAt,
      digest,
      JSON.stringify(outcomes),
      JSON.stringify(seqs),
    )
    return { outcomes, stored }
  })
}
