/** The filter: menus of what there is, chips for what was added by a click on a chart. It lives in the address. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { fill, metricPathName, explain, visibleText, type AnswerFilter, type CellFilter, type FieldValues } from '@logitscope/core'
import { withQuery } from '../api/request.ts'
import { useApi } from '../api/use-api.ts'
import { fullTime } from '../i18n/dates.ts'
import { messages, numbers, words } from '../i18n/current.ts'
import { setFilter, span, timeRange, written } from '../state/filters.ts'
import { SPANS, type Span } from '../state/time-range.ts'
import { Icon } from './icons.tsx'

type MenuField = 'project' | 'model' | 'promptVersion' | 'language'
const MENUS: readonly MenuField[] = ['project', 'model', 'promptVersion', 'language']
const MOST_VALUES = 50

function without(filter: AnswerFilter, ...names: readonly (keyof AnswerFilter)[]): AnswerFilter {
  return Object.fromEntries(Object.entries(filter).filter(([name]) => !names.includes(name as keyof AnswerFilter)))
}

function Menu({ field }: { readonly field: MenuField }): JSX.Element {
  const { filters } = words()
  const [isOpen, setOpen] = useState(false)
  const { from, to } = timeRange.value
  const chosen = written.value[field]
  const path = isOpen ? withQuery('/stats/values', { field, from, to, limit: MOST_VALUES }) : null
  const { data } = useApi<FieldValues>(path)
  const values = [...new Set([...(chosen === undefined ? [] : [chosen]), ...(data?.items.map((item) => item.value) ?? [])])]
  const count = (value: string): string => {
    const found = data?.items.find((item) => item.value === value)
    return found === undefined ? '' : ` (${numbers().integer(found.count)})`
  }
  return (
    <label class={chosen === undefined ? 'menu' : 'menu is-set'}>
      <span>{filters[field]}</span>
      <select
        value={chosen === undefined ? '*' : `=${chosen}`}
        onFocus={() => setOpen(true)}
        onPointerDown={() => setOpen(true)}
        onChange={(event) => {
          const { value } = event.currentTarget
          setFilter(value === '*' ? without(written.value, field) : { ...written.value, [field]: value.slice(1) })
        }}
      >
        <option value="*">{filters.any}</option>
        {values.map((value) => (
          <option key={value} value={`=${value}`}>
            {value === '' ? filters.without : visibleText(value)}
            {count(value)}
          </option>
        ))}
      </select>
    </label>
  )
}

function TagMenu(): JSX.Element {
  const { filters } = words()
  const [isOpen, setOpen] = useState(false)
  const { from, to } = timeRange.value
  const { data } = useApi<FieldValues>(isOpen ? withQuery('/stats/values', { field: 'tag', from, to, limit: MOST_VALUES }) : null)
  return (
    <label class="menu">
      <span>{filters.tag}</span>
      <select
        value=""
        onFocus={() => setOpen(true)}
        onPointerDown={() => setOpen(true)}
        onChange={(event) => {
          const { value } = event.currentTarget
          const at = value.indexOf(':')
          if (at > 0) setFilter({ ...written.value, tags: { ...written.value.tags, [value.slice(0, at)]: value.slice(at + 1) } })
        }}
      >
        <option value="">{filters.any}</option>
        {data?.items.map((item) => (
          <option key={item.value} value={item.value}>
            {visibleText(item.value)} ({numbers().integer(item.count)})
          </option>
        ))}
      </select>
    </label>
  )
}

interface Chip {
  readonly text: string
  readonly rest: AnswerFilter
}

function probabilityRange([low, high]: readonly [number, number]): string {
  return `${numbers().percent(low)} – ${numbers().percent(Math.min(1, high))}`
}

/** The positions and probabilities of a cell in words. */
export function cellText({ position: [first, end], probability }: CellFilter): {
  readonly positions: string
  readonly probabilities: string
} {
  const { integer } = numbers()
  const positions = end >= 1e9 ? `${integer(first)}+` : end - first === 1 ? integer(first) : `${integer(first)}–${integer(end - 1)}`
  return { positions, probabilities: probabilityRange(probability) }
}

