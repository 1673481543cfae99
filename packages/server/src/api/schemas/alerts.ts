import type { AlertPage, AlertRecord, RuleTrial } from '@logitscope/core'
import { z } from 'zod'
import { alertRule } from '../../alerts/rule-schema.ts'
import { driftAlarm } from './drift.ts'
import { count, nullableNumber } from './shared.ts'

const nullableText = z.string().nullable()

const event = z
  .strictObject({
    kind: z.enum(['alert-raised', 'alert-repeated', 'alert-resolved']),
    ruleId: z.string(),
    at: z.number(),
    value: nullableNumber,
    threshold: nullableNumber,
    noData: z.enum(['no-traffic', 'no-evidence', 'captures-dropped', 'too-few']).nullable(),
    held: count,
    traceId: z.string().optional(),
    drift: z.strictObject({ project: z.string(), alarm: driftAlarm }).optional(),
    store: z
      .strictObject({
        kind: z.enum(['set-aside', 'read-only', 'unavailable', 'content-dropped', 'capture-dropped']),
        detail: z.string(),
        file: nullableText,
        carried: z.array(z.strictObject({ table: z.enum(['keys', 'rules', 'profiles']), rows: count, isWhole: z.boolean() })).optional(),
      })
      .optional(),
    quiet: z.boolean(),
  })
  .meta({ id: 'AlertEvent' })

const delivery = z.strictObject({
  target: z.string(),
  state: z.enum(['pending', 'delivered', 'dead']),
  attempts: count,
  lastError: nullableText,
  nextAttemptAt: nullableNumber,
})

export const alertRecord = z
  .strictObject({
    id: z.string(),
    event,
    rule: alertRule,
    acknowledgedAt: nullableNumber,
    acknowledgedBy: nullableText,
    deliveries: z.array(delivery),
  })
  .meta({ id: 'AlertRecord' }) as unknown as z.ZodType<AlertRecord>

export const alertPage = z
  .strictObject({ items: z.array(alertRecord), next: nullableText })
  .meta({ id: 'AlertPage' }) as unknown as z.ZodType<AlertPage>

export const ruleTrial = z
  .strictObject({
    from: z.number(),
    to: z.number(),
    looked: count,
    raised: count,
    repeated: count,
    resolved: count,
    met: count.nullable(),
    events: z.array(event),
    cut: z.boolean(),
  })
  .meta({ id: 'RuleTrial' }) as unknown as z.ZodType<RuleTrial>

export const deadMessage = z
  .strictObject({
    id: z.string(),
    alertId: z.string(),
    target: z.string(),
    attempts: count,
    lastError: nullableText,
    createdAt: z.number(),
  })
  .meta({ id: 'DeadMessage' })
