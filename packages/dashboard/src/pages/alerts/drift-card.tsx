import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { driftSentences, fill, visibleText, type DriftAlarm, type DriftMonitor, type DriftOverview } from '@logitscope/core'
import { onLive } from '../../api/live.ts'
import { ask, withQuery } from '../../api/request.ts'
import { useApi } from '../../api/use-api.ts'
import { fullTime } from '../../i18n/dates.ts'
import { messages, numbers, words } from '../../i18n/current.ts'
import { Card } from '../../ui/card.tsx'
import { EmptyNote, FailureNote, Waiting } from '../../ui/states.tsx'

const SEVERITY: Readonly<Record<DriftMonitor['state'], string>> = { learning: 'info', watching: 'info', drifted: 'warning' }

function AlarmText({ alarm, project }: { readonly alarm: DriftAlarm; readonly project: string }): JSX.Element {
  const { drift, alerts } = words()
  return (
    <>
      <p>{driftSentences(alarm, messages(), numbers()).join('; ')}</p>
      <p class="quiet small">
        {fill(drift.changedSince, { since: fullTime(alarm.since), at: fullTime(alarm.at) })}
        {alarm.examples.length > 0 && ` · ${drift.examples} `}
        {alarm.examples.map(({ traceId, value }, i) => (
          <span key={traceId}>
            {i > 0 && ', '}
            <a href={withQuery('/answer', { id: traceId })}>{numbers().number(value, 2)}</a>
          </span>
        ))}
        {' · '}
        <a href={withQuery('/answers', { project, from: alarm.since, to: alarm.at })}>{alerts.theAnswers}</a>
      </p>
    </>
  )
}

/** How far the learning is, or since when is watched; then what was counted. */
function factsOf({ baseline, watchedSince, answers, late, leftOut }: DriftMonitor): string {
  const { drift } = words()
  const { integer } = numbers()
  const shown = (value: Readonly<Record<string, number>>): Record<string, string> =>
    Object.fromEntries(Object.entries(value).map(([name, count]) => [name, integer(count)]))
  return [
    ...(baseline === null ? [] : [fill(drift.learned, shown(baseline))]),
    ...(watchedSince === null ? [] : [fill(drift.watchedSince, { time: fullTime(watchedSince) })]),
    fill(drift.answers, { count: integer(answers) }),
    ...(late > 0 ? [fill(drift.late, { count: integer(late) })] : []),
    ...(leftOut > 0 ? [fill(drift.leftOut, { count: integer(leftOut) })] : []),
  ].join(' · ')
}

function MonitorItem({ monitor, onChange }: { readonly monitor: DriftMonitor; readonly onChange: () => void }): JSX.Element {
  const { drift, states } = words()
  const [isAsking, setIsAsking] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const relearn = (): void => {
    setIsAsking(false)
    void ask<DriftMonitor>(`/drift/${encodeURIComponent(monitor.project)}/relearn`, { method: 'POST', body: {} }).then((answer) => {
      setError(answer.ok ? null : answer.failure.kind === 'problem' ? answer.failure.detail : states.offline)
      if (answer.ok) onChange()
    })
  }
  return (
    <li class={`alert alert-${SEVERITY[monitor.state]}`}>
      <div class="alert-main">
        <p>
          <span class={`severity severity-${SEVERITY[monitor.state]}`}>{drift.states[monitor.state]}</span>{' '}
          <strong>{visibleText(monitor.project)}</strong>
        </p>
        {monitor.alarms.map((alarm) => (
          <AlarmText key={`${alarm.component} ${alarm.metric} ${alarm.stratum ?? ''}`} alarm={alarm} project={monitor.project} />
        ))}
        <p class="quiet small">{factsOf(monitor)}</p>
        {isAsking && (
          <div class="note" role="group" aria-label={drift.relearn}>
            <p>{drift.relearnMeaning}</p>
            <div class="form-actions">
              <button type="button" class="bad" onClick={relearn}>
                {drift.relearnYes}
              </button>
              <button type="button" onClick={() => setIsAsking(false)}>
                {drift.relearnNo}
              </button>
            </div>
          </div>
        )}
        {error !== null && (
          <p class="bad" role="alert">
            {visibleText(error)}
          </p>
        )}
      </div>
      {!isAsking && (
        <div class="alert-actions">
          <button type="button" onClick={() => setIsAsking(true)}>
            {drift.relearn}
          </button>
        </div>
      )}
    </li>
  )
}

/** The drift monitors, one for each project: what they learned, what they found, and the way to learn anew. */
export function DriftCard(): JSX.Element {
  const { drift } = words()
  const { data, failure, reload } = useApi<DriftOverview>('/drift')
  useEffect(
    () =>
      onLive((events) => {
        if (events.some((event) => event.kind === 'alert-changed' && event.alert.event.drift !== undefined)) reload()
      }),
    [],
  )
  return (
    <Card title={drift.title} meaning={drift.meaning}>
      {data === null && failure === null && <Waiting height="tile" />}
      {data === null && failure !== null && <FailureNote failure={failure} retry={reload} />}
      {data !== null && !data.ready && <EmptyNote title={drift.notReady} />}
      {data !== null && data.ready && data.items.length === 0 && (
        <EmptyNote title={drift.none}>
          <p class="quiet">{drift.noneHint}</p>
        </EmptyNote>
      )}
      <ol class="alert-list">
        {data?.items.map((monitor) => (
          <MonitorItem key={monitor.project} monitor={monitor} onChange={reload} />
        ))}
      </ol>
      {data !== null && data.unwatchedAnswers > 0 && (
        <p class="quiet small">{fill(drift.unwatched, { count: numbers().integer(data.unwatchedAnswers) })}</p>
      )}
    </Card>
  )
}
