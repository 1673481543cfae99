import type { JSX } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { signal } from '@preact/signals'
import { fill, type AnswerRecord, type ReviewRequest, type ReviewState } from '@logitscope/core'
import { LabelButtons, type LabelValue } from '../answer/label-buttons.tsx'
import { Reading, type Pointed } from '../answer/reading.tsx'
import { RequestSection, SourceLine } from '../answer/request-section.tsx'
import { ask, withQuery } from '../api/request.ts'
import { useApi } from '../api/use-api.ts'
import { numbers, words } from '../i18n/current.ts'
import { definite } from '../state/filters.ts'
import { filterToQuery } from '../state/filter-query.ts'
import { isTyping } from '../state/shortcuts.ts'
import { Card } from '../ui/card.tsx'
import { FilterBar } from '../ui/filter-bar.tsx'
import { FailureNote, Waiting } from '../ui/states.tsx'
import { DrawForm } from './review/draw-form.tsx'
import '../styles/answers.css'
import '../styles/answer.css'
import '../styles/pages.css'

type Item = ReviewState['items'][number]

/** One answer of the queue with its question, to be read and judged. */
function ReviewAnswer({
  item,
  label,
  onLabel,
}: {
  readonly item: Item
  readonly label: LabelValue | null
  readonly onLabel: (label: LabelValue | null) => void
}): JSX.Element {
  const { review } = words()
  const { data: record, failure, reload } = useApi<AnswerRecord>(`/traces/${encodeURIComponent(item.traceId)}`)
  const pointed = useMemo(() => signal<Pointed | null>(null), [])
  if (record === null) return failure === null ? <Waiting height="page" /> : <FailureNote failure={failure} retry={reload} />
  return (
    <div class="stack review-answer">
      <div class="review-head">
        <LabelButtons
          id={item.traceId}
          label={label}
          source={item.audit ? 'audit' : 'review'}
          samplingProbability={item.samplingProbability}
          onLabel={onLabel}
        />
        <a href={withQuery('/answer', { id: item.traceId })}>{review.whole}</a>
      </div>
      <SourceLine record={record} />
      <RequestSection record={record} />
      <Reading key={item.traceId} record={record} pointed={pointed} />
    </div>
  )
}

export function ReviewPage(): JSX.Element {
  const { review } = words()
  const { integer, percent } = numbers()
  const { data, failure, reload } = useApi<ReviewState>('/review')
  const [given, setGiven] = useState<ReadonlyMap<string, LabelValue | null>>(new Map())
  const [at, setAt] = useState(0)
  const [error, setError] = useState<string | null>(null)
  const items = data?.items ?? []
  const labelOf = (item: Item): LabelValue | null => given.get(item.traceId) ?? (given.has(item.traceId) ? null : item.answer.label)
  const current = items[at]

  useEffect(() => {
    const first = items.findIndex((item) => labelOf(item) === null)
    setAt(Math.max(0, first))
  }, [data])

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event) || (event.key !== 'j' && event.key !== 'k')) return
      setAt((old) => Math.max(0, Math.min(items.length - 1, old + (event.key === 'j' ? 1 : -1))))
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [items.length])

  const draw = (request: ReviewRequest): void => {
    void ask<ReviewState>(withQuery('/review/draw', filterToQuery(definite.value)), { method: 'POST', body: request }).then((answer) => {
      if (!answer.ok) {
        setError(answer.failure.kind === 'problem' ? answer.failure.detail : words().states.offline)
        return
      }
      setError(null)
      setGiven(new Map())
      reload()
    })
  }
  if (data === null) return failure === null ? <Waiting height="page" /> : <FailureNote failure={failure} retry={reload} />
  const done = items.filter((item) => labelOf(item) !== null).length
  return (
    <>
      {data.draw === null || items.length === 0 ? (
        <>
          <FilterBar />
          <Card title={review.start} meaning={review.startMeaning}>
            <DrawForm onDraw={draw} />
            {data.draw !== null && <p class="quiet">{fill(review.emptyPool, { pool: integer(data.draw.pool) })}</p>}
          </Card>
        </>
      ) : (
        <>
          <div class="review-bar card">
            <progress max={items.length} value={done} aria-label={review.progress} />
            <strong>{fill(review.done, { done: integer(done), total: integer(items.length) })}</strong>
            <span class="quiet">
              {fill(review.pool, { pool: integer(data.draw.pool) })} · {review.orders[data.draw.request.by]}
            </span>
            <span class="exports">
              <a href="/api/review/export?format=jsonl" download="">
                JSONL
              </a>
              <a href="/api/review/export?format=csv" download="">
                CSV
              </a>
            </span>
          </div>
          {current !== undefined && (
            <>
              <div class="review-steps">
                <button type="button" disabled={at === 0} onClick={() => setAt(at - 1)}>
                  {review.previous}
                </button>
                <span>
                  {fill(review.position, { at: integer(at + 1), total: integer(items.length) })}
                  {current.audit && <span class="quiet"> · {review.audit}</span>}
                  <span class="quiet"> · {fill(review.drawn, { probability: percent(current.samplingProbability) })}</span>
                </span>
                <button type="button" disabled={at >= items.length - 1} onClick={() => setAt(at + 1)}>
                  {review.next}
                </button>
              </div>
              <ReviewAnswer
                key={current.traceId}
                item={current}
                label={labelOf(current)}
                onLabel={(label) => {
                  setGiven(new Map([...given, [current.traceId, label]]))
                  if (label !== null && at < items.length - 1) setAt(at + 1)
                }}
              />
            </>
          )}
          <details class="card">
            <summary>{review.again}</summary>
            <FilterBar />
            <DrawForm onDraw={draw} />
          </details>
        </>
      )}
      {error !== null && (
        <p class="bad" role="alert">
          {error}
        </p>
      )}
    </>
  )
}
