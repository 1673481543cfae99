/** The filter that the address holds, with its span of time made definite. */
import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { AnswerFilter } from '@logitscope/core'
import { withQuery } from '../api/request.ts'
import { filterFromQuery, filterToQuery } from './filter-query.ts'
import { navigate, place } from './location.ts'
import { DEFAULT_SPAN, SPANS, fixedRange, spanRange, type Span, type TimeRange } from './time-range.ts'

/** The clock of the pages: moves when something new is to be shown, so that all parts of a page ask for the same span. */
export const clock: Signal<number> = signal(Date.now())
/** Oldest and newest answer that are stored, for the span of everything. */
export const storedSpan: Signal<{ readonly oldest: number | null; readonly newest: number | null }> = signal<{
  readonly oldest: number | null
  readonly newest: number | null
}>({ oldest: null, newest: null })

export function tick(): void {
  clock.value = Date.now()
}

/** The filter as written in the address: `from` and `to` only where instants were chosen. */
export const written: ReadonlySignal<AnswerFilter> = computed(() => filterFromQuery(place.value.query))

/** The relative span of the address; `null` where instants were chosen. */
export const span: ReadonlySignal<Span | null> = computed(() => {
  const { query } = place.value
  if (query.has('from') && query.has('to')) return null
  return SPANS.find((known) => known === query.get('last')) ?? DEFAULT_SPAN
})

export const timeRange: ReadonlySignal<TimeRange> = computed(() => {
  const { from, to } = written.value
  if (span.value === null && from !== undefined && to !== undefined) return fixedRange(from, to)
  return spanRange(span.value ?? DEFAULT_SPAN, clock.value, storedSpan.value)
})

/** The filter with definite instants: what is asked of the API. */
export const definite: ReadonlySignal<AnswerFilter & { readonly from: number; readonly to: number }> = computed(() => ({
  ...written.value,
  from: timeRange.value.from,
  to: timeRange.value.to,
}))

/** Parameters that belong to the filter bar and follow from page to page. */
function spanParameter(): readonly (readonly [string, string])[] {
  return span.value === null || span.value === DEFAULT_SPAN ? [] : [['last', span.value]]
}

/** An address with the filter of this page, for links between pages. */
export function keepFilter(path: string): string {
  return withQuery(path, spanParameter(), filterToQuery(written.value))
}

/** The answers of this page's filter with something added, at definite instants: what a tile, bar or cell links to. */
export function answersLink(addition: AnswerFilter = {}): string {
  const ranges = [...(definite.value.ranges ?? []), ...(addition.ranges ?? [])]
  return withQuery('/answers', filterToQuery({ ...definite.value, ...addition, ...(ranges.length === 0 ? {} : { ranges }) }))
}

/** Puts another filter into the address, keeping what is not a filter (sort order, measure). */
export function setFilter(filter: AnswerFilter, last: Span | null = span.value): void {
  const { path, query } = place.value
  const known = new Set(filterToQuery(written.value).map(([name]) => name))
  const others = [...query].filter(([name]) => !known.has(name) && name !== 'last')
  navigate(withQuery(path, last === null || last === DEFAULT_SPAN ? [] : [['last', last]], filterToQuery(filter), others), {
    keepScroll: true,
  })
}

/** Sets or, with `null`, clears parameters that are not a filter's. */
export function setParameters(parameters: Readonly<Record<string, string | null>>, options: { readonly replace?: boolean } = {}): void {
  const query = new URLSearchParams(place.value.query)
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null) query.delete(name)
    else query.set(name, value)
  }
  navigate(withQuery(place.value.path, query), { keepScroll: true, ...options })
}
