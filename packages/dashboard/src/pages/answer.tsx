import type { JSX } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { signal } from '@preact/signals'
import { labelInForce, say, verdictBasis, verdictName, visibleText, type AnswerRecord, type Neighbours } from '@logitscope/core'
import { withQuery } from '../api/request.ts'
import { useApi } from '../api/use-api.ts'
import { LabelButtons, type LabelValue } from '../answer/label-buttons.tsx'
import { RawTable } from '../answer/raw-table.tsx'
import { Reading, type Pointed } from '../answer/reading.tsx'
import { RequestSection, SourceLine } from '../answer/request-section.tsx'
import { EvidenceSection, FoundSection, MetricsSection, ScoreSection } from '../answer/sections.tsx'
import { messages, numbers, words } from '../i18n/current.ts'
import { definite, keepFilter } from '../state/filters.ts'
import { filterToQuery } from '../state/filter-query.ts'
import { navigate, place } from '../state/location.ts'
import { isTyping } from '../state/shortcuts.ts'
import { Icon } from '../ui/icons.tsx'
import { FailureNote, Waiting } from '../ui/states.tsx'
import { showLabel } from './answers/answer-list.ts'
import { ActionBadge } from './answers/row.tsx'
import '../styles/answers.css'
import '../styles/answer.css'

/** The address of another answer of the same list. */
function hrefOf(id: string): string {
  const query = new URLSearchParams(place.value.query)
  query.set('id', id)
  return withQuery('/answer', query)
}

function CopyButton({ record }: { readonly record: AnswerRecord }): JSX.Element {
  const { answer } = words()
  const [state, setState] = useState<'idle' | 'done' | 'failed'>('idle')
  const copy = (): void => {
    const text = JSON.stringify(record, null, 2)
    // Outside of HTTPS and loopback a page may not write to the clipboard.
    const written =
      typeof navigator.clipboard === 'undefined' ? Promise.reject(new Error('no clipboard')) : navigator.clipboard.writeText(text)
    written.then(
      () => setState('done'),
      () => setState('failed'),
    )
  }
  return (
    <span class="copy">
      <button type="button" onClick={copy}>
        <Icon name="copy" />
        {state === 'done' ? answer.copied : answer.copy}
      </button>
      {state === 'failed' && (
        <a href={`/api/traces/${encodeURIComponent(record.trace.id)}`} target="_blank" rel="noopener">
          {answer.openJson}
        </a>
      )}
    </span>
  )
}

function VerdictLine({ record }: { readonly record: AnswerRecord }): JSX.Element {
  const said = messages()
  const { verdict, errorRisk } = record.analysis
  const called = verdictName(record.analysis)
  return (
    <p class="verdict">
      <ActionBadge action={called} />
      <span>{verdict.rule === null ? said.sentences.noRule : said.sentences.because.replace('{rule}', say(said.rules, verdict.rule))}</span>
      {errorRisk !== null && (
        <strong>
          {say(said.metricPaths, 'errorRisk')}: {numbers().percent(errorRisk)}
        </strong>
      )}
      <span class="quiet">
        {called === 'none'
          ? said.actions.none.meaning
          : verdict.action === 'pass'
            ? said.sentences.noAlarm
            : verdictBasis(said, record.analysis)}
      </span>
    </p>
  )
}

const NO_NEIGHBOURS: Neighbours = { previous: null, next: null }

export function AnswerPage(): JSX.Element {
  const id = place.value.query.get('id') ?? ''
  const sort = place.value.query.get('sort') ?? '-startedAt'
  const { answer, pages } = words()
  const path = `/traces/${encodeURIComponent(id)}`
  const { data: record, failure, reload } = useApi<AnswerRecord>(id === '' ? null : path)
  const [given, setGiven] = useState<{ readonly id: string; readonly label: LabelValue | null } | null>(null)
  const pointed = useMemo(() => signal<Pointed | null>(null), [])

  useEffect(() => {
    if (record === null) return
    pointed.value = null
    const at = /^#t(\d+)$/.exec(place.value.hash)
    if (at !== null) pointed.value = { tokens: [Number(at[1]), Number(at[1]) + 1], serial: 0 }
  }, [record])

  const around = useApi<Neighbours>(
    id === '' ? null : withQuery(`/traces/${encodeURIComponent(id)}/neighbours`, filterToQuery(definite.value), { sort }),
  )
  const neighbours = around.data ?? NO_NEIGHBOURS

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event)) return
      const target = event.key === 'j' ? neighbours.next : event.key === 'k' ? neighbours.previous : null
      if (target !== null) navigate(hrefOf(target))
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [neighbours])

  if (record === null)
    return failure === null && id !== '' ? (
      <Waiting height="page" />
    ) : (
      <FailureNote failure={failure ?? { kind: 'missing' }} retry={reload} />
    )
  const point = (tokens: readonly [number, number]): void => {
    pointed.value = { tokens, serial: (pointed.value?.serial ?? 0) + 1 }
    history.replaceState(null, '', `${location.pathname}${location.search}#t${tokens[0]}`)
  }
  const label = given?.id === record.trace.id ? given.label : (labelInForce(record.labels)?.value ?? null)
  const { id: _id, ...rest } = Object.fromEntries(place.value.query)
  const step = (target: string | null, name: string, icon: 'previous' | 'next'): JSX.Element =>
    target === null ? (
      <span class="button is-off" aria-disabled="true" title={name}>
        <Icon name={icon} />
      </span>
    ) : (
      <a class="button" href={hrefOf(target)} aria-label={name} title={name}>
        <Icon name={icon} />
      </a>
    )
  return (
    <article class="answer">
      <header class="answer-head">
        <nav class="answer-nav" aria-label={answer.navigation}>
          <a
            href={
              keepFilter('/answers') +
              (rest['sort'] === undefined ? '' : `${keepFilter('/answers').includes('?') ? '&' : '?'}sort=${rest['sort']}`)
            }
          >
            {pages.answers}
          </a>
          {step(neighbours.previous, answer.previous, 'previous')}
          {step(neighbours.next, answer.next, 'next')}
        </nav>
        <LabelButtons
          id={record.trace.id}
          label={label}
          onLabel={(next) => {
            setGiven({ id: record.trace.id, label: next })
            showLabel(record.trace.id, next)
          }}
        />
        <CopyButton record={record} />
      </header>
      <VerdictLine record={record} />
      <SourceLine record={record} />
      <Reading
        key={record.trace.id}
        record={record}
        pointed={pointed}
        below={
          <>
            <RequestSection record={record} />
            <div class="grid-halves">
              <MetricsSection record={record} point={point} />
              <div class="stack">
                <ScoreSection record={record} point={point} />
                <EvidenceSection record={record} point={point} />
              </div>
            </div>
            <RawTable record={record} point={point} />
          </>
        }
        beside={<FoundSection record={record} point={point} />}
      />
      <p class="quiet small">
        {visibleText(record.trace.id)} · {answer.profile} {visibleText(record.analysis.profile.name)} {record.analysis.profile.version}
      </p>
    </article>
  )
}