/** What stands in the filter beside the menus, each with the filter that is left when it is taken away. */
function chipsOf(filter: AnswerFilter): readonly Chip[] {
  const { filters } = words()
  const said = messages()
  const chips: Chip[] = []
  const list = <Value extends string>(
    name: keyof AnswerFilter,
    values: readonly Value[] | undefined,
    title: string,
    text: (value: Value) => string,
  ): void => {
    if (values !== undefined) chips.push({ text: `${title}: ${values.map(text).join(', ')}`, rest: without(filter, name) })
  }
  list('actions', filter.actions, filters.names.action, (action) => said.actions[action].name)
  list('tiers', filter.tiers, filters.names.tier, (tier) => said.tiers[tier].name)
  list('finishes', filter.finishes, filters.names.finish, (finish) => said.finishes[finish])
  list('detections', filter.detections, filters.names.detection, (kind) => explain(said.detections, kind).name)
  list('labels', filter.labels, filters.names.label, (label) => words().labels[label])
  if (filter.flagged !== undefined)
    chips.push({ text: `${filters.names.flagged}: ${filter.flagged ? filters.yes : filters.no}`, rest: without(filter, 'flagged') })
  if (filter.imported !== undefined)
    chips.push({ text: `${filters.names.imported}: ${filter.imported ? filters.yes : filters.no}`, rest: without(filter, 'imported') })
  for (const name of ['provider', 'session', 'user', 'item', 'sampleGroup', 'text', 'lowToken'] as const) {
    const value = filter[name]
    const title = name === 'provider' ? filters.provider : filters.names[name]
    if (value !== undefined) chips.push({ text: `${title}: “${visibleText(value, { spaces: 'edges' })}”`, rest: without(filter, name) })
  }
  for (const [name, value] of Object.entries(filter.tags ?? {}))
    chips.push({
      text: `${filters.tag}: ${visibleText(name)} = ${visibleText(value)}`,
      rest: { ...without(filter, 'tags'), tags: Object.fromEntries(Object.entries(filter.tags ?? {}).filter(([other]) => other !== name)) },
    })
  filter.ranges?.forEach((range, i) => {
    const { number } = numbers()
    const left = range.min === undefined ? '' : `${number(range.min)} ≤ `
    const right = range.max === undefined ? '' : ` < ${number(range.max)}`
    const rest = filter.ranges?.filter((_, other) => other !== i) ?? []
    chips.push({
      text: `${left}${metricPathName(said, range.metric)}${right}`,
      rest: { ...without(filter, 'ranges'), ...(rest.length === 0 ? {} : { ranges: rest }) },
    })
  })
  if (filter.cell !== undefined) {
    chips.push({
      text: `${filters.names.cell}: ${fill(filters.cellValue, cellText(filter.cell))}`,
      rest: without(filter, 'cell'),
    })
  }
  return chips
}

export function FilterBar(): JSX.Element {
  const { filters } = words()
  const chips = chipsOf(written.value)
  const { from, to } = timeRange.value
  const isAnySet = Object.keys(written.value).length > 0
  return (
    <div class="filters" role="search" aria-label={filters.title}>
      <label class="menu is-time">
        <span>{filters.time}</span>
        <select
          value={span.value ?? 'fixed'}
          onChange={(event) => {
            const { value } = event.currentTarget
            if (value !== 'fixed') setFilter(without(written.value, 'from', 'to'), value as Span)
          }}
        >
          {span.value === null && <option value="fixed">{filters.fixed}</option>}
          {SPANS.map((known) => (
            <option key={known} value={known}>
              {filters.spans[known]}
            </option>
          ))}
        </select>
      </label>
      {MENUS.map((field) => (
        <Menu key={field} field={field} />
      ))}
      <TagMenu />
      {(chips.length > 0 || span.value === null) && (
        <ul class="chips">
          {span.value === null && (
            <li>
              <button type="button" class="chip" onClick={() => setFilter(without(written.value, 'from', 'to'), '24h')}>
                {fullTime(from)} – {fullTime(to)}
                <span class="unseen"> {filters.remove}</span>
                <Icon name="close" />
              </button>
            </li>
          )}
          {chips.map((chip) => (
            <li key={chip.text}>
              <button type="button" class="chip" onClick={() => setFilter(chip.rest)}>
                {chip.text}
                <span class="unseen"> {filters.remove}</span>
                <Icon name="close" />
              </button>
            </li>
          ))}
          {isAnySet && (
            <li>
              <button type="button" class="chip is-clear" onClick={() => setFilter({}, span.value ?? '24h')}>
                {filters.clear}
              </button>
            </li>
          )}
        </ul>
      )}
    </div>
  )
}
