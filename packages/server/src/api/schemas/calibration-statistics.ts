import { LEVELS, type CalibrationIssue, type CalibrationStatistics, type GroupReliability } from '@logitscope/core'
import { z } from 'zod'
import { count, nullableNumber } from './shared.ts'

const share = z.number().min(0).max(1)

/** What was wrong with labels. */
export const calibrationIssue = z.strictObject({
  code: z.string(),
  count,
  example: z.string(),
  message: z.string(),
}) as unknown as z.ZodType<CalibrationIssue>

const group = z
  .strictObject({
    key: z.string(),
    scope: z.strictObject({ model: z.string(), language: z.string(), template: z.string() }),
    level: z.enum(['group', ...LEVELS]).nullable(),
    speaker: z.string().nullable(),
    reason: z.enum(['no-group', 'refused']).nullable(),
    n: count,
    positives: count,
    newLabels: count,
    unscored: z.strictObject({ n: count, positives: count }),
    unsure: count,
    effectiveN: z.number(),
    bins: z.array(z.strictObject({ count, predicted: share, observed: z.tuple([share, share, share]) })),
    brier: nullableNumber,
    ece: z.strictObject({ value: share, floor: share, debiased: nullableNumber }).nullable(),
  })
  .meta({ id: 'GroupReliability' }) as unknown as z.ZodType<GroupReliability>

export const calibrationStatistics: z.ZodType<CalibrationStatistics> = z
  .strictObject({
    profile: z.strictObject({ name: z.string(), version: z.number(), sha256: z.string(), createdAt: nullableNumber }),
    groups: z.array(group),
    issues: z.array(calibrationIssue),
    cut: z.boolean(),
  })
  .meta({ id: 'CalibrationStatistics' })
