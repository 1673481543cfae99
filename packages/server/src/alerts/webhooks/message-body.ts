import {
  driftSentences,
  EN_MESSAGES,
  numberFormat,
  storeSentences,
  visibleText,
  type AlertEvent,
  type AlertRule,
  type Trace,
} from '@logitscope/core'
import type { WebhookConfig } from '../../config/types.ts'

export interface AlertMessage {
  readonly id: string
  readonly event: AlertEvent
  readonly rule: AlertRule
  /** Where the alert can be looked at. */
  readonly link: string | null
  /** Prompt and answer, where the target wants them and the alert is about one answer. */
  readonly trace: Trace | null
}

const KINDS: Readonly<Record<AlertEvent['kind'], string>> = {
  'alert-raised': 'raised',
  'alert-repeated': 'repeated',
  'alert-resolved': 'resolved',
}

const NO_DATA: Readonly<Record<NonNullable<AlertEvent['noData']>, string>> = {
  'no-traffic': 'no traffic',
  'no-evidence': 'no log-probabilities',
  'captures-dropped': 'captures were dropped',
  'too-few': 'too few answers',
}

function standardBody({ id, event, rule, link, trace }: AlertMessage): string {
  return JSON.stringify({
    type: `alert.${KINDS[event.kind]}`,
    timestamp: new Date(event.at).toISOString(),
    data: {
      id,
      rule: { id: rule.id, name: rule.name, severity: rule.severity, scope: rule.scope },
      value: event.value,
      threshold: event.threshold,
      noData: event.noData,
      held: event.held,
      traceId: event.traceId ?? null,
      ...(event.drift === undefined ? {} : { drift: event.drift }),
      ...(event.store === undefined ? {} : { store: event.store }),
      link,
      ...(trace === null
        ? {}
        : {
            content: {
              ...(trace.request.messages === undefined ? { prompt: trace.request.prompt ?? null } : { messages: trace.request.messages }),
              answer: trace.output.text,
            },
          }),
    },
  })
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** What changed, with the answers to look at, as lines. */
function driftLines({ drift }: AlertEvent): readonly string[] {
  if (drift === undefined) return []
  const { project, alarm } = drift
  const examples = alarm.examples.map(({ traceId }) => visibleText(traceId)).join(', ')
  return [
    `project ${escaped(visibleText(project))}, since ${new Date(alarm.since).toISOString()}`,
    ...driftSentences(alarm, EN_MESSAGES, numberFormat('en')).map(escaped),
    ...(examples === '' ? [] : [`for example ${escaped(examples)}`]),
  ]
}

function slackBody({ event, rule, link, trace }: AlertMessage): string {
  const numbers =
    event.value === null || event.drift !== undefined
      ? ''
      : ` (${event.value.toPrecision(4)}${event.threshold === null ? '' : `, threshold ${event.threshold}`})`
  const why = event.noData === null ? '' : ` – ${NO_DATA[event.noData]}`
  const held = event.held > 0 ? `, and ${event.held} more since the last message` : ''
  const lines = [
    `*${escaped(rule.name)}* ${KINDS[event.kind]}, ${rule.severity}${numbers}${why}${held}`,
    ...driftLines(event),
    ...(event.store === undefined ? [] : storeSentences(event.store, EN_MESSAGES).map(escaped)),
    ...(trace === null ? [] : [`> ${escaped(trace.output.text.slice(0, 500)).replaceAll('\n', '\n> ')}`]),
    ...(link === null ? [] : [`<${link}|open in logitscope>`]),
  ]
  return JSON.stringify({ text: lines.join('\n') })
}

/** The body that a target is sent. Content is in it only where the caller put the trace in. */
export function messageBody(shape: WebhookConfig['shape'], message: AlertMessage): string {
  return shape === 'slack' ? slackBody(message) : standardBody(message)
}
