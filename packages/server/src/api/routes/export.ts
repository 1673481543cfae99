import { labelInForce, type AnswerFilter, type LabelChange } from '@logitscope/core'
import type { AnalyzedTrace } from '@logitscope/store'
import { z } from 'zod'
import type { ApiContext } from '../context.ts'
import { CSV_HEADER, csvLine } from '../csv.ts'
import { createExportRoom } from '../export-room.ts'
import { parquetPieces } from '../parquet.ts'
import { problemOf, problemResponse } from '../problem.ts'
import { route, type Route } from '../route.ts'
import { streamOf } from '../stream-lines.ts'
import { wholeNumber, withFilter } from '../schemas/with-filter.ts'

/** Most answers of one export; take the rest with the filter's `from`. */
const MOST_ANSWERS = 10_000_000
/** An export may take long, but not for ever, ms. */
const EXPORT_DEADLINE_MS = 60 * 60 * 1000

/** Exports at once: each holds a page of answers with their tokens, and all share the threads that read. */
const MOST_AT_ONCE = 4
/** When to ask again where as many run, s. */
const RETRY_AFTER_S = 10

type Labelled = readonly [answer: AnalyzedTrace, labels: readonly LabelChange[]]

const FORMATS = {
  jsonl: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8; header=present',
  parquet: 'application/vnd.apache.parquet',
} as const

/** Answers whose labels are asked for at once: asking costs a turn of the thread that writes. */
const LABELS_AT_ONCE = 100

async function* withLabels(context: ApiContext, answers: readonly AnalyzedTrace[]): AsyncGenerator<Labelled, void, undefined> {
  if (answers.length === 0) return
  const labels = await context.control().labelsOfMany(answers.map(({ trace }) => trace.id))
  for (const answer of answers) yield [answer, labels.get(answer.trace.id) ?? []]
}

async function* labelled(
  context: ApiContext,
  filter: AnswerFilter,
  limit: number,
  signal: AbortSignal,
): AsyncGenerator<Labelled, void, undefined> {
  let waiting: AnalyzedTrace[] = []
  let count = 0
  for await (const answer of context.reads().scan(filter, { signal, deadlineMs: EXPORT_DEADLINE_MS })) {
    waiting.push(answer)
    count += 1
    if (waiting.length < LABELS_AT_ONCE && count < limit) continue
    yield* withLabels(context, waiting)
    waiting = []
    if (count >= limit) return
  }
  yield* withLabels(context, waiting)
}

async function* rowsOf(answers: AsyncIterable<Labelled>): AsyncGenerator<Parameters<typeof csvLine>, void, undefined> {
  for await (const [answer, labels] of answers) yield [answer, labelInForce(labels)?.value ?? null]
}

async function* csvOf(answers: AsyncIterable<Labelled>): AsyncGenerator<string, void, undefined> {
  yield CSV_HEADER
  for await (const row of rowsOf(answers)) yield csvLine(...row)
}

async function* linesOf(answers: AsyncIterable<Labelled>): AsyncGenerator<string, void, undefined> {
  for await (const [{ trace, analysis }, labels] of answers)
    yield `${JSON.stringify({ trace, analysis, ...(labels.length === 0 ? {} : { labels }) })}\n`
}

const tooMany = (): Response =>
  problemResponse(
    problemOf(429, 'too-many-exports', `${MOST_AT_ONCE} exports run already: try again in ${RETRY_AFTER_S} seconds, or when one has ended`),
    { 'retry-after': String(RETRY_AFTER_S) },
  )

/** @param stalledMs how long a client may take nothing of its export before it is cut, ms; a minute where absent. */
export function exportRoutes(context: ApiContext, stalledMs?: number): readonly Route[] {
  const room = createExportRoom(MOST_AT_ONCE)
  return [
    route({
      method: 'get',
      path: '/api/export',
      summary:
        'All answers of a filter, oldest first: JSON lines with tokens, analysis and labels (which POST /api/traces reads), or CSV or Parquet without tokens; 429 with Retry-After while four others run',
      scopes: ['read'],
      query: withFilter({ format: z.enum(['jsonl', 'csv', 'parquet']).optional(), limit: wholeNumber(1, MOST_ANSWERS, MOST_ANSWERS) }),
      answer: { mediaTypes: ['application/x-ndjson', 'text/csv', FORMATS.parquet], description: 'A line or row an answer' },
      handle({ request, query: { filter, rest }, signal }) {
        const kind = rest.format ?? 'jsonl'
        const headers = {
          'content-type': FORMATS[kind],
          'content-disposition': `attachment; filename="logitscope.${kind}"`,
          'cache-control': 'no-store',
        }
        if (request.method === 'HEAD') return new Response(null, { headers })
        const leave = room.enter()
        if (leave === null) return tooMany()
        const stop = new AbortController()
        const answers = labelled(context, filter, rest.limit, AbortSignal.any([signal, stop.signal]))
        const pieces = kind === 'csv' ? csvOf(answers) : kind === 'parquet' ? parquetPieces(rowsOf(answers)) : linesOf(answers)
        return new Response(streamOf(pieces, { stop, onOver: leave, ...(stalledMs === undefined ? {} : { stalledMs }) }), { headers })
      },
    }),
  ]
}
