import type { ReviewState } from '@logitscope/core'
import { z } from 'zod'
import { ACTIVE_LEARNING_COLUMNS, activeLearningLine } from '../../review/active-learning.ts'
import { currentDraw, drawnRecords, reviewState, startReview, type ReviewSources } from '../../review/review-queue.ts'
import { READ_DEADLINE_MS, type ApiContext } from '../context.ts'
import { csvCell } from '../csv.ts'
import { ApiError } from '../problem.ts'
import { route, type Route } from '../route.ts'
import { answerSummary } from '../schemas/answers.ts'
import { count } from '../schemas/shared.ts'
import { withFilter } from '../schemas/with-filter.ts'
import { streamOf } from '../stream-lines.ts'

const request = z.strictObject({
  by: z.enum(['errorRisk', 'entropy']),
  size: z.number().int().min(1).max(1_000),
  auditShare: z.number().gt(0).max(1),
})

const item = z.strictObject({
  traceId: z.string(),
  samplingProbability: z.number().gt(0).max(1),
  audit: z.boolean(),
  answer: answerSummary,
})

const state = z
  .strictObject({
    draw: z
      .strictObject({ id: z.string(), drawnAt: z.number(), request, filter: z.looseObject({}), pool: count, cut: z.boolean() })
      .nullable(),
    items: z.array(item),
    labelled: count,
  })
  .meta({ id: 'ReviewState' }) as unknown as z.ZodType<ReviewState>

async function* exportLines(sources: ReviewSources, format: 'jsonl' | 'csv', signal: AbortSignal): AsyncGenerator<string, void, undefined> {
  const draw = await currentDraw(sources)
  if (format === 'csv') yield `${ACTIVE_LEARNING_COLUMNS.join(',')}\r\n`
  if (draw === null) return
  for await (const { item: drawn, record } of drawnRecords(sources, draw, { signal })) {
    const line = activeLearningLine(record, drawn)
    if (format === 'jsonl') yield `${JSON.stringify(line)}\n`
    else {
      const cells = ACTIVE_LEARNING_COLUMNS.map((name) => line[name])
      yield `${cells.map((cell) => csvCell(typeof cell === 'object' && cell !== null ? JSON.stringify(cell) : (cell as string))).join(',')}\r\n`
    }
  }
}

/** The review queue: what was drawn to be labelled, and its export for active learning. */
export function reviewRoutes(context: ApiContext, random: () => number): readonly Route[] {
  const sources: ReviewSources = { reads: context.reads, control: context.control, now: context.now, random }
  return [
    route({
      method: 'get',
      path: '/api/review',
      summary: 'The answers drawn for review, the most informative first',
      scopes: ['read'],
      answer: { schema: state, description: 'The draw under way' },
      handle: ({ signal }) => reviewState(sources, { signal, deadlineMs: READ_DEADLINE_MS }),
    }),
    route({
      method: 'post',
      path: '/api/review/draw',
      summary:
        'Draws answers without a label: a uniform share, and the rest the more informative the more likely; takes the place of the draw before',
      scopes: ['ingest'],
      query: withFilter({}),
      body: { limitBytes: 4_096, schema: request },
      answer: { schema: state, description: 'The new draw' },
      async handle({ query, body, signal }) {
        const draw = await startReview(sources, query.filter, body, { signal, deadlineMs: READ_DEADLINE_MS })
        if (draw.pool === 0) throw new ApiError(409, 'nothing-to-review', 'no answer of this filter is without a label')
        return reviewState(sources, { signal, deadlineMs: READ_DEADLINE_MS })
      },
    }),
    route({
      method: 'get',
      path: '/api/review/export',
      summary: 'The drawn answers with prompt, labels, probabilities of the draw and hotspots, for active learning',
      scopes: ['read'],
      query: z.strictObject({ format: z.enum(['jsonl', 'csv']).optional() }),
      answer: { mediaTypes: ['application/x-ndjson', 'text/csv'], description: 'One line an answer' },
      handle({ query }) {
        const format = query.format ?? 'jsonl'
        const stop = new AbortController()
        return new Response(streamOf(exportLines(sources, format, stop.signal), { stop }), {
          headers: {
            'content-type': format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/x-ndjson',
            'content-disposition': `attachment; filename="logitscope-review.${format}"`,
          },
        })
      },
    }),
  ]
}
