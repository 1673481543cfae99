import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { ACTIONS, fill, type Action, type AnswerFilter } from '@logitscope/core'
import { withQuery } from '../../api/request.ts'
import { messages, numbers, words } from '../../i18n/current.ts'
import { definite, setFilter, setParameters, written } from '../../state/filters.ts'
import { filterToQuery } from '../../state/filter-query.ts'
import { columnName, RANGE_COLUMNS, SORT_COLUMNS } from '../../state/metric-columns.ts'
import { Icon } from '../../ui/icons.tsx'

interface ToolbarProps {
  readonly sort: string
  readonly total: number | null
  readonly isLeast: boolean
  readonly shown: number
  readonly isPaused: boolean
  readonly onPause: () => void
}

function Search(): JSX.Element {
  const { answers } = words()
  const [text, setText] = useState<string | null>(null)
  const submit = (event: Event): void => {
    event.preventDefault()
    if (text === null) return
    const { text: _, ...rest } = written.value
    setFilter(text.trim() === '' ? rest : { ...rest, text: text.trim() })
    setText(null)
  }
  return (
    <form class="search" role="search" onSubmit={submit}>
      <Icon name="search" />
      <input
        id="search"
        type="search"
        aria-label={answers.search}
        placeholder={answers.search}
        value={text ?? written.value.text ?? ''}
        onInput={(event) => setText(event.currentTarget.value)}
        onSearch={submit}
      />
    </form>
  )
}

function RangeForm(): JSX.Element {
  const { answers } = words()
  const submit = (event: SubmitEvent & { readonly currentTarget: HTMLFormElement }): void => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const end = (name: string): number | undefined => {
      const given = data.get(name)
      const value = typeof given === 'string' && given.trim() !== '' ? Number(given.replace(',', '.')) : NaN
      return Number.isFinite(value) ? value : undefined
    }
    const metric = data.get('metric')
    const [min, max] = [end('min'), end('max')]
    if (typeof metric !== 'string' || (min === undefined && max === undefined)) return
    const range = { metric, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }
    setFilter({ ...written.value, ranges: [...(written.value.ranges ?? []), range] })
    event.currentTarget.closest('details')?.removeAttribute('open')
  }
  return (
    <details class="popover">
      <summary class="button">
        <Icon name="filter" />
        {answers.metricFilter}
      </summary>
      <form class="popover-body" onSubmit={submit}>
        <label>
          <span>{answers.metric}</span>
          <select name="metric">
            {RANGE_COLUMNS.map((column) => (
              <option key={column} value={column}>
                {columnName(column)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{answers.from}</span>
          <input name="min" inputMode="decimal" />
        </label>
        <label>
          <span>{answers.below}</span>
          <input name="max" inputMode="decimal" />
        </label>
        <button type="submit" class="primary">
          {answers.add}
        </button>
      </form>
    </details>
  )
}

function ActionMenu(): JSX.Element {
  const { filters } = words()
  const chosen = written.value.actions
  return (
    <label class="menu">
      <span>{filters.names.action}</span>
      <select
        value={chosen?.length === 1 ? chosen[0] : ''}
        onChange={(event) => {
          const value = ACTIONS.find((action) => action === event.currentTarget.value)
          const { actions: _, ...rest } = written.value
          const next: AnswerFilter = value === undefined ? rest : { ...rest, actions: [value] satisfies readonly Action[] }
          setFilter(next)
        }}
      >
        <option value="">{filters.any}</option>
        {ACTIONS.map((action) => (
          <option key={action} value={action}>
            {messages().actions[action].name}
          </option>
        ))}
      </select>
    </label>
  )
}

export function Toolbar({ sort, total, isLeast, shown, isPaused, onPause }: ToolbarProps): JSX.Element {
  const { answers } = words()
  const { integer } = numbers()
  const by = sort.replace(/^-/, '')
  const isDown = sort.startsWith('-')
  const order = (column: string, down: boolean): void => {
    const next = `${down ? '-' : ''}${column}`
    setParameters({ sort: next === '-startedAt' ? null : next })
  }
  return (
    <div class="toolbar">
      <Search />
      <ActionMenu />
      <RangeForm />
      <label class="menu">
        <span>{answers.sort}</span>
        <select value={by} onChange={(event) => order(event.currentTarget.value, !/logprob/i.test(event.currentTarget.value))}>
          {SORT_COLUMNS.map((column) => (
            <option key={column} value={column}>
              {columnName(column)}
            </option>
          ))}
        </select>
        <button type="button" class="plain" aria-label={isDown ? answers.ascending : answers.descending} onClick={() => order(by, !isDown)}>
          {isDown ? '↓' : '↑'}
        </button>
      </label>
      <button type="button" aria-pressed={isPaused} onClick={onPause}>
        <Icon name={isPaused ? 'play' : 'pause'} />
        {isPaused ? answers.resume : answers.pause}
      </button>
      <p class="toolbar-count quiet" role="status">
        {fill(total === null || isLeast ? answers.atLeast : answers.total, { count: integer(Math.max(shown, total ?? 0)) })}
      </p>
      <span class="exports">
        <a href={withQuery('/api/export', filterToQuery(definite.value), { format: 'jsonl' })} download="">
          JSONL
        </a>
        <a href={withQuery('/api/export', filterToQuery(definite.value), { format: 'csv' })} download="">
          CSV
        </a>
        <a href={withQuery('/api/export', filterToQuery(definite.value), { format: 'parquet' })} download="">
          Parquet
        </a>
      </span>
    </div>
  )
}
