/** The filter in an address: the API's own parameters (core/api `AnswerFilterQuery`), so that a page's address and its request read alike. */
import {
  ACTIONS,
  EVIDENCE_TIERS,
  FILTER_TEXTS,
  FINISH_REASONS,
  LABEL_STATES,
  type AnswerFilter,
  type CellFilter,
  type MetricRange,
} from '@logitscope/core'

export type QueryPair = readonly [name: string, value: string]

const end = (value: number | undefined): string => (value === undefined || !Number.isFinite(value) ? '' : String(value))

/** The filter as parameters of the API. */
export function filterToQuery(filter: AnswerFilter): readonly QueryPair[] {
  const pairs: QueryPair[] = []
  if (filter.from !== undefined) pairs.push(['from', String(filter.from)])
  if (filter.to !== undefined) pairs.push(['to', String(filter.to)])
  for (const field of FILTER_TEXTS) {
    const value = filter[field]
    if (value !== undefined) pairs.push([field, value])
  }
  for (const [name, value] of Object.entries(filter.tags ?? {})) pairs.push(['tag', `${name}:${value}`])
  for (const tier of filter.tiers ?? []) pairs.push(['tier', tier])
  for (const action of filter.actions ?? []) pairs.push(['action', action])
  for (const finish of filter.finishes ?? []) pairs.push(['finish', finish])
  for (const detection of filter.detections ?? []) pairs.push(['detection', detection])
  if (filter.flagged !== undefined) pairs.push(['flagged', String(filter.flagged)])
  for (const label of filter.labels ?? []) pairs.push(['label', label])
  for (const { metric, min, max } of filter.ranges ?? []) pairs.push(['range', `${metric}:${end(min)}:${end(max)}`])
  if (filter.cell !== undefined) pairs.push(['cell', [...filter.cell.position, ...filter.cell.probability].join(',')])
  if (filter.imported !== undefined) pairs.push(['imported', String(filter.imported)])
  return pairs
}

type Draft = { -readonly [Field in keyof AnswerFilter]: AnswerFilter[Field] }

function numberIn(text: string): number | null {
  const value = Number(text)
  return text.trim() === '' || Number.isNaN(value) ? null : value
}

function rangeOf(value: string): MetricRange | null {
  const [metric = '', min = '', max = ''] = value.split(':')
  const from = min === '' ? undefined : numberIn(min)
  const to = max === '' ? undefined : numberIn(max)
  if (metric === '' || from === null || to === null || (from === undefined && to === undefined)) return null
  return { metric, ...(from === undefined ? {} : { min: from }), ...(to === undefined ? {} : { max: to }) }
}

function cellOf(value: string): CellFilter | null {
  const [a, b, c, d] = value.split(',').map(numberIn)
  if (a === undefined || b === undefined || c === undefined || d === undefined) return null
  return a === null || b === null || c === null || d === null ? null : { position: [a, b], probability: [c, d] }
}

function listed<Word extends string>(words: readonly Word[], old: readonly Word[] | undefined, value: string): readonly Word[] {
  const found = value.split(',').flatMap((part) => words.filter((word) => word === part))
  return [...(old ?? []), ...found.filter((word) => old?.includes(word) !== true)]
}

function add(draft: Draft, name: string, value: string): void {
  const field = FILTER_TEXTS.find((known) => known === name)
  if (field !== undefined) {
    draft[field] = value
    return
  }
  switch (name) {
    case 'from':
    case 'to': {
      const at = numberIn(value)
      if (at !== null && Number.isFinite(at)) draft[name] = at
      return
    }
    case 'flagged':
    case 'imported':
      if (value === 'true' || value === 'false') draft[name] = value === 'true'
      return
    case 'tag': {
      const at = value.indexOf(':')
      if (at > 0) draft.tags = { ...draft.tags, [value.slice(0, at)]: value.slice(at + 1) }
      return
    }
    case 'tier':
      draft.tiers = listed(EVIDENCE_TIERS, draft.tiers, value)
      return
    case 'action':
      draft.actions = listed(ACTIONS, draft.actions, value)
      return
    case 'finish':
      draft.finishes = listed(FINISH_REASONS, draft.finishes, value)
      return
    case 'label':
      draft.labels = listed(LABEL_STATES, draft.labels, value)
      return
    case 'detection':
      draft.detections = [...(draft.detections ?? []), ...value.split(',')]
      return
    case 'range': {
      const range = rangeOf(value)
      if (range !== null) draft.ranges = [...(draft.ranges ?? []), range]
      return
    }
    case 'cell': {
      const cell = cellOf(value)
      if (cell !== null) draft.cell = cell
      return
    }
  }
}

/** The filter of an address; parameters of others, and values that no filter can have, are left out. */
export function filterFromQuery(pairs: Iterable<QueryPair>): AnswerFilter {
  const draft: Draft = {}
  for (const [name, value] of pairs) add(draft, name, value)
  return draft
}
