import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import {
  visibleText,
  type AnswerFilter,
  type AnswerMoments,
  type AnswerPage,
  type AnswerSummary,
  type FieldValues,
  type HistogramResult,
} from '@logitscope/core'
import { ask, withQuery } from '../api/request.ts'
import { useApi } from '../api/use-api.ts'
import { Histogram } from '../charts/histogram.tsx'
import { numbers, words } from '../i18n/current.ts'
import { answersLink, definite, setParameters } from '../state/filters.ts'
import { filterToQuery } from '../state/filter-query.ts'
import { place } from '../state/location.ts'
import { Card } from '../ui/card.tsx'
import { FilterBar } from '../ui/filter-bar.tsx'
import { EmptyNote, FailureNote, Waiting } from '../ui/states.tsx'
import { COMPARED, DifferenceTable } from './compare/difference-table.tsx'
import { momentsOfSummaries } from './compare/moments-of-summaries.ts'
import { PairsCard } from './compare/pairs-card.tsx'
import '../styles/answers.css'
import '../styles/answer.css'
import '../styles/pages.css'

const FIELDS = ['promptVersion', 'model', 'language', 'project'] as const

/** Newest answers of each side that are looked at one by one. */
const MOST = 1_000

interface Side {
  readonly key: string
  readonly moments: AnswerMoments
  /** The figures are of the newest answers alone: there were too many to count all in time. */
  readonly isCut: boolean
  /** The newest answers, among which pairs are looked for. */
  readonly newest: readonly AnswerSummary[]
}

/** The figures of one side over all its answers, and the newest of them, read once for a filter. */
function useSide(filter: AnswerFilter | null): Side | null {
  const [side, setSide] = useState<Side | null>(null)
  const query = filter === null ? null : filterToQuery(filter)
  const key = query === null ? null : withQuery('', query)
  useEffect(() => {
    if (query === null || key === null) return
    const controller = new AbortController()
    const { signal } = controller
    Promise.all([
      ask<AnswerMoments>(withQuery('/stats/moments', query, { metrics: COMPARED.join(',') }), { signal }),
      ask<AnswerPage>(withQuery('/traces', query, { limit: MOST }), { signal }),
    ]).then(
      ([counted, page]) => {
        if (!page.ok) return
        const newest = page.value.items
        const moments = counted.ok ? counted.value : momentsOfSummaries(newest, COMPARED)
        setSide({ key, moments, isCut: !counted.ok, newest })
      },
      () => undefined,
    )
    return () => controller.abort()
  }, [key])
  return side?.key === key ? side : null
}

function SideHistogram({ filter, name }: { readonly filter: AnswerFilter; readonly name: string }): JSX.Element {
  const { overview } = words()
  const { data, failure, reload } = useApi<HistogramResult>(
    withQuery('/stats/histogram', filterToQuery(filter), { metric: 'metrics.avgLogprob' }),
  )
  return (
    <Card title={`${overview.histogram} ${name}`}>
      {data !== null ? (
        <Histogram
          result={data}
          title={overview.meanLogprob}
          named={[-5, -3, -2, -1, -0.5, -0.2, -0.1, -0.05, -0.01]}
          ends={['−∞', '0']}
          link={(addition) => answersLink({ ...filter, ...addition })}
        />
      ) : failure !== null ? (
        <FailureNote failure={failure} retry={reload} />
      ) : (
        <Waiting height="chart" />
      )}
    </Card>
  )
}

export function ComparePage(): JSX.Element {
  const { compare, filters } = words()
  const { query } = place.value
  const field = FIELDS.find((known) => known === query.get('compare')) ?? 'promptVersion'
  const base: AnswerFilter = Object.fromEntries(Object.entries(definite.value).filter(([name]) => name !== field))
  const values = useApi<FieldValues>(withQuery('/stats/values', filterToQuery(base), { field, limit: 50 }))
  const known = values.data?.items.map((item) => item.value) ?? []
  const chosen = (name: 'a' | 'b', otherwise: number): string | undefined => query.get(name) ?? known[otherwise]
  // Prompt versions are read in their order: the older one first.
  const [first, second] = [...known.slice(0, 2)].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }))
  const a = query.get('a') ?? first ?? chosen('a', 0)
  const b = query.get('b') ?? second ?? chosen('b', 1)
  const isReady = a !== undefined && b !== undefined
  const filterA = isReady ? { ...base, [field]: a } : null
  const filterB = isReady ? { ...base, [field]: b } : null
  const sideA = useSide(filterA)
  const sideB = useSide(filterB)
  const name = (value: string): string => (value === '' ? filters.without : visibleText(value))
  const picker = (which: 'a' | 'b', value: string | undefined): JSX.Element => (
    <label class="menu">
      <span>{which.toUpperCase()}</span>
      <select value={value ?? ''} onChange={(event) => setParameters({ [which]: event.currentTarget.value })}>
        {[...new Set([...(value === undefined ? [] : [value]), ...known])].map((one) => (
          <option key={one} value={one}>
            {name(one)} ({numbers().integer(values.data?.items.find((item) => item.value === one)?.count ?? 0)})
          </option>
        ))}
      </select>
    </label>
  )
  return (
    <>
      <FilterBar />
      <div class="toolbar">
        <label class="menu">
          <span>{compare.by}</span>
          <select value={field} onChange={(event) => setParameters({ compare: event.currentTarget.value, a: null, b: null })}>
            {FIELDS.map((one) => (
              <option key={one} value={one}>
                {filters[one]}
              </option>
            ))}
          </select>
        </label>
        {picker('a', a)}
        {picker('b', b)}
      </div>
      {values.failure !== null && values.data === null && <FailureNote failure={values.failure} retry={values.reload} />}
      {values.data !== null && !isReady && (
        <EmptyNote title={compare.needTwo}>
          <p class="quiet">{compare.needTwoHint}</p>
        </EmptyNote>
      )}
      {isReady && (sideA === null || sideB === null) && <Waiting height="page" />}
      {filterA !== null && filterB !== null && sideA !== null && sideB !== null && a !== undefined && b !== undefined && (
        <div class="stack">
          <DifferenceTable
            names={[name(a), name(b)]}
            sides={[sideA.moments, sideB.moments]}
            newest={sideA.isCut || sideB.isCut ? MOST : null}
            links={[answersLink({ [field]: a }), answersLink({ [field]: b })]}
          />
          <div class="grid-two">
            <SideHistogram filter={filterA} name={name(a)} />
            <SideHistogram filter={filterB} name={name(b)} />
          </div>
          <PairsCard
            names={[name(a), name(b)]}
            sides={[sideA.newest, sideB.newest]}
            newest={Math.max(sideA.moments.count, sideB.moments.count) > MOST || sideA.isCut || sideB.isCut ? MOST : null}
          />
        </div>
      )}
    </>
  )
}
