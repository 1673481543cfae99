import { labelInForce, type AnswerFilter, type LabelChange } from '@logitscope/core'
import type { AnalyzedTrace } from '@logitscope/store'
import { z } from 'zod'
import type { ApiContext } from '../context.ts'
import { CSV_HEADER, csvLine } from '../csv.ts'
import { route, type Route } from '../route.ts'
import { streamOf } from '../stream-lines.ts'
import { wholeNumber, withFilter } from '../schemas/with-filter.ts'

/** Most answers of one export; take the rest with the filter's `from`. */
const MOST_ANSWERS = 10_000_000
/** An export may take long, but not for ever, ms. */
const EXPORT_DEADLINE_MS = 60 * 60 * 1000

type Write = (answer: AnalyzedTrace, labels: readonly LabelChange[]) => string

const WRITERS: Readonly<Record<'jsonl' | 'csv', { readonly type: string; readonly header: string; readonly write: Write }>> = {
  jsonl: {
    type: 'application/x-ndjson',
    header: '',
    write: ({ trace, analysis }, labels) => `${JSON.stringify({ trace, analysis, ...(labels.length === 0 ? {} : { labels }) })}\n`,
  },
  csv: {
    type: 'text/csv; charset=utf-8; header=present',
    header: CSV_HEADER,
    write: (answer, labels) => csvLine(answer, labelInForce(labels)?.value ?? null),
  },
}

async function* linesOf(
  context: ApiContext,
  filter: AnswerFilter,
  kind: 'jsonl' | 'csv',
  limit: number,
  signal: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  const { header, write } = WRITERS[kind]
  if (header !== '') yield header
  let count = 0
  for await (const answer of context.reads().scan(filter, { signal, deadlineMs: EXPORT_DEADLINE_MS })) {
    yield write(answer, await context.control().labelsOf(answer.trace.id))
    count += 1
    if (count >= limit) return
  }
}

export function exportRoutes(context: ApiContext): readonly Route[] {
  return [
    route({
      method: 'get',
      path: '/api/export',
      summary:
        'All answers of a filter, oldest first: JSON lines with tokens, analysis and labels (which POST /api/traces reads), or CSV without tokens',
      scopes: ['read'],
      query: withFilter({ format: z.enum(['jsonl', 'csv']).optional(), limit: wholeNumber(1, MOST_ANSWERS, MOST_ANSWERS) }),
      answer: { mediaTypes: ['application/x-ndjson', 'text/csv'], description: 'A line an answer' },
      handle({ query: { filter, rest }, signal }) {
        const kind = rest.format ?? 'jsonl'
        const stop = new AbortController()
        const lines = linesOf(context, filter, kind, rest.limit, AbortSignal.any([signal, stop.signal]))
        return new Response(streamOf(lines, stop), {
          headers: {
            'content-type': WRITERS[kind].type,
            'content-disposition': `attachment; filename="logitscope.${kind}"`,
            'cache-control': 'no-store',
          },
        })
      },
    }),
  ]
}
