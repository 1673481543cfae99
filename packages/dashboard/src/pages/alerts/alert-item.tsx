import type { JSX } from 'preact'
import { fill, visibleText, type AlertRecord } from '@logitscope/core'
import { withQuery } from '../../api/request.ts'
import { fullTime } from '../../i18n/dates.ts'
import { numbers, words } from '../../i18n/current.ts'
import { filterToQuery } from '../../state/filter-query.ts'
import { eventFilter, eventText, ruleName, ruleText } from './rule-words.ts'

export function AlertItem({ alert, onAcknowledge }: { readonly alert: AlertRecord; readonly onAcknowledge: () => void }): JSX.Element {
  const { alerts } = words()
  const { event, rule, deliveries } = alert
  const answers =
    event.traceId === undefined
      ? withQuery('/answers', filterToQuery(eventFilter(event, rule)))
      : withQuery('/answer', { id: event.traceId })
  const dead = deliveries.filter((delivery) => delivery.state === 'dead')
  return (
    <li class={`alert alert-${rule.severity}${alert.acknowledgedAt === null ? '' : ' is-done'}`}>
      <div class="alert-main">
        <p class="alert-title">
          <span class={`severity severity-${rule.severity}`}>{alerts.severities[rule.severity]}</span>
          <strong>{ruleName(rule)}</strong>
          <span class="quiet">{alerts.kinds[event.kind]}</span>
        </p>
        <p>
          {eventText(event, rule)}{' '}
          <span class="quiet small" title={rule.id}>
            {ruleText(rule)}
          </span>
        </p>
        <p class="quiet small">
          {fullTime(event.at)}
          {event.held > 0 && ` · ${fill(alerts.held, { count: numbers().integer(event.held) })}`}
          {event.quiet && ` · ${alerts.quiet}`}
          {deliveries.length > 0 &&
            ` · ${deliveries.map((one) => `${visibleText(one.target)}: ${alerts.deliveries[one.state]}`).join(', ')}`}
        </p>
        {dead.map((delivery) => (
          <p key={delivery.target} class="bad small">
            {visibleText(delivery.target)}: {visibleText(delivery.lastError ?? '')}
          </p>
        ))}
      </div>
      <div class="alert-actions">
        {rule.source.kind !== 'store' && (
          <a class="button" href={answers}>
            {event.traceId === undefined ? alerts.theAnswers : alerts.theAnswer}
          </a>
        )}
        {alert.acknowledgedAt === null ? (
          <button type="button" onClick={onAcknowledge}>
            {alerts.acknowledge}
          </button>
        ) : (
          <span class="quiet small">
            {alerts.acknowledged} {fullTime(alert.acknowledgedAt)}
          </span>
        )}
      </div>
    </li>
  )
}
