import type { DriftMonitor, DriftOverview } from '@logitscope/core'
import { z } from 'zod'
import { count, nullableNumber } from './shared.ts'

export const driftAlarm = z
  .strictObject({
    kind: z.literal('drift-alarm'),
    component: z.enum(['within', 'mix']),
    detector: z.enum(['fast', 'slow']),
    metric: z.string(),
    stratum: z.string().nullable(),
    direction: z.enum(['down', 'up']),
    size: z.strictObject({ estimate: z.number(), low: z.number(), high: z.number() }),
    since: z.number(),
    at: z.number(),
    split: z.strictObject({ metric: z.string(), total: z.number(), mix: z.number(), within: z.number() }).nullable(),
    blocks: count,
    examples: z.array(z.strictObject({ traceId: z.string(), stratum: z.string(), value: z.number() })),
    suspendsPromises: z.literal(true),
  })
  .meta({ id: 'DriftAlarm' })

export const driftMonitor = z
  .strictObject({
    project: z.string(),
    state: z.enum(['learning', 'watching', 'drifted']),
    baseline: z.strictObject({ hours: count, hoursNeeded: count, blocks: count, blocksNeeded: count }).nullable(),
    watchedSince: nullableNumber,
    metrics: z.array(z.string()),
    strata: z.array(z.string()),
    alarms: z.array(driftAlarm),
    answers: count,
    late: count,
    leftOut: count,
    lastAnswerAt: nullableNumber,
    budget: z.number(),
  })
  .meta({ id: 'DriftMonitor' }) as unknown as z.ZodType<DriftMonitor>

export const driftOverview = z
  .strictObject({
    ready: z.boolean(),
    budget: z.number(),
    horizonHours: z.number(),
    items: z.array(driftMonitor),
    unwatchedAnswers: count,
  })
  .meta({ id: 'DriftOverview' }) as unknown as z.ZodType<DriftOverview>
