import type { CalibrationState, FitJob, SuspendedGroup } from '@logitscope/core'
import { z } from 'zod'
import type { Calibration } from '../../calibration/calibration.ts'
import type { Reliability } from '../../calibration/reliability.ts'
import { ApiError } from '../problem.ts'
import { route, type Route } from '../route.ts'
import { calibrationIssue, calibrationStatistics } from '../schemas/calibration-statistics.ts'
import { count, nullableNumber } from '../schemas/shared.ts'
import { withFilter } from '../schemas/with-filter.ts'

const job = z
  .strictObject({
    state: z.enum(['idle', 'running', 'done', 'failed']),
    startedAt: nullableNumber,
    endedAt: nullableNumber,
    labels: count,
    detail: z.string(),
  })
  .meta({ id: 'FitJob' }) as z.ZodType<FitJob>

const state = z
  .strictObject({
    job,
    fitted: z
      .strictObject({
        sha256: z.string(),
        at: z.number(),
        report: z.looseObject({
          groups: z.array(z.looseObject({ key: z.string() })),
          refused: z.array(z.looseObject({ key: z.string(), reason: z.string() })),
        }),
        issues: z.array(calibrationIssue),
      })
      .nullable(),
    suspended: z.array(z.strictObject({ key: z.string(), since: z.number(), reason: z.string() })),
  })
  .meta({ id: 'CalibrationState' }) as unknown as z.ZodType<CalibrationState>

function statisticsRoute(reliability: Reliability): Route {
  return route({
    method: 'get',
    path: '/api/stats/calibration',
    summary: 'How the probabilities of the active profile hold on labelled answers, by group: reliability bins, calibration error',
    scopes: ['read'],
    query: withFilter({
      labelledFrom: z
        .string()
        .regex(/^\d{1,15}$/, 'must be a whole number')
        .optional()
        .describe('Epoch ms: only labels given from then on'),
    }),
    answer: { schema: calibrationStatistics, description: 'One entry a group and level that spoke for it' },
    handle: ({ query: { filter, rest } }) => reliability.read(filter, rest.labelledFrom === undefined ? null : Number(rest.labelledFrom)),
  })
}

/** Fitting profiles from the labels of the store, and holding the active one against them. Activating and going back: see the routes of profiles. */
export function calibrationRoutes(
  calibration: Calibration,
  reliability: Reliability,
  suspended: () => readonly SuspendedGroup[],
): readonly Route[] {
  const read = async (): Promise<CalibrationState> => ({
    job: calibration.job(),
    fitted: await calibration.fitted(),
    suspended: suspended(),
  })
  return [
    statisticsRoute(reliability),
    route({
      method: 'get',
      path: '/api/calibration',
      summary: 'The fit under way, the last profile that was fitted with its figures, and the groups whose promises are suspended',
      scopes: ['read'],
      answer: { schema: state, description: 'How calibration stands' },
      handle: read,
    }),
    route({
      method: 'post',
      path: '/api/calibration/fit',
      summary:
        'Fits a profile from the labelled answers of a filter (from, to, project, model, promptVersion, language) and keeps it; it is not activated',
      scopes: ['admin'],
      query: withFilter({}),
      body: {
        limitBytes: 16 * 1024,
        optional: true,
        schema: z
          .strictObject({
            name: z.string().min(1).max(100).optional(),
            promise: z.number().gt(0).lt(1).nullable().optional(),
            note: z.string().max(1_000).optional(),
          })
          .optional(),
      },
      answer: { schema: job, description: 'The fit has begun; GET /api/calibration shows how it goes' },
      handle({ query, body }) {
        const { name, promise, note } = body ?? {}
        const begun = calibration.start(query.filter, {
          ...(name === undefined ? {} : { name }),
          ...(promise === undefined ? {} : { promise }),
          ...(note === undefined ? {} : { note }),
        })
        if (!begun) throw new ApiError(409, 'already-running', 'a fit is under way; wait for it to end')
        return calibration.job()
      },
    }),
  ]
}
