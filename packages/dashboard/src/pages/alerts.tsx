import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { AlertPage, AlertRecord } from '@logitscope/core'
import { onLive } from '../api/live.ts'
import { ask, withQuery } from '../api/request.ts'
import { useApi } from '../api/use-api.ts'
import { words } from '../i18n/current.ts'
import { place } from '../state/location.ts'
import { setParameters } from '../state/filters.ts'
import { Card } from '../ui/card.tsx'
import { EmptyNote, FailureNote, Waiting } from '../ui/states.tsx'
import { AlertItem } from './alerts/alert-item.tsx'
import { DriftCard } from './alerts/drift-card.tsx'
import { RulesCard } from './alerts/rules-card.tsx'
import '../styles/pages.css'

const PAGE = 50

/** Alerts that changed since the list was loaded stand in their place, new ones on top. */
function merged(items: readonly AlertRecord[], changed: readonly AlertRecord[], onlyOpen: boolean): readonly AlertRecord[] {
  const known = new Map(changed.map((alert) => [alert.id, alert]))
  const old = items.map((alert) => known.get(alert.id) ?? alert)
  const ids = new Set(items.map((alert) => alert.id))
  const fresh = changed.filter((alert) => !ids.has(alert.id)).reverse()
  return [...fresh, ...old].filter((alert) => !onlyOpen || alert.acknowledgedAt === null)
}

export function AlertsPage(): JSX.Element {
  const { alerts } = words()
  const onlyOpen = place.value.query.get('show') !== 'all'
  const { data, failure, reload } = useApi<AlertPage>(withQuery('/alerts', { limit: PAGE, open: onlyOpen ? 'true' : undefined }))
  const [changed, setChanged] = useState<readonly AlertRecord[]>([])
  const [more, setMore] = useState<readonly AlertRecord[]>([])
  const [next, setNext] = useState<string | null>(null)

  useEffect(() => {
    setChanged([])
    setMore([])
    setNext(data?.next ?? null)
  }, [data])

  useEffect(
    () =>
      onLive((events) => {
        const arrived = events.flatMap((event) => (event.kind === 'alert-changed' ? [event.alert] : []))
        if (arrived.length > 0)
          setChanged((old) => [...old.filter((alert) => !arrived.some((one) => one.id === alert.id)), ...arrived].slice(-200))
        if (events.some((event) => event.kind === 'gap')) reload()
      }),
    [],
  )

  const acknowledge = (alert: AlertRecord): void => {
    void ask<AlertRecord>(`/alerts/${encodeURIComponent(alert.id)}/acknowledge`, { method: 'POST', body: {} }).then((answer) => {
      if (answer.ok) setChanged((old) => [...old.filter((one) => one.id !== alert.id), answer.value])
    })
  }
  const loadMore = (): void => {
    if (next === null) return
    void ask<AlertPage>(withQuery('/alerts', { limit: PAGE, before: next, open: onlyOpen ? 'true' : undefined })).then((answer) => {
      if (!answer.ok) return
      setMore((old) => [...old, ...answer.value.items])
      setNext(answer.value.next)
    })
  }
  const items = merged([...(data?.items ?? []), ...more], changed, onlyOpen)
  return (
    <div class="alerts-grid">
      <div class="stack">
        <Card
          title={alerts.feed}
          meaning={alerts.feedMeaning}
          aside={
            <div class="switch" role="group" aria-label={alerts.show}>
              <button type="button" aria-pressed={onlyOpen} onClick={() => setParameters({ show: null })}>
                {alerts.open}
              </button>
              <button type="button" aria-pressed={!onlyOpen} onClick={() => setParameters({ show: 'all' })}>
                {alerts.all}
              </button>
            </div>
          }
        >
          {data === null && failure === null && <Waiting height="chart" />}
          {data === null && failure !== null && <FailureNote failure={failure} retry={reload} />}
          {data !== null && items.length === 0 && <EmptyNote title={alerts.none} />}
          <ol class="alert-list">
            {items.map((alert) => (
              <AlertItem key={alert.id} alert={alert} onAcknowledge={() => acknowledge(alert)} />
            ))}
          </ol>
          {next !== null && (
            <button type="button" onClick={loadMore}>
              {alerts.more}
            </button>
          )}
        </Card>
        <DriftCard />
      </div>
      <RulesCard />
    </div>
  )
}
