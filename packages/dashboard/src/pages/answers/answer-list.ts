/** The answers of a filter, loaded a page at a time by cursor. Only pages near what is looked at are kept; the rest is read again when it is needed. */
import { signal, type ReadonlySignal } from '@preact/signals'
import type { AnswerFilter, AnswerPage, AnswerSummary } from '@logitscope/core'
import { ask, withQuery, type Failure } from '../../api/request.ts'
import { connection } from '../../api/connection.ts'
import { filterToQuery } from '../../state/filter-query.ts'

const PAGE = 100
/** Pages kept in memory around the one that is looked at. */
const KEPT = 12
/** Arrivals shown above the pages; more of them begin the list anew. */
const MOST_FRESH = 300

interface Page {
  readonly cursor: string | null
  readonly length: number
  /** `null`: let go of; read again by its cursor. */
  readonly items: readonly AnswerSummary[] | null
}

export interface ListState {
  readonly filter: AnswerFilter
  readonly sort: string
  readonly pages: readonly Page[]
  /** Where the next page begins; `null` at the end. */
  readonly next: string | null
  readonly isEnd: boolean
  readonly isLoading: boolean
  readonly failure: Failure | null
  readonly total: number | null
  /** `total` is a lower bound. */
  readonly isLeast: boolean
  /** The last page ended early: there may be more further back, where nobody has looked yet. */
  readonly isPartial: boolean
  /** Arrived since, newest first. */
  readonly fresh: readonly AnswerSummary[]
}

const EMPTY: ListState = {
  filter: {},
  sort: '-startedAt',
  pages: [],
  next: null,
  isEnd: false,
  isLoading: false,
  failure: null,
  total: null,
  isLeast: false,
  isPartial: false,
  fresh: [],
}

const state = signal<ListState>(EMPTY)
export const answerList: ReadonlySignal<ListState> = state

let controller = new AbortController()

function pathOf(filter: AnswerFilter, sort: string, cursor: string | null, count: boolean): string {
  return withQuery('/traces', filterToQuery(filter), {
    sort,
    limit: PAGE,
    cursor: cursor ?? undefined,
    count: count ? 'true' : undefined,
  })
}

/** Loads the page after the last one. */
export async function loadNext(): Promise<void> {
  const before = state.value
  if (before.isLoading || before.isEnd) return
  const isFirst = before.pages.length === 0
  state.value = { ...before, isLoading: true, failure: null }
  const { signal: aborted } = controller
  const answer = await ask<AnswerPage>(pathOf(before.filter, before.sort, before.next, isFirst && before.filter.cell === undefined), {
    signal: aborted,
  }).catch(() => null)
  if (answer === null || aborted.aborted) return
  connection.reached(answer.ok || answer.failure.kind !== 'offline')
  const now = state.value
  if (!answer.ok) {
    state.value = { ...now, isLoading: false, failure: answer.failure }
    return
  }
  const { items, next, total, totalIsLeast } = answer.value
  state.value = {
    ...now,
    pages: [...now.pages, { cursor: before.next, length: items.length, items }],
    next,
    isEnd: next === null,
    isLoading: false,
    total: isFirst ? (total ?? null) : now.total,
    isLeast: isFirst ? totalIsLeast === true : now.isLeast,
    isPartial: next !== null && items.length < PAGE,
  }
  // A page that ended early without an answer changes nothing on the screen, so that nobody would ask for the next.
  if (next !== null && items.length === 0) void loadNext()
}

/** Begins the list of another filter or order; the one that is open already is left alone unless `again`. */
export function openList(filter: AnswerFilter, sort: string, again = false): void {
  const isSame = JSON.stringify([filter, sort]) === JSON.stringify([state.value.filter, state.value.sort])
  if (isSame && !again && state.value.pages.length > 0) return
  controller.abort()
  controller = new AbortController()
  state.value = { ...EMPTY, filter, sort }
  void loadNext()
}

/** Rows that are known, arrivals included. */
export function rowCount(list: ListState): number {
  return list.fresh.length + list.pages.reduce((sum, page) => sum + page.length, 0)
}

/** The answer of a row; `null` while its page is read again. */
export function rowAt(list: ListState, row: number): AnswerSummary | null {
  if (row < list.fresh.length) return list.fresh[row] ?? null
  let index = row - list.fresh.length
  for (const page of list.pages) {
    if (index < page.length) return page.items?.[index] ?? null
    index -= page.length
  }
  return null
}

async function readAgain(index: number): Promise<void> {
  const { filter, sort, pages } = state.value
  const page = pages[index]
  if (page === undefined) return
  const { signal: aborted } = controller
  const answer = await ask<AnswerPage>(pathOf(filter, sort, page.cursor, false), { signal: aborted }).catch(() => null)
  if (answer?.ok !== true || aborted.aborted) return
  // The list may have changed underneath: the page keeps its length, so that no row moves.
  const items = answer.value.items.slice(0, page.length)
  state.value = { ...state.value, pages: state.value.pages.map((old, i) => (i === index ? { ...old, items } : old)) }
}

const reading = new Set<number>()

/** Tells which rows are looked at: their pages are kept or read again, far ones are let go of. */
export function look(first: number, last: number): void {
  const { pages, fresh } = state.value
  const pageOf = (row: number): number => Math.max(0, Math.floor((row - fresh.length) / PAGE))
  const [from, to] = [pageOf(first), pageOf(last)]
  for (let i = from; i <= Math.min(to, pages.length - 1); i++) {
    if (pages[i]?.items !== null || reading.has(i)) continue
    reading.add(i)
    void readAgain(i).finally(() => reading.delete(i))
  }
  const isFar = (i: number): boolean => i < from - KEPT / 2 || i > to + KEPT / 2
  if (pages.some((page, i) => page.items !== null && isFar(i)))
    state.value = { ...state.value, pages: pages.map((page, i) => (isFar(i) ? { ...page, items: null } : page)) }
}

/** Puts arrivals on top, each once, newest first. */
export function addFresh(arrived: readonly AnswerSummary[]): void {
  const list = state.value
  const known = new Set([...list.fresh, ...(list.pages[0]?.items ?? [])].map((answer) => answer.id))
  const added = arrived.filter((answer) => !known.has(answer.id))
  if (added.length === 0) return
  if (list.fresh.length + added.length > MOST_FRESH) {
    openList(list.filter, list.sort, true)
    return
  }
  state.value = {
    ...list,
    fresh: [...added].reverse().concat(list.fresh),
    total: list.total === null ? null : list.total + added.length,
  }
}

/** Shows a label on the rows that are in memory. */
export function showLabel(id: string, label: AnswerSummary['label']): void {
  const change = (items: readonly AnswerSummary[]): readonly AnswerSummary[] =>
    items.some((answer) => answer.id === id) ? items.map((answer) => (answer.id === id ? { ...answer, label } : answer)) : items
  const list = state.value
  state.value = {
    ...list,
    fresh: change(list.fresh),
    pages: list.pages.map((page) => (page.items === null ? page : { ...page, items: change(page.items) })),
  }
}
