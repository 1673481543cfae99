import type { AlertEvent, AlertRule, Trace } from '@logitscope/core'
import type { OutboxMessage } from '@logitscope/store'
import type { WebhookConfig } from '../../config/types.ts'
import { STARTING_PREFIX } from '../starting-rules.ts'
import { messageBody } from './message-body.ts'

const SEVERITIES: readonly AlertRule['severity'][] = ['info', 'warning', 'critical']

/** Whether a target wants the alerts of a rule. The starting rules reach the feed only, unless the target names them. */
export function isWanted(target: WebhookConfig, rule: AlertRule): boolean {
  if (target.rules !== null) return target.rules.includes(rule.id)
  return !rule.id.startsWith(STARTING_PREFIX) && SEVERITIES.indexOf(rule.severity) >= SEVERITIES.indexOf(target.severity)
}

export interface OutboxOptions {
  readonly targets: readonly WebhookConfig[]
  readonly now: () => number
  readonly linkOf: (alertId: string) => string | null
  /** The answer that an alert is about, to send its content along; `null` where it is not kept. */
  readonly traceOf: (traceId: string) => Promise<Trace | null>
}

/** The messages that an alert causes: one for each target that wants it; none in quiet hours. */
export async function outboxMessages(
  alert: { readonly id: string; readonly event: AlertEvent; readonly rule: AlertRule },
  { targets, now, linkOf, traceOf }: OutboxOptions,
): Promise<readonly OutboxMessage[]> {
  const wanting = alert.event.quiet ? [] : targets.filter((target) => isWanted(target, alert.rule))
  const { traceId } = alert.event
  const trace = traceId !== undefined && wanting.some((target) => target.content) ? await traceOf(traceId) : null
  return wanting.map((target) => ({
    id: `${alert.id}.${target.name}`,
    alertId: alert.id,
    target: target.name,
    body: messageBody(target.shape, { ...alert, link: linkOf(alert.id), trace: target.content ? trace : null }),
    state: 'pending',
    attempts: 0,
    lastError: null,
    nextAttemptAt: now(),
    createdAt: now(),
  }))
}
