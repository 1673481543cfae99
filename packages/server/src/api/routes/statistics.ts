import { METRIC_PATHS, type AnswerFilter, type Bucket } from '@logitscope/core'
import { z } from 'zod'
import { READ_DEADLINE_MS, type ApiContext } from '../context.ts'
import { ApiError } from '../problem.ts'
import { route, type Route } from '../route.ts'
import { fieldValues } from '../schemas/answers.ts'
import { GROUP_FIELDS, groupStatistics, heatmap, histogram, moments, series, tokenStatistics } from '../schemas/statistics.ts'
import { wholeNumber, withFilter } from '../schemas/with-filter.ts'

const BUCKET_MS: Readonly<Record<Bucket, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }
const MOST_BUCKETS = 10_000
const DAY_MS = 86_400_000
const MOMENT_COLUMNS: readonly string[] = ['totalMs', 'firstTokenMs', 'tokenCount', ...METRIC_PATHS]

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** A range with both ends; without any, the last 24 hours. */
function rangeOf(filter: AnswerFilter, now: number): AnswerFilter & { readonly from: number; readonly to: number } {
  const to = filter.to ?? now
  const from = filter.from ?? to - DAY_MS
  if (from >= to) throw new ApiError(400, 'bad-request', 'query.to: must be later than from')
  return { ...filter, from, to }
}

const options = (signal: AbortSignal): { readonly signal: AbortSignal; readonly deadlineMs: number } => ({
  signal,
  deadlineMs: READ_DEADLINE_MS,
})

function seriesRoute(context: ApiContext): Route {
  return route({
    method: 'get',
    path: '/api/stats/series',
    summary: 'Statistics a bucket of time; every bucket of the range is there',
    scopes: ['read'],
    query: withFilter({
      bucket: z.enum(['minute', 'hour', 'day']).optional(),
      tz: z.string().max(64).refine(isZone, { message: 'must be an IANA time zone, such as Europe/Istanbul' }).optional(),
    }),
    answer: { schema: series, description: 'The series and its total' },
    handle({ query: { filter, rest }, signal }) {
      const bucket = rest.bucket ?? 'hour'
      const range = rangeOf(filter, context.now())
      if ((range.to - range.from) / BUCKET_MS[bucket] > MOST_BUCKETS)
        throw new ApiError(400, 'bad-request', `query.bucket: the range holds more than ${MOST_BUCKETS} buckets; take a larger bucket`)
      return context.reads().series({ filter: range, bucket, zone: rest.tz ?? 'UTC' }, options(signal))
    },
  })
}

function histogramRoute(context: ApiContext): Route {
  return route({
    method: 'get',
    path: '/api/stats/histogram',
    summary: 'How answers spread over the bins of a metric',
    scopes: ['read'],
    query: withFilter({
      metric: z
        .string()
        .max(100)
        .optional()
        .describe(`Default metrics.avgLogprob. Of ${METRIC_PATHS.join(', ')}, latencyMs`),
    }),
    answer: { schema: histogram, description: 'Bin edges and counts' },
    handle: ({ query: { filter, rest }, signal }) =>
      context.reads().histogram(filter, rest.metric ?? 'metrics.avgLogprob', options(signal)),
  })
}

const metricList = z
  .string()
  .max(2_000)
  .optional()
  .transform((value, check) => {
    const metrics = (value ?? 'metrics.avgLogprob').split(',')
    const unknown = metrics.find((metric) => !MOMENT_COLUMNS.includes(metric))
    if (unknown === undefined) return metrics
    check.addIssue({
      code: 'custom',
      message: `"${unknown.slice(0, 80)}" is no column: ${MOMENT_COLUMNS.slice(0, 3).join(', ')} or a metric path`,
    })
    return z.NEVER
  })

function momentsRoute(context: ApiContext): Route {
  return route({
    method: 'get',
    path: '/api/stats/moments',
    summary: 'Counts, means and variances over all answers of a filter: what two groups are compared by',
    scopes: ['read'],
    query: withFilter({ metrics: metricList.describe('Separated by commas; default metrics.avgLogprob') }),
    answer: { schema: moments, description: 'Counts of verdicts and labels, and the moments of each metric' },
    handle: ({ query: { filter, rest }, signal }) => context.reads().moments(filter, rest.metrics, options(signal)),
  })
}

function heatmapRoute(context: ApiContext): Route {
  return route({
    method: 'get',
    path: '/api/stats/heatmap',
    summary: 'Tokens by position and probability',
    scopes: ['read'],
    query: withFilter({}),
    answer: { schema: heatmap, description: 'cells[position bin * probability bins + probability bin] tokens' },
    handle: ({ query: { filter }, signal }) => context.reads().heatmap(filter, options(signal)),
  })
}

function tokensRoute(context: ApiContext): Route {
  return route({
    method: 'get',
    path: '/api/stats/tokens',
    summary: 'The tokens that the model was least sure of',
    scopes: ['read'],
    query: withFilter({ limit: wholeNumber(1, 1_000, 50) }),
    answer: { schema: tokenStatistics, description: 'Texts with counts, most frequent first' },
    handle: ({ query: { filter, rest }, signal }) => context.reads().tokens(filter, rest.limit, options(signal)),
  })
}

const groupFields = z
  .string()
  .max(100)
  .optional()
  .transform((value, check) => {
    const fields = (value ?? 'model').split(',')
    const known = GROUP_FIELDS.filter((field) => fields.includes(field))
    if (known.length === fields.length && known.length > 0) return known
    check.addIssue({ code: 'custom', message: `must be of ${GROUP_FIELDS.join(', ')}, separated by commas, each once` })
    return z.NEVER
  })

function modelsRoute(context: ApiContext): Route {
  return route({
    method: 'get',
    path: '/api/stats/models',
    summary: 'The same statistics for each model, prompt version, language, project or provider',
    scopes: ['read'],
    query: withFilter({ by: groupFields.describe('Default model') }),
    answer: { schema: groupStatistics, description: 'One entry a group' },
    handle: ({ query: { filter, rest }, signal }) => context.reads().groups(filter, rest.by, options(signal)),
  })
}

function valuesRoute(context: ApiContext): Route {
  return route({
    method: 'get',
    path: '/api/stats/values',
    summary: 'Values of a field within a filter, most frequent first',
    scopes: ['read'],
    query: withFilter({ field: z.enum([...GROUP_FIELDS, 'tag']), limit: wholeNumber(1, 1_000, 100) }),
    answer: { schema: fieldValues, description: 'Values with counts; of tags, name:value' },
    async handle({ query: { filter, rest }, signal }) {
      return { field: rest.field, ...(await context.reads().values(filter, rest.field, rest.limit, options(signal))) }
    },
  })
}

export function statisticsRoutes(context: ApiContext): readonly Route[] {
  return [seriesRoute, histogramRoute, momentsRoute, heatmapRoute, tokensRoute, modelsRoute, valuesRoute].map((make) => make(context))
}
