/** Counts in bins as bars; the bar under the cursor is a link to the answers in it. Bins are drawn equally wide: their edges are named, not spaced. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { fill, type AnswerFilter, type HistogramResult } from '@logitscope/core'
import { numbers, words } from '../i18n/current.ts'
import { navigate } from '../state/location.ts'

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
function binFilter(metric: string, edges: readonly number[], bin: number): AnswerFilter {
  const min = edges[bin - 1]
  const max = edges[bin]
  return { ranges: [{ metric, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }] }
}

function edgeText(value: number | undefined, open: string): string {
  if (value === undefined) return open
  const text = numbers().number(value, Math.abs(value) < 0.01 ? 3 : Math.abs(value) < 1 ? 2 : 1)
  return text.replace(/([.,]\d*?)0+$/, '$1').replace(/[.,]$/, '')
}

export function Histogram({ result, title, named, ends, link }: HistogramProps): JSX.Element {
  const { overview } = words()
  const { integer } = numbers()
  const [cursor, setCursor] = useState<number | null>(null)
  const { counts, edges, metric } = result
  const first = counts.findIndex((count) => count > 0)
  if (first < 0) return <p class="quiet">{overview.chartEmpty}</p>
  const last = counts.findLastIndex((count) => count > 0)
  const from = Math.max(0, first - 1)
  const bins = Array.from({ length: Math.min(counts.length - 1, last + 1) - from + 1 }, (_, i) => from + i)
  const highest = Math.max(...counts)
  const describe = (bin: number): string =>
    fill(overview.bar, { count: integer(counts[bin] ?? 0), from: edgeText(edges[bin - 1], ends[0]), to: edgeText(edges[bin], ends[1]) })
  const move = (index: number): void => setCursor(bins[Math.max(0, Math.min(bins.length - 1, index))] ?? null)
  const onKey = (event: KeyboardEvent): void => {
    const at = cursor === null ? -1 : cursor - from
    if (event.key === 'ArrowRight') move(at + 1)
    else if (event.key === 'ArrowLeft') move(cursor === null ? bins.length - 1 : at - 1)
    else if (event.key === 'Home') move(0)
    else if (event.key === 'End') move(bins.length - 1)
    else return
    event.preventDefault()
  }
  return (
    <div class="chart">
      <div class="bars-plot">
        {bins.map((bin) => {
          const count = counts[bin] ?? 0
          const edge = edges[bin]
          return (
            <span key={bin} class={`bar${bin === cursor ? ' is-at' : ''}${bin === bins.at(-1) ? ' is-last' : ''}`} aria-hidden="true">
              {count > 0 && <span class="bar-fill" style={{ height: `${Math.max(1.5, (count / highest) * 100)}%` }} />}
              {edge !== undefined && named.includes(edge) && <span class="bar-edge">{edgeText(edge, '')}</span>}
            </span>
          )
        })}
        <a
          class="plot"
          href={cursor === null ? link({}) : link(binFilter(metric, edges, cursor))}
          aria-label={`${title}. ${overview.histogramMeaning}`}
          onPointerMove={(event) => {
            const box = event.currentTarget.getBoundingClientRect()
            move(Math.floor(((event.clientX - box.left) / box.width) * bins.length))
          }}
          onPointerLeave={() => setCursor(null)}
          onBlur={() => setCursor(null)}
          onKeyDown={onKey}
          onClick={(event) => {
            if (cursor === null || event.metaKey || event.ctrlKey || event.shiftKey) return
            event.preventDefault()
            navigate(link(binFilter(metric, edges, cursor)))
          }}
        />
      </div>
      <p class="axis-names" aria-hidden="true">
        → {title} ({result.unit === 'nats' || result.unit === 'bits' ? words().units[result.unit] : result.unit}) · ↑ {overview.answers}
      </p>
      <output class="readout" aria-live="polite">
        {cursor === null ? (result.missing > 0 ? fill(overview.missingMetric, { count: integer(result.missing) }) : '') : describe(cursor)}
      </output>
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
                      {edgeText(edges[bin - 1], ends[0])} … {edgeText(edges[bin], ends[1])}
                    </th>
                    <td class="num">
                      <a class="bin-link" href={link(binFilter(metric, edges, bin))}>
                        {integer(counts[bin] ?? 0)}
                      </a>
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
