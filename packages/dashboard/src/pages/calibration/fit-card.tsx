import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { fill, visibleText, type CalibrationState, type ProfileList } from '@logitscope/core'
import { ask, withQuery } from '../../api/request.ts'
import { useApi } from '../../api/use-api.ts'
import { fullTime } from '../../i18n/dates.ts'
import { numbers, words } from '../../i18n/current.ts'
import { definite } from '../../state/filters.ts'
import { filterToQuery } from '../../state/filter-query.ts'
import { Card } from '../../ui/card.tsx'
import { FailureNote, Waiting } from '../../ui/states.tsx'
import { GroupCard } from './group-card.tsx'

const POLL_MS = 1_000
/** What a fit may be narrowed by. */
const FIT_FILTERS = ['project', 'model', 'promptVersion', 'language'] as const

/** Fitting from the labels that are there: begun here, put in force only on purpose. */
export function FitCard({ activeSha, onActivated }: { readonly activeSha: string; readonly onActivated: () => void }): JSX.Element {
  const { calibration } = words()
  const { integer } = numbers()
  const { data, failure, reload } = useApi<CalibrationState>('/calibration')
  const [error, setError] = useState<string | null>(null)
  const isRunning = data?.job.state === 'running'
  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(reload, POLL_MS)
    return () => clearInterval(timer)
  }, [isRunning])
  if (data === null) return failure === null ? <Waiting height="chart" /> : <FailureNote failure={failure} retry={reload} />
  const send = (path: string, then: () => void): void => {
    void ask<ProfileList>(path, { method: 'POST', body: {} }).then((answer) => {
      setError(answer.ok ? null : answer.failure.kind === 'problem' ? answer.failure.detail : words().states.offline)
      if (answer.ok) then()
    })
  }
  const narrowed = filterToQuery(
    Object.fromEntries(Object.entries(definite.value).filter(([name]) => FIT_FILTERS.some((known) => known === name))),
  )
  const { job, fitted, suspended } = data
  return (
    <>
      <Card title={calibration.fit} meaning={calibration.fitMeaning}>
        <p class="row">
          <button type="button" class="primary" disabled={isRunning} onClick={() => send(withQuery('/calibration/fit', narrowed), reload)}>
            {isRunning ? fill(calibration.fitting, { labels: integer(job.labels) }) : calibration.fitNow}
          </button>
          {fitted !== null && fitted.sha256 !== activeSha && (
            <button type="button" onClick={() => send(`/profiles/${fitted.sha256}/activate`, onActivated)}>
              {calibration.activate}
            </button>
          )}
          {fitted !== null && fitted.sha256 === activeSha && <span class="state state-good">{calibration.inForce}</span>}
        </p>
        {job.state === 'failed' && <p class="bad">{visibleText(job.detail)}</p>}
        {error !== null && (
          <p class="bad" role="alert">
            {visibleText(error)}
          </p>
        )}
        {fitted !== null && <p class="quiet small">{fill(calibration.fittedAt, { at: fullTime(fitted.at) })}</p>}
        {fitted?.issues.map((issue) => (
          <p key={issue.code} class="small">
            {visibleText(issue.message)} <span class="quiet">({integer(issue.count)}×)</span>
          </p>
        ))}
        {suspended.map((group) => (
          <p key={group.key} class="bad small">
            {fill(calibration.suspended, { key: visibleText(group.key), since: fullTime(group.since) })} {visibleText(group.reason)}
          </p>
        ))}
        {fitted !== null && fitted.report.refused.length > 0 && (
          <>
            <h3>{calibration.refused}</h3>
            <ul class="plain-list">
              {fitted.report.refused.map((group) => (
                <li key={group.key} class="promise is-none">
                  <strong>{visibleText(group.key)}</strong> {calibration.refusals[group.reason] ?? group.reason}
                  <span class="quiet small">
                    {' '}
                    {visibleText(group.detail)} ({integer(group.n)})
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Card>
      {fitted !== null && fitted.sha256 !== activeSha && fitted.report.groups.map((group) => <GroupCard key={group.key} group={group} />)}
    </>
  )
}
