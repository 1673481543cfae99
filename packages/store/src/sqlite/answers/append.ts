import type { AnswerSummary } from '@logitscope/core'
import { createHash } from 'node:crypto'
import type { AnalyzedTrace, AppendOutcome, AppendResult } from '../../contract/analyzed-trace.ts'
import { StoreError } from '../../contract/store-error.ts'
import { writing, type Engine } from '../engine.ts'
import { isSameTrace } from '../payload/same-trace.ts'
import { summaryOfRow, rowValues, type AnswerRow } from './answer-row.ts'
import { INSERT_ANSWER, SELECT_ANSWER } from './columns.ts'
import { writePayload } from './payloads.ts'
import { prepareAnswer, type PreparedAnswer } from './prepared-answer.ts'
import { createSizes } from './project-sizes.ts'
import { findPlace, readAnswer } from './stored-answer.ts'

/** Batches are remembered that long, so that one whose acknowledgement was lost may be sent again. */
const REMEMBER_MS = 7 * 86_400_000

export const INSERT_SEARCH = 'INSERT INTO search (rowid, prompt, answer, low) VALUES (?, ?, ?, ?)'

interface Batch {
  readonly digest: string
  readonly outcomes: string
  readonly stored: string
}

function digestOf(batch: readonly PreparedAnswer[]): string {
  const hash = createHash('sha256')
  for (const { parts } of batch) hash.update(parts.summary.id).update('\0')
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

function insert(engine: Engine, { parts }: PreparedAnswer, summary: AnswerSummary): number {
  const { connection, names, groups, rollups } = engine
  const { bytes, tokenTotal, search } = parts
  const { full } = groups.membership({
    project: summary.project,
    model: summary.model,
    promptVersion: summary.promptVersion ?? '',
    language: summary.language,
    provider: summary.provider,
  })
  const values = rowValues(summary, parts.relativeAvgLogprob, names, { rollup: full, tokens: tokenTotal, bytes: bytes.length })
  const { lastInsertRowid: seq } = connection.run(INSERT_ANSWER, ...values)
  writePayload(connection, seq, bytes)
  connection.run(INSERT_SEARCH, seq, search.prompt, search.answer, search.low)
  rollups.count(summary.startedAt, full, summary, parts.counts, 1)
  return seq
}

/** See `TraceStore.append`. */
export function append(
  engine: Engine,
  batch: readonly AnalyzedTrace[],
  { batchId, receivedAt }: { readonly batchId: string; readonly receivedAt: number },
): AppendResult {
  // Packing is the larger part of the work: it is done before the file is locked for writing.
  const prepared = batch.map((answer) => prepareAnswer(answer, engine.lowBelow))
  const digest = digestOf(prepared)
  const before = replayOf(engine, batchId, digest)
  if (before !== null) return before
  return writing(engine, () => {
    const again = replayOf(engine, batchId, digest)
    if (again !== null) return again
    const outcomes: AppendOutcome[] = []
    const stored: AnswerSummary[] = []
    const seqs: number[] = []
    const sizes = createSizes()
    for (const item of prepared) {
      const summary = { ...item.parts.summary, receivedAt }
      const place = findPlace(engine, summary.id)
      if (place !== undefined) {
        outcomes.push(isSameTrace(readAnswer(engine, place).trace, item.trace, item) ? 'duplicate' : 'conflict')
        continue
      }
      seqs.push(insert(engine, item, summary))
      sizes.add(engine.names.number(summary.project), item.parts.tokenTotal, item.parts.bytes.length)
      stored.push(summary)
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
