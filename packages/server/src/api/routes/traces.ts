import {
  METRIC_PATHS,
  profileFingerprint,
  STARTING_PROFILE,
  thresholdsFor,
  type Analysis,
  type AnswerScale,
  type AnswerSort,
  type LabelChange,
} from '@logitscope/core'
import { z } from 'zod'
import { READ_DEADLINE_MS, type ApiContext } from '../context.ts'
import { ApiError } from '../problem.ts'
import { readBody } from '../read-body.ts'
import { route, type Route } from '../route.ts'
import { answerPage, answerRecord, neighbours, ingestAnswer, labelChange } from '../schemas/answers.ts'
import { count, labelValue } from '../schemas/shared.ts'
import { createUploadRoom } from '../upload-room.ts'
import { wholeNumber, withFilter } from '../schemas/with-filter.ts'

/** Longest body of `POST /api/traces` as sent. */
const INGEST_LIMIT_BYTES = 64 * 1024 * 1024
/** Bodies that are read or wait to be stored, together: a slow store makes clients wait, not the memory grow. */
const UPLOAD_ROOM_BYTES = INGEST_LIMIT_BYTES
const COLUMNS = ['startedAt', 'receivedAt', 'totalMs', 'tokenCount', ...METRIC_PATHS]
const LONGEST_ID = 500

const sort = z
  .string()
  .max(100)
  .optional()
  .transform((value, context): AnswerSort => {
    const by = (value ?? '-startedAt').replace(/^-/, '')
    if (!COLUMNS.includes(by)) {
      context.addIssue({ code: 'custom', message: `"${by}" is no column: ${COLUMNS.slice(0, 4).join(', ')} or a metric path` })
      return z.NEVER
    }
    return { by, direction: (value ?? '-').startsWith('-') ? 'descending' : 'ascending' }
  })

const id = z.strictObject({ id: z.string().min(1).max(LONGEST_ID) })

/** Thresholds and bands of the profile that an analysis names, where it is still kept. */
async function scaleOf(context: ApiContext, { profile: { sha256 }, language }: Analysis): Promise<AnswerScale | null> {
  const { fromFile } = context.profile
  const known = [...(fromFile === null ? [] : [fromFile]), STARTING_PROFILE].find((profile) => profileFingerprint(profile) === sha256)
  const profile = known ?? (await context.control().profiles()).find((stored) => stored.sha256 === sha256)?.profile
  if (profile === undefined) return null
  return { lowTokenLogprob: thresholdsFor(profile, language.tag).lowTokenLogprob, avgLogprobBands: profile.bands.avgLogprob }
}

function list(context: ApiContext): Route {
  return route({
    method: 'get',
    path: '/api/traces',
    summary: 'Answers of a filter, a page at a time',
    scopes: ['read'],
    query: withFilter({
      sort,
      cursor: z.string().max(2_000).optional(),
      limit: wholeNumber(1, 1_000, 50),
      count: z.enum(['true', 'false']).optional(),
    }),
    answer: { schema: answerPage, description: 'A page of answers, and where the next begins' },
    handle: ({ query: { filter, rest }, signal }) =>
      context.reads().search(
        {
          filter,
          sort: rest.sort,
          limit: rest.limit,
          ...(rest.cursor === undefined ? {} : { cursor: rest.cursor }),
          ...(rest.count === 'true' ? { count: true } : {}),
        },
        { signal, deadlineMs: READ_DEADLINE_MS },
      ),
  })
}

function one(context: ApiContext): Route {
  return route({
    method: 'get',
    path: '/api/traces/{id}',
    summary: 'One answer with its tokens, its analysis and its labels',
    scopes: ['read'],
    params: id,
    answer: { schema: answerRecord, description: 'The answer' },
    async handle({ params, signal }) {
      const found = await context.reads().get(params.id, { signal, deadlineMs: READ_DEADLINE_MS })
      if (found === null) throw new ApiError(404, 'not-found', `no answer with the id ${params.id} is stored`)
      const [labels, scale] = await Promise.all([context.control().labelsOf(params.id), scaleOf(context, found.analysis)])
      return { trace: found.trace, analysis: found.analysis, labels, scale }
    },
  })
}

