import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { fill, visibleText, type AnswerPage, type ProfileList } from '@logitscope/core'
import { ask, withQuery } from '../api/request.ts'
import { useApi } from '../api/use-api.ts'
import { messages, numbers, words } from '../i18n/current.ts'
import { keepFilter } from '../state/filters.ts'
import { Card } from '../ui/card.tsx'
import { FailureNote, Waiting } from '../ui/states.tsx'
import { FitCard } from './calibration/fit-card.tsx'
import { GroupCard } from './calibration/group-card.tsx'
import '../styles/pages.css'

/** Fewest labels of each kind that a fit needs, and about how many make a first one worth trying. */
const LEAST_OF_EACH = 10
const WORTH_TRYING = 100

function LabelCount({ label }: { readonly label: 'correct' | 'incorrect' | 'unsure' }): JSX.Element {
  const { labels } = words()
  const { data } = useApi<AnswerPage>(withQuery('/traces', { label, limit: 1, count: 'true' }))
  return (
    <a class="tile" href={withQuery('/answers', { last: 'all', label })}>
      <span class="tile-name">{labels[label]}</span>
      <span class="tile-value">{numbers().integer(data?.total ?? null)}</span>
    </a>
  )
}

function Progress(): JSX.Element {
  const { calibration } = words()
  const right = useApi<AnswerPage>(withQuery('/traces', { label: 'correct', limit: 1, count: 'true' }))
  const wrong = useApi<AnswerPage>(withQuery('/traces', { label: 'incorrect', limit: 1, count: 'true' }))
  const [n, m] = [right.data?.total ?? 0, wrong.data?.total ?? 0]
  const { integer } = numbers()
  const missing = Math.max(WORTH_TRYING - n - m, LEAST_OF_EACH - n, LEAST_OF_EACH - m, 0)
  return (
    <>
      <progress max={WORTH_TRYING} value={Math.min(WORTH_TRYING, n + m)} aria-label={calibration.progress} />
      <p>{missing > 0 ? fill(calibration.needs, { count: integer(missing), least: integer(LEAST_OF_EACH) }) : calibration.enough}</p>
    </>
  )
}

/** Puts the profile that was in force before into force again. */
function RollBack({ onDone }: { readonly onDone: () => void }): JSX.Element {
  const { calibration, states } = words()
  const [error, setError] = useState<string | null>(null)
  const back = (): void => {
    void ask<ProfileList>('/profiles/rollback', { method: 'POST', body: {} }).then((answer) => {
      setError(answer.ok ? null : answer.failure.kind === 'problem' ? answer.failure.detail : states.offline)
      if (answer.ok) onDone()
    })
  }
  return (
    <>
      <p class="row">
        <button type="button" onClick={back}>
          {calibration.goBack}
        </button>
        <span class="quiet small">{calibration.goBackMeaning}</span>
      </p>
      {error !== null && (
        <p class="bad" role="alert">
          {visibleText(error)}
        </p>
      )}
    </>
  )
}

export function CalibrationPage(): JSX.Element {
  const { calibration } = words()
  const { data, failure, reload } = useApi<ProfileList>('/profiles')
  if (data === null) return failure === null ? <Waiting height="page" /> : <FailureNote failure={failure} retry={reload} />
  const { profile } = data.active
  const groups = profile.groups
  return (
    <div class="stack">
      <p class="lead">{groups.length === 0 ? messages().sentences.startingRules : messages().sentences.calibrated}</p>
      <Card title={calibration.labels} meaning={calibration.labelsMeaning}>
        <div class="tiles">
          <LabelCount label="correct" />
          <LabelCount label="incorrect" />
          <LabelCount label="unsure" />
        </div>
        <Progress />
        <p class="row">
          <a class="button primary" href={keepFilter('/review')}>
            {calibration.start}
          </a>
        </p>
      </Card>
      <FitCard activeSha={data.active.sha256} onActivated={reload} />
      <Card title={calibration.profile}>
        <p>
          {profile.name} {profile.version} <span class="quiet">· {calibration.sources[data.source]}</span>
        </p>
        {groups.length === 0 ? <p class="quiet">{calibration.noGroups}</p> : <p class="quiet small">{calibration.pooledMeaning}</p>}
        {data.source === 'stored' && <RollBack onDone={reload} />}
      </Card>
      {groups.map((group) => (
        <GroupCard key={group.key} group={group} />
      ))}
    </div>
  )
}
