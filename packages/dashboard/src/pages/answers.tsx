import type { JSX } from 'preact'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { fill, type AnswerSummary } from '@logitscope/core'
import { onLive } from '../api/live.ts'
import { withQuery } from '../api/request.ts'
import { numbers, words } from '../i18n/current.ts'
import { definite, span, tick, written } from '../state/filters.ts'
import { filterToQuery } from '../state/filter-query.ts'
import { navigate, place } from '../state/location.ts'
import { matches } from '../state/matches.ts'
import { isTyping } from '../state/shortcuts.ts'
import { FilterBar } from '../ui/filter-bar.tsx'
import { NothingHere } from '../ui/nothing-here.tsx'
import { FailureNote, Waiting } from '../ui/states.tsx'
import { addFresh, answerList, loadNext, look, openList, rowAt, rowCount } from './answers/answer-list.ts'
import { ListHead } from './answers/list-head.tsx'
import { MeantTokens } from './answers/meant-tokens.tsx'
import { Row } from './answers/row.tsx'
import { Toolbar } from './answers/toolbar.tsx'
import { VirtualRows } from './answers/virtual-rows.tsx'
import '../styles/answers.css'

const SHOWN: readonly string[] = [
  'startedAt',
  'metrics.avgLogprob',
  'metrics.maxTokenEntropy',
  'metrics.lowConfidenceRatio',
  'tokenCount',
  'totalMs',
]
const NARROW = matchMedia('(max-width: 900px)')

/** Where one answer of this list is shown, the filter and the order kept for "previous" and "next". */
export function answerHref(id: string, sort: string): string {
  return withQuery('/answer', [['id', id]], filterToQuery(written.value), span.value === null ? [] : [['last', span.value]], [
    ['sort', sort],
  ])
}

export function AnswersPage(): JSX.Element {
  const { answers, states } = words()
  const sort = place.value.query.get('sort') ?? '-startedAt'
  const [isPaused, setPaused] = useState(false)
  const [waiting, setWaiting] = useState<readonly AnswerSummary[]>([])
  const [unseen, setUnseen] = useState(0)
  const [active, setActive] = useState(0)
  const activeRow = useRef(0)
  activeRow.current = active
  const [isNarrow, setNarrow] = useState(NARROW.matches)
  const list = answerList.value
  const count = rowCount(list)
  const filter = definite.value

  useEffect(() => {
    openList(filter, sort)
    setWaiting([])
    setUnseen(0)
  }, [JSON.stringify(filter), sort])

  useEffect(() => {
    const follow = (): void => setNarrow(NARROW.matches)
    NARROW.addEventListener('change', follow)
    return () => NARROW.removeEventListener('change', follow)
  }, [])

  const isLive = sort === '-startedAt' && span.value !== null
  useEffect(
    () =>
      onLive((events) => {
        const arrived: AnswerSummary[] = []
        let unknown = 0
        for (const event of events) {
          if (event.kind === 'gap') unknown++
          if (event.kind !== 'answer-stored') continue
          const verdict = matches(event.answer, definite.value)
          if (verdict === null || (verdict && !isLive)) unknown++
          else if (verdict) arrived.push(event.answer)
        }
        if (unknown > 0) setUnseen((old) => old + unknown)
        if (arrived.length === 0) return
        if (isPaused || scrollY > 200) setWaiting((old) => [...old, ...arrived].slice(-500))
        else addFresh(arrived)
      }),
    [isPaused, isLive],
  )

  const show = (): void => {
    if (unseen > 0) {
      tick()
      openList(definite.value, sort, true)
    } else addFresh(waiting)
    setWaiting([])
    setUnseen(0)
    scrollTo(0, 0)
  }

  const onLook = useCallback((first: number, last: number): void => {
    look(first, last)
    const now = answerList.value
    if (last + 30 >= rowCount(now) && !now.isEnd && now.failure === null) void loadNext()
  }, [])

  const height = isNarrow ? 92 : 58
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event)) return
      const page = Math.max(1, Math.floor(innerHeight / height) - 4)
      const steps: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: page, PageUp: -page }
      const step = steps[event.key]
      if (event.key === 'Enter' && document.activeElement?.matches('a,button,select,input,summary') !== true) {
        const answer = rowAt(answerList.value, activeRow.current)
        if (answer !== null) navigate(answerHref(answer.id, sort))
        return
      }
      if (event.key === '/') {
        event.preventDefault()
        document.getElementById('search')?.focus()
        return
      }
      if (step === undefined || (document.activeElement?.matches('select,input') ?? false)) return
      event.preventDefault()
      const next = Math.max(0, Math.min(rowCount(answerList.value) - 1, activeRow.current + step))
      activeRow.current = next
      setActive(next)
      const box = document.querySelector('.rows')?.getBoundingClientRect()
      if (box === undefined) return
      const top = box.top + next * height
      if (top < 90) scrollBy(0, top - 90)
      else if (top + height > innerHeight - 20) scrollBy(0, top + height - innerHeight + 20)
      requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-row="${next}"] .row-link`)?.focus({ preventScroll: true }))
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [height, sort])

  const by = sort.replace(/^-/, '')
  const extra = SHOWN.includes(by) ? null : by
  const news = waiting.length + unseen
  const isEmpty = list.isEnd && count === 0
  return (
    <>
      <FilterBar />
      <Toolbar
        sort={sort}
        total={list.total}
        isLeast={list.isLeast}
        shown={count}
        isPaused={isPaused}
        onPause={() => setPaused(!isPaused)}
      />
      {news > 0 && (
        <button type="button" class="news" onClick={show}>
          {fill(answers.news, { count: numbers().integer(news) })}
        </button>
      )}
      <MeantTokens />
      {list.failure !== null && count === 0 && <FailureNote failure={list.failure} retry={() => void loadNext()} />}
      {isEmpty && <NothingHere />}
      {count === 0 && list.failure === null && !list.isEnd && (
        <>
          {list.isPartial && (
            <p class="quiet" role="status">
              {answers.lookingBack}
            </p>
          )}
          <Waiting height="page" />
        </>
      )}
      {count > 0 && (
        <div class="list card" role="grid" aria-label={words().pages.answers} aria-rowcount={list.isLeast ? -1 : (list.total ?? -1)}>
          <ListHead sort={sort} extra={extra} />
          <VirtualRows
            count={count}
            height={height}
            onLook={onLook}
            render={(row, top) => {
              const answer = rowAt(list, row)
              if (answer === null) return <div key={row} class="row-line is-waiting" style={{ transform: `translateY(${top}px)` }} />
              return (
                <Row
                  key={answer.id}
                  answer={answer}
                  row={row}
                  top={top}
                  href={answerHref(answer.id, sort)}
                  isActive={row === active}
                  isFresh={row < list.fresh.length}
                  extra={extra}
                />
              )
            }}
          />
          {list.isLoading && <p class="list-foot quiet">{list.isPartial ? answers.lookingBack : `${states.loading} …`}</p>}
          {list.failure !== null && <FailureNote failure={list.failure} retry={() => void loadNext()} />}
        </div>
      )}
    </>
  )
}
