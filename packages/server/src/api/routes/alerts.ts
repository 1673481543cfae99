import type { AlertPage, AlertRule, AlertRuleList } from '@logitscope/core'
import { z } from 'zod'
import { alertRule, alertRules } from '../../alerts/rule-schema.ts'
import type { RunningAlerts } from '../../alerts/run-alerts.ts'
import { tryRule } from '../../alerts/try-rule.ts'
import type { ApiContext } from '../context.ts'
import { ApiError } from '../problem.ts'
import { route, type Route } from '../route.ts'
import { alertPage, alertRecord, deadMessage, ruleTrial } from '../schemas/alerts.ts'
import { wholeNumber } from '../schemas/with-filter.ts'

const RULES_LIMIT_BYTES = 1024 * 1024
const TRIAL_DEADLINE_MS = 20_000
const MOST_DEAD = 200
const LONGEST_RANGE_MS = 366 * 24 * 60 * 60_000

const id = z.strictObject({ id: z.string().min(1).max(300) })
const ruleList = z.strictObject({ items: alertRules }).meta({ id: 'AlertRuleList' }) as unknown as z.ZodType<AlertRuleList>

/** Alerts, the rules that raise them, and what could not be delivered. `alerts` is `null` while the store is not open. */
export function alertRoutes(context: ApiContext, alerts: () => RunningAlerts | null): readonly Route[] {
  const running = (): RunningAlerts => {
    const found = alerts()
    if (found === null) throw new ApiError(503, 'unavailable', 'the rules are not loaded yet; ask again in a moment')
    return found
  }
  return [
    route({
      method: 'get',
      path: '/api/alerts',
      summary: 'Alerts, newest first',
      scopes: ['read'],
      query: z.strictObject({
        open: z.enum(['true', 'false']).optional(),
        ruleId: z.string().max(100).optional(),
        before: z.string().max(100).optional(),
        limit: wholeNumber(1, 500, 50),
      }),
      answer: { schema: alertPage, description: 'A page of alerts' },
      async handle({ query }): Promise<AlertPage> {
        const { open, ruleId, before, limit } = query
        // What the store itself could not take comes first: it is newer than what it took.
        const unwritten = (before === undefined ? (alerts()?.engine.unwritten() ?? []) : [])
          .filter((alert) => (ruleId === undefined || alert.rule.id === ruleId) && open !== 'false')
          .slice(0, limit - 1)
        const rest = limit - unwritten.length
        const items = await context.control().alerts({
          limit: rest,
          ...(before === undefined ? {} : { before }),
          ...(ruleId === undefined ? {} : { ruleId }),
          ...(open === undefined ? {} : { open: open === 'true' }),
        })
        return { items: [...unwritten, ...items], next: items.length < rest ? null : (items.at(-1)?.id ?? null) }
      },
    }),
    route({
      method: 'post',
      path: '/api/alerts/{id}/acknowledge',
      summary: 'Says that somebody has seen to an alert',
      scopes: ['ingest'],
      params: id,
      body: { limitBytes: 4_096, optional: true, schema: z.strictObject({ by: z.string().max(200).nullable().optional() }).optional() },
      answer: { schema: alertRecord, description: 'The alert' },
      async handle({ params, body }) {
        const alert = await context.control().acknowledge(params.id, context.now(), body?.by ?? null)
        if (alert === null) throw new ApiError(404, 'not-found', `no alert with the id ${params.id} is stored`)
        context.publish({ kind: 'alert-changed', alert })
        return alert
      },
    }),
    route({
      method: 'get',
      path: '/api/alert-rules',
      summary: 'The rules that raise alerts',
      scopes: ['read'],
      answer: { schema: ruleList, description: 'All rules' },
      handle: (): AlertRuleList => ({ items: running().engine.rules() }),
    }),
    route({
      method: 'put',
      path: '/api/alert-rules',
      summary: 'Puts all rules at once',
      scopes: ['admin'],
      body: { limitBytes: RULES_LIMIT_BYTES, schema: ruleList },
      answer: { schema: ruleList, description: 'All rules as they now hold' },
      async handle({ body }): Promise<AlertRuleList> {
        await running().engine.setRules(body.items)
        return { items: running().engine.rules() }
      },
    }),
    route({
      method: 'post',
      path: '/api/alert-rules/try',
      summary: 'Says how often a rule would have fired on what is stored in [from, to)',
      scopes: ['read'],
      body: {
        limitBytes: 64 * 1024,
        schema: z
          .strictObject({ rule: alertRule, from: z.number().int(), to: z.number().int() })
          .refine(({ from, to }) => from < to && to - from <= LONGEST_RANGE_MS, {
            message: 'from must be before to, by at most 366 days',
            path: ['to'],
          }),
      },
      answer: { schema: ruleTrial, description: 'How often it would have fired' },
      handle({ body, signal }) {
        if (body.rule.source.kind === 'drift')
          throw new ApiError(
            400,
            'not-triable',
            'drift is found by a monitor that learns a baseline first: it cannot be tried on what is stored; GET /api/drift shows how far it is',
          )
        if (body.rule.source.kind === 'store')
          throw new ApiError(
            400,
            'not-triable',
            'how the store was is not kept with the answers: it cannot be tried on what is stored; GET /api/health/store shows how it is now',
          )
        return tryRule(
          context.reads(),
          body.rule as unknown as AlertRule,
          { from: body.from, to: body.to },
          { signal, deadlineMs: TRIAL_DEADLINE_MS },
        )
      },
    }),
    route({
      method: 'get',
      path: '/api/alert-deliveries/dead',
      summary: 'Messages to webhooks that were given up, with the last reason',
      scopes: ['admin'],
      answer: { schema: z.strictObject({ items: z.array(deadMessage) }), description: 'Dead messages' },
      handle: async () => ({
        items: (await context.control().messages('dead', MOST_DEAD)).map(
          ({ id: message, alertId, target, attempts, lastError, createdAt }) => ({
            id: message,
            alertId,
            target,
            attempts,
            lastError,
            createdAt,
          }),
        ),
      }),
    }),
    route({
      method: 'post',
      path: '/api/alert-deliveries/{id}/retry',
      summary: 'Puts a dead message back into the outbox',
      scopes: ['admin'],
      params: id,
      answer: { schema: z.strictObject({ id: z.string() }), description: 'It will be sent again' },
      async handle({ params }) {
        const message = await running().retry(params.id)
        if (message === null) throw new ApiError(404, 'not-found', `no dead message with the id ${params.id}`)
        return { id: message.id }
      },
    }),
  ]
}
