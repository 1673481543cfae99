import type { JSX } from 'preact'
import { words } from '../../i18n/current.ts'
import { setParameters } from '../../state/filters.ts'
import { columnName } from '../../state/metric-columns.ts'

interface HeadCellProps {
  readonly column: string | null
  readonly name: string
  readonly sort: string
  readonly className?: string
}

function HeadCell({ column, name, sort, className = '' }: HeadCellProps): JSX.Element {
  if (column === null)
    return (
      <span class={`cell ${className}`} role="columnheader">
        {name}
      </span>
    )
  const isSorted = sort.replace(/^-/, '') === column
  const isDown = sort.startsWith('-')
  // A first click on a logprob shows the least sure first; on all else the largest.
  const first = /logprob/i.test(column) ? column : `-${column}`
  const next = !isSorted ? first : isDown ? column : `-${column}`
  return (
    <span class={`cell ${className}`} role="columnheader" aria-sort={isSorted ? (isDown ? 'descending' : 'ascending') : 'none'}>
      <button type="button" class="head-button" onClick={() => setParameters({ sort: next === '-startedAt' ? null : next })}>
        {name}
        <span class="sort-sign" aria-hidden="true">
          {isSorted ? (isDown ? '↓' : '↑') : ''}
        </span>
      </button>
    </span>
  )
}

export function ListHead({ sort, extra }: { readonly sort: string; readonly extra: string | null }): JSX.Element {
  const { columns } = words().answers
  return (
    <div class="list-head" role="rowgroup">
      <div class="row-line is-head" role="row" aria-rowindex={1}>
        <HeadCell column="startedAt" name={columns.time} sort={sort} className="cell-time" />
        <HeadCell column={null} name={columns.answer} sort={sort} />
        <HeadCell column={null} name={columns.verdict} sort={sort} />
        <HeadCell column="metrics.avgLogprob" name={columns.logprob} sort={sort} className="num" />
        <HeadCell column="metrics.maxTokenEntropy" name={columns.entropy} sort={sort} className="cell-wide num" />
        <HeadCell column="metrics.lowConfidenceRatio" name={columns.low} sort={sort} className="cell-wide num" />
        <HeadCell column="tokenCount" name={columns.tokens} sort={sort} className="cell-wide num" />
        <HeadCell
          column={extra ?? 'totalMs'}
          name={extra === null ? columns.latency : columnName(extra)}
          sort={sort}
          className="cell-wide num"
        />
      </div>
    </div>
  )
}
