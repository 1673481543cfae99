/** Alert rules in words, and the answers that one is about. */
import {
  driftSentences,
  fill,
  metricPathName,
  storeSentences,
  visibleText,
  type AlertEvent,
  type AlertRule,
  type AnswerFilter,
  type Condition,
  type WindowMeasure,
} from '@logitscope/core'
import { duration } from '../../i18n/dates.ts'
import { messages, numbers, words } from '../../i18n/current.ts'

const SHARE_METRICS = /Ratio$|consistency$|^errorRisk$/

function valueText(metric: string | null, value: number): string {
  const { number, percent } = numbers()
  if (metric === null || SHARE_METRICS.test(metric)) return percent(value)
  return Number.isInteger(value) ? number(value, 0) : number(value, 2)
}

function conditionText({ metric, op, value }: Condition): string {
  return `${metricPathName(messages(), metric)} ${op} ${valueText(metric, value)}`
}

function measureText(measure: WindowMeasure): string {
  const { alerts } = words()
  if (measure.kind === 'mean') return fill(alerts.meanOf, { metric: metricPathName(messages(), measure.metric) })
  const counted =
    measure.counted.kind === 'verdict'
      ? measure.counted.actions.map((action) => messages().actions[action].name).join(', ')
      : conditionText(measure.counted.condition)
  return fill(alerts.shareOf, { counted })
}

/** The metric that a rule's numbers are in; `null` for shares and counts. */
function unitMetric(rule: AlertRule): string | null {
  const { source } = rule
  if (source.kind === 'answer') return source.condition.metric
  if ((source.kind === 'window' || source.kind === 'change') && source.measure.kind === 'mean') return source.measure.metric
  return null
}

/** A rule's name; one that comes with the product is named in the reader's language. */
export function ruleName(rule: AlertRule): string {
  const { starting } = words().alerts
  const id = rule.id.startsWith('starting-') ? rule.id.slice('starting-'.length) : ''
  return Object.hasOwn(starting, id) ? (starting[id] ?? rule.name) : visibleText(rule.name)
}

/** What a rule watches, as one sentence. */
export function ruleText(rule: AlertRule): string {
  const { alerts } = words()
  const { source } = rule
  switch (source.kind) {
    case 'answer':
      return fill(alerts.onAnswer, { condition: conditionText(source.condition) })
    case 'window':
      return fill(alerts.onWindow, {
        measure: measureText(source.measure),
        window: duration(source.windowMs),
        op: source.op,
        value: valueText(unitMetric(rule), source.value),
      })
    case 'change':
      return fill(alerts.onChange, {
        measure: measureText(source.measure),
        window: duration(source.windowMs),
        baseline: duration(source.baselineMs),
        op: source.op,
        value: source.measure.kind === 'share' ? numbers().percent(source.value) : numbers().number(source.value, 2),
      })
    case 'silence':
      return fill(source.of === 'traffic' ? alerts.onSilence : alerts.onNoEvidence, { window: duration(source.windowMs) })
    case 'dropped':
      return fill(alerts.onDropped, { count: numbers().integer(source.value), window: duration(source.windowMs) })
    case 'drift':
      return alerts.onDrift
    case 'store':
      return alerts.onStore
  }
}

/** The figure of an event, with what it was compared with. */
export function eventText(event: AlertEvent, rule: AlertRule): string {
  const { alerts } = words()
  if (event.drift !== undefined) return driftSentences(event.drift.alarm, messages(), numbers()).slice(0, 2).join('; ')
  if (event.store !== undefined) return storeSentences(event.store, messages()).join('; ')
  if (event.noData !== null) return alerts.noData[event.noData]
  if (event.value === null) return ''
  const isCount = rule.source.kind === 'dropped'
  const write = (value: number): string => (isCount ? numbers().integer(value) : valueText(unitMetric(rule), value))
  return event.threshold === null
    ? write(event.value)
    : fill(alerts.against, { value: write(event.value), threshold: write(event.threshold) })
}

/** A half-open range that holds what the condition holds; `>` and `<=` meet it but for the value itself. */
function conditionFilter({ metric, op, value }: Condition): AnswerFilter {
  const step = Math.max(1e-9, Math.abs(value) * 1e-9)
  if (op === '<') return { ranges: [{ metric, max: value }] }
  if (op === '<=') return { ranges: [{ metric, max: value + step }] }
  return { ranges: [{ metric, min: op === '>' ? value + step : value }] }
}

/** The answers that an event speaks of. */
export function eventFilter(event: AlertEvent, rule: AlertRule): AnswerFilter {
  const { source, scope } = rule
  if (event.drift !== undefined) {
    const { project, alarm } = event.drift
    return { ...scope, project, from: alarm.since, to: alarm.at }
  }
  const length = 'windowMs' in source ? source.windowMs : Math.max(rule.regroupMs, 60_000)
  const span: AnswerFilter = { ...scope, from: event.at - length, to: event.at + 1_000 }
  if (source.kind === 'answer') return { ...span, ...conditionFilter(source.condition) }
  if ((source.kind === 'window' || source.kind === 'change') && source.measure.kind === 'share') {
    const { counted } = source.measure
    return counted.kind === 'verdict' ? { ...span, actions: counted.actions } : { ...span, ...conditionFilter(counted.condition) }
  }
  return span
}
