import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Series, SeriesPoint } from '@logitscope/core'
import { SeriesChart, type SeriesBand, type SeriesLine } from '../../charts/series-chart.tsx'
import { duration, fullTime, shortCount } from '../../i18n/dates.ts'
import { numbers, words } from '../../i18n/current.ts'
import { answersLink } from '../../state/filters.ts'
import { Card } from '../../ui/card.tsx'

const MOST_ROWS = 200

interface Chart {
  readonly title: string
  readonly unit: string
  readonly lines: readonly SeriesLine[]
  readonly band?: SeriesBand
  readonly zero?: boolean
  readonly format: (value: number | null) => string
  readonly tick?: (value: number, decimals: number) => string
  /** Figures of one point for the line that is read out and for the table. */
  readonly cells: (point: SeriesPoint) => readonly string[]
}

const pick = (points: readonly SeriesPoint[], of: (point: SeriesPoint) => number | null | undefined): readonly (number | null)[] =>
  points.map((point) => of(point) ?? null)

function chartsOf(points: readonly SeriesPoint[]): readonly Chart[] {
  const { units } = words()
  const { charts, legends } = words().overview
  const { number, percent, interval, integer } = numbers()
  const two = (value: number | null): string => number(value, 2)
  const three = (value: number | null): string => number(value, 3)
  return [
    {
      title: charts.avgLogprob,
      unit: units.nats,
      lines: [
        { name: legends.median, values: pick(points, (point) => point.avgLogprob?.p50), style: 'main' },
        { name: legends.mean, values: pick(points, (point) => point.avgLogprob?.mean), style: 'second' },
      ],
      band: {
        name: legends.band,
        low: pick(points, (point) => point.avgLogprob?.p10),
        high: pick(points, (point) => point.avgLogprob?.p90),
      },
      zero: true,
      format: three,
      cells: ({ avgLogprob }) => [
        `${legends.median} ${three(avgLogprob?.p50 ?? null)}`,
        `${legends.band} ${avgLogprob === null ? '–' : `${three(avgLogprob.p10)} … ${three(avgLogprob.p90)}`}`,
      ],
    },
    {
      title: charts.entropy,
      unit: units.bits,
      lines: [],
      band: {
        name: legends.interval,
        low: pick(points, (point) => point.meanTokenEntropy?.[0]),
        high: pick(points, (point) => point.meanTokenEntropy?.[1]),
      },
      zero: true,
      format: two,
      cells: (point) => [`${legends.interval} ${interval(point.meanTokenEntropy, 2)} ${units.bits}`],
    },
    {
      title: charts.volume,
      unit: '',
      lines: [{ name: legends.answers, values: points.map((point) => point.count), style: 'bars' }],
      zero: true,
      format: integer,
      tick: (value) => (Number.isInteger(value) ? shortCount(value) : ''),
      cells: () => [],
    },
    {
      title: charts.latency,
      unit: '',
      lines: [
        { name: legends.p50, values: pick(points, (point) => point.latencyMs?.p50), style: 'main' },
        { name: legends.p95, values: pick(points, (point) => point.latencyMs?.p95), style: 'second' },
      ],
      zero: true,
      format: duration,
      tick: (value) => duration(value).replace(/[.,]0+(?= )/, ''),
      cells: ({ latencyMs }) => [
        `${legends.p50} ${duration(latencyMs?.p50 ?? null)}`,
        `${legends.p95} ${duration(latencyMs?.p95 ?? null)}`,
      ],
    },
    {
      title: charts.lowShare,
      unit: '',
      lines: [{ name: legends.share, values: pick(points, (point) => point.lowConfidenceShare), style: 'main' }],
      zero: true,
      format: percent,
      tick: (value, decimals) => percent(value, Math.max(0, decimals - 2)),
      cells: (point) => [`${legends.share} ${percent(point.lowConfidenceShare, 2)}`],
    },
    {
      title: charts.perplexity,
      unit: '',
      lines: [
        { name: legends.median, values: pick(points, (point) => point.perplexity?.p50), style: 'main' },
        { name: legends.mean, values: pick(points, (point) => point.perplexity?.mean), style: 'second' },
      ],
      band: {
        name: legends.band,
        low: pick(points, (point) => point.perplexity?.p10),
        high: pick(points, (point) => point.perplexity?.p90),
      },
      format: two,
      cells: ({ perplexity }) => [`${legends.median} ${two(perplexity?.p50 ?? null)}`, `${legends.mean} ${two(perplexity?.mean ?? null)}`],
    },
  ]
}

/** The series of the span, each point leading to its bucket's answers. */
export function SeriesCharts({ series }: { readonly series: Series }): JSX.Element {
  const { overview } = words()
  const { points, from, to, bucket } = series
  const at = points.map((point) => point.at)
  const bucketEnd = (i: number): number => Math.min(to, at[i + 1] ?? to)
  const link = (i: number): string => answersLink({ from: Math.max(from, at[i] ?? from), to: bucketEnd(i) })
  const charts = chartsOf(points)
  return (
    <>
      <div class="charts">
        {charts.map((chart) => (
          <Card key={chart.title} title={chart.title} aside={<span class="quiet small">{overview.perBucket[bucket]}</span>}>
            <SeriesChart
              {...chart}
              at={at}
              from={from}
              to={to}
              describe={(i) => {
                const point = points[i]
                if (point === undefined) return ''
                return [fullTime(point.at), `${numbers().integer(point.count)} ${overview.legends.answers}`, ...chart.cells(point)].join(
                  ' · ',
                )
              }}
              link={link}
              linkAll={answersLink()}
            />
          </Card>
        ))}
      </div>
      <SeriesTable points={points} charts={charts} link={link} />
    </>
  )
}

interface TableProps {
  readonly points: readonly SeriesPoint[]
  readonly charts: readonly Chart[]
  readonly link: (index: number) => string
}

/** The same figures to read instead of to look at; empty buckets left out, newest first. */
function SeriesTable({ points, charts, link }: TableProps): JSX.Element {
  const { overview } = words()
  const [isOpen, setOpen] = useState(false)
  const rows = isOpen
    ? points
        .map((point, i) => ({ point, i }))
        .filter(({ point }) => point.count > 0)
        .reverse()
        .slice(0, MOST_ROWS)
    : []
  return (
    <details class="as-table card" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{overview.table}</summary>
      <div class="scroll" tabIndex={0} role="region" aria-label={overview.table}>
        <table>
          <thead>
            <tr>
              <th scope="col">{overview.time}</th>
              <th scope="col" class="num">
                {overview.answers}
              </th>
              {charts
                .filter((chart) => chart.lines[0]?.style !== 'bars')
                .map((chart) => (
                  <th key={chart.title} scope="col">
                    {chart.title} {chart.unit === '' ? '' : `(${chart.unit})`}
                  </th>
                ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ point, i }) => (
              <tr key={point.at}>
                <th scope="row">{fullTime(point.at)}</th>
                <td class="num">
                  <a href={link(i)}>{numbers().integer(point.count)}</a>
                </td>
                {charts
                  .filter((chart) => chart.lines[0]?.style !== 'bars')
                  .map((chart) => (
                    <td key={chart.title}>{chart.cells(point).join(' · ')}</td>
                  ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
