/** What an alert rule may say: the rules of `AlertRule`, each with words for the person who wrote it. */
import { ACTIONS, isTimeZone, METRIC_PATHS, minutesOfDay } from '@logitscope/core'
import { z } from 'zod'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

const metric = z.string().superRefine((given, context) => {
  if (given === 'relative.avgLogprob')
    context.addIssue({
      code: 'custom',
      message: 'relative.avgLogprob is not kept with an answer; use metrics.avgLogprob with a rule for each language',
    })
  else if (!METRIC_PATHS.includes(given))
    context.addIssue({ code: 'custom', message: `"${given}" is nothing that is measured; known are ${METRIC_PATHS.join(', ')}` })
})

const comparison = z.enum(['<', '<=', '>', '>='])
const finite = z.number()
const window = z
  .number()
  .int()
  .min(MINUTE, 'a window is at least one minute (60000 ms)')
  .max(31 * DAY, 'a window is at most 31 days')
const condition = z.strictObject({ metric, op: comparison, value: finite })

const measure = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('share'),
    counted: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('verdict'), actions: z.array(z.enum(ACTIONS)).min(1) }),
      z.strictObject({ kind: z.literal('condition'), condition }),
    ]),
  }),
  z.strictObject({ kind: z.literal('mean'), metric }),
])

const compared = { measure, windowMs: window, op: comparison, value: finite, resolveValue: finite.optional() }

const source = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('answer'), condition }),
    z.strictObject({ kind: z.literal('window'), ...compared }),
    z.strictObject({ kind: z.literal('change'), ...compared, baselineMs: window }),
    z.strictObject({ kind: z.literal('silence'), of: z.enum(['traffic', 'evidence']), windowMs: window }),
    z.strictObject({ kind: z.literal('dropped'), windowMs: window, value: finite.min(0) }),
    z.strictObject({ kind: z.literal('drift') }),
    z.strictObject({ kind: z.literal('store') }),
  ])
  .superRefine((given, context) => {
    if (given.kind !== 'window' && given.kind !== 'change') return
    const { resolveValue, value, op } = given
    if (resolveValue === undefined) return
    if (op.startsWith('<') ? resolveValue < value : resolveValue > value)
      context.addIssue({
        code: 'custom',
        path: ['resolveValue'],
        message: `with "${op}" the alert resolves at ${op.startsWith('<') ? 'a higher' : 'a lower'} value than ${value}`,
      })
  })

const timeOfDay = z.string().refine((given) => !Number.isNaN(minutesOfDay(given)), 'a time of day is HH:MM, 24 hours')

export const alertRule = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/i, 'an id has letters, digits, ".", "_" and "-", at most 100'),
  name: z.string().min(1).max(200),
  enabled: z.boolean(),
  severity: z.enum(['info', 'warning', 'critical']),
  scope: z.strictObject({
    project: z.string().optional(),
    model: z.string().optional(),
    promptVersion: z.string().optional(),
    language: z.string().optional(),
  }),
  source,
  forMs: z
    .number()
    .int()
    .min(0)
    .max(7 * DAY),
  minimumCount: z.number().int().min(1).max(1_000_000),
  noData: z.enum(['keep', 'resolve', 'fire']),
  regroupMs: z
    .number()
    .int()
    .min(0)
    .max(31 * DAY),
  quietHours: z
    .strictObject({
      zone: z.string().refine(isTimeZone, 'a zone is an IANA name such as Europe/Istanbul'),
      from: timeOfDay,
      to: timeOfDay,
      days: z.array(z.number().int().min(0).max(6)).optional(),
    })
    .optional(),
})

export const alertRules = z
  .array(alertRule)
  .max(500)
  .refine((list) => new Set(list.map((one) => one.id)).size === list.length, 'two rules have the same id')