function around(context: ApiContext): Route {
  return route({
    method: 'get',
    path: '/api/traces/{id}/neighbours',
    summary: 'The answers before and after one in the order of a list: the same filter and sort as GET /api/traces',
    scopes: ['read'],
    params: id,
    query: withFilter({ sort }),
    answer: { schema: neighbours, description: 'Ids; null at an end of the list' },
    async handle({ params, query: { filter, rest }, signal }) {
      const found = await context.reads().neighbours(params.id, filter, rest.sort, { signal, deadlineMs: READ_DEADLINE_MS })
      if (found === null) throw new ApiError(404, 'not-found', `no answer with the id ${params.id} is stored`)
      return found
    },
  })
}

/** What a body may take: all of the room where its size is not said, or where it is compressed. */
function bytesToExpect(request: Request, encoding: string | null): number {
  const announced = request.headers.get('content-length')
  return announced === null || (encoding !== null && encoding !== 'identity') ? UPLOAD_ROOM_BYTES : Number(announced)
}

function ingest(context: ApiContext): Route {
  const room = createUploadRoom(UPLOAD_ROOM_BYTES)
  return route({
    method: 'post',
    path: '/api/traces',
    summary: 'Stores traces, one a line or as a JSON array; analysed on arrival, answered after the commit; sending twice stores once',
    scopes: ['ingest'],
    query: z.strictObject({ imported: z.enum(['true', 'false']).optional().describe('Back-dated: kept out of alerts') }),
    rawBody: {
      mediaTypes: ['application/x-ndjson', 'application/json'],
      description: 'Traces (schema version 1), or {trace, labels}; gzip, deflate or br',
    },
    answer: { schema: ingestAnswer, description: 'What became of each line' },
    async handle({ request, query, signal }) {
      const type = request.headers.get('content-type') ?? ''
      if (!/^application\/(?:json|x-ndjson|jsonl|ndjson|x-jsonlines)\b/i.test(type))
        throw new ApiError(
          415,
          'not-ndjson',
          'send traces as content-type application/x-ndjson (one a line) or application/json (an array)',
        )
      const encoding = request.headers.get('content-encoding')
      const leave = await room.take(bytesToExpect(request, encoding), signal)
      try {
        const body = await readBody(request, INGEST_LIMIT_BYTES)
        return await context.ingest(body, encoding, query.imported === 'true')
      } finally {
        leave()
      }
    },
  })
}

function label(context: ApiContext): Route {
  return route({
    method: 'post',
    path: '/api/traces/{id}/labels',
    summary: 'Labels an answer, or takes the label of this source back',
    scopes: ['ingest'],
    params: id,
    body: {
      limitBytes: 64 * 1024,
      schema: z.strictObject({
        value: labelValue.nullable(),
        note: z.string().max(4_000).optional(),
        source: z.string().min(1).max(100).optional(),
        samplingProbability: z.number().gt(0).max(1).nullable().optional(),
      }),
    },
    answer: { schema: z.strictObject({ labels: z.array(labelChange) }), description: 'Every label event of the answer, newest last' },
    async handle({ params, body }) {
      const event: LabelChange = {
        traceId: params.id,
        value: body.value,
        source: body.source ?? 'dashboard',
        at: context.now(),
        ...(body.note === undefined ? {} : { note: body.note }),
        samplingProbability: body.samplingProbability ?? null,
      }
      const { unknown } = await context.control().addLabels([event])
      if (unknown.length > 0) throw new ApiError(404, 'not-found', `no answer with the id ${params.id} is stored`)
      context.publish({ kind: 'answer-labeled', label: event })
      return { labels: await context.control().labelsOf(params.id) }
    },
  })
}

function erase(context: ApiContext): Route {
  return route({
    method: 'delete',
    path: '/api/traces',
    summary:
      'Deletes all answers of a session or a user, with their text, tokens and labels, takes them out of the statistics and of all else that holds them',
    scopes: ['admin'],
    query: z
      .strictObject({ session: z.string().min(1).max(500).optional(), user: z.string().min(1).max(500).optional() })
      .refine(({ session, user }) => (session === undefined) !== (user === undefined), { message: 'name a session or a user' }),
    answer: { schema: z.strictObject({ erased: count }), description: 'How many answers were deleted' },
    handle: ({ query: { session, user } }) => context.erase(session === undefined ? { user: user ?? '' } : { session }),
  })
}

export function traceRoutes(context: ApiContext): readonly Route[] {
  return [list(context), ingest(context), erase(context), one(context), around(context), label(context)]
}
