/** Counts in bins as bars; each bar is a link to the answers in it. Bins are drawn equally wide: their edges are named, not spaced. */
import type { JSX } from 'preact'
import { fill, type AnswerFilter, type HistogramResult } from '@logitscope/core'
import { numbers, words } from '../i18n/current.ts'

interface HistogramProps {
  readonly result: HistogramResult
  readonly title: string
  /** Edges named under the bars. */
  readonly named: readonly number[]
  /** What the outermost bins reach to. */
  readonly ends: readonly [lowest: string, highest: string]
  readonly link: (filter: AnswerFilter) => string
}

/** The filter of one bin: from its lower edge, inclusive, to its upper one. */
export function binFilter(metric: string, edges: readonly number[], bin: number): AnswerFilter {
  const min = edges[bin - 1]
  const max = edges[bin]
  return { ranges: [{ metric, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }] }
}

export function Histogram({ result, title, named, ends, link }: HistogramProps): JSX.Element {
  const { overview } = words()
  const { number, integer } = numbers()
  const { counts, edges } = result
  const first = counts.findIndex((count) => count > 0)
  if (first < 0) return <p class="quiet">{overview.chartEmpty}</p>
  const last = counts.length - 1 - [...counts].reverse().findIndex((count) => count > 0)
  const from = Math.max(0, first - 1)
  const to = Math.min(counts.length - 1, last + 1)
  const highest = Math.max(...counts)
  const bins = Array.from({ length: to - from + 1 }, (_, i) => from + i)
  const edge = (value: number | undefined, open: string): string =>
    value === undefined
      ? open
      : number(value, Math.abs(value) < 0.01 ? 3 : Math.abs(value) < 1 ? 2 : 1)
          .replace(/([.,]\d*?)0+$/, '$1')
          .replace(/[.,]$/, '')
  return (
    <div class="chart">
      <ol class="bars-plot" aria-label={title}>
        {bins.map((bin) => {
          const count = counts[bin] ?? 0
          const text = fill(overview.bar, {
            count: integer(count),
            from: edge(edges[bin - 1], ends[0]),
            to: edge(edges[bin], ends[1]),
          })
          return (
            <li key={bin}>
              {count > 0 ? (
                <a class="bar-link" href={link(binFilter(result.metric, edges, bin))} title={text} aria-label={text}>
                  <span class="bar-fill" style={{ height: `${Math.max(1.5, (count / highest) * 100)}%` }} />
                </a>
              ) : (
                <span class="bar-link" />
              )}
              {edges[bin] !== undefined && named.includes(edges[bin]) && (
                <span class="bar-edge" aria-hidden="true">
                  {edge(edges[bin], '')}
                </span>
              )}
            </li>
          )
        })}
      </ol>
      <p class="axis-names" aria-hidden="true">
        → {title} ({result.unit}) · ↑ {overview.answers}
      </p>
      {result.missing > 0 && <p class="quiet small">{fill(overview.missingMetric, { count: integer(result.missing) })}</p>}
      <details class="as-table">
        <summary>{overview.table}</summary>
        <div class="scroll" tabIndex={0} role="region" aria-label={title}>
          <table>
            <thead>
              <tr>
                <th scope="col">{title}</th>
                <th scope="col" class="num">
                  {overview.answers}
                </th>
              </tr>
            </thead>
            <tbody>
              {bins
                .filter((bin) => (counts[bin] ?? 0) > 0)
                .map((bin) => (
                  <tr key={bin}>
                    <th scope="row">
                      {edge(edges[bin - 1], ends[0])} … {edge(edges[bin], ends[1])}
                    </th>
                    <td class="num">
                      <a href={link(binFilter(result.metric, edges, bin))}>{integer(counts[bin] ?? 0)}</a>
                    </td>
                  </tr>
                ))}
            </tbody>
          </table>
        </div>
      </details>
    </div>
  )
}
