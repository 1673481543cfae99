import type { JSX } from 'preact'
import { fill, say, type AnswerMoments } from '@logitscope/core'
import { duration } from '../../i18n/dates.ts'
import { messages, numbers, words } from '../../i18n/current.ts'
import { Card } from '../../ui/card.tsx'
import { differenceEstimate, isDecided, meanEstimate, shareDifference, shareEstimate, type Estimated, type Sample } from './estimates.ts'

/** The metrics that two groups of answers are compared by. */
export const COMPARED: readonly string[] = [
  'metrics.avgLogprob',
  'metrics.minLogprob',
  'metrics.lowConfidenceRatio',
  'metrics.meanTokenEntropy',
  'tokenCount',
  'totalMs',
  'errorRisk',
]

const NOTHING: Sample = { count: 0, mean: null, variance: null }

interface DifferenceTableProps {
  readonly names: readonly [string, string]
  readonly sides: readonly [AnswerMoments, AnswerMoments]
  readonly links: readonly [string, string]
  /** Answers of each side that were looked at where not all of them were; `null` where the figures are of all. */
  readonly newest: number | null
}

/** Estimates of both sides and of their difference, each drawn as the interval it is. */
export function DifferenceTable({ names, sides, links, newest }: DifferenceTableProps): JSX.Element {
  const { compare, overview, units } = words()
  const said = messages()
  const { number, percent, integer } = numbers()
  const rows: readonly (readonly [metric: string, name: string, unit: string, write: (value: number) => string])[] = [
    ['metrics.avgLogprob', said.metrics.avgLogprob.name, units.nats, (value) => number(value, 3)],
    ['metrics.minLogprob', said.metrics.minLogprob.name, units.nats, (value) => number(value, 2)],
    ['metrics.lowConfidenceRatio', said.metrics.lowConfidenceRatio.name, '', (value) => percent(value)],
    ['metrics.meanTokenEntropy', compare.entropyAtLeast, units.bits, (value) => number(value, 3)],
    ['tokenCount', said.metrics.tokenCount.name, '', (value) => number(value, 1)],
    ['totalMs', overview.charts.latency, '', (value) => duration(value)],
    ['errorRisk', say(said.metricPaths, 'errorRisk'), '', (value) => percent(value)],
  ]
  const shares: readonly (readonly [name: string, hits: (side: AnswerMoments) => number, trials: (side: AnswerMoments) => number])[] = [
    [compare.notPassed, ({ count, actions }) => count - actions.pass, ({ count }) => count],
    [overview.flagged, ({ flagged }) => flagged, ({ count }) => count],
    [compare.labelledWrong, ({ labelledIncorrect }) => labelledIncorrect, ({ labelled }) => labelled],
  ]
  return (
    <Card title={fill(compare.title, { a: names[0], b: names[1] })} meaning={compare.meaning}>
      <div class="scroll" tabIndex={0} role="region" aria-label={compare.table}>
        <table class="compare-table">
          <thead>
            <tr>
              <th scope="col" />
              {names.map((name, i) => (
                <th key={i} scope="col">
                  {i === 0 ? 'A' : 'B'} · {name}
                </th>
              ))}
              <th scope="col">{compare.difference}</th>
              <th scope="col">{compare.verdict}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{overview.answers}</th>
              {sides.map((side, i) => (
                <td key={i}>
                  <a href={links[i] ?? ''}>{integer(side.count)}</a>
                </td>
              ))}
              <td />
              <td />
            </tr>
            {rows
              .filter(([metric]) => sides.some((side) => (side.metrics[metric]?.count ?? 0) > 0))
              .map(([metric, name, unit, write]) => {
                const [first, second] = sides.map((side) => side.metrics[metric] ?? NOTHING)
                return (
                  <Line
                    key={metric}
                    name={name}
                    unit={unit}
                    write={write}
                    sides={[meanEstimate(first ?? NOTHING), meanEstimate(second ?? NOTHING)]}
                    difference={differenceEstimate(first ?? NOTHING, second ?? NOTHING)}
                  />
                )
              })}
            {shares.map(([name, hits, trials]) => {
              const [a, b] = [sides[0], sides[1]].map((side): readonly [number, number] => [hits(side), trials(side)])
              if (a === undefined || b === undefined) return null
              return (
                <Line
                  key={name}
                  name={name}
                  unit=""
                  write={(value) => percent(value)}
                  sides={[shareEstimate(...a), shareEstimate(...b)]}
                  difference={shareDifference(a, b)}
                />
              )
            })}
          </tbody>
        </table>
      </div>
      <p class="quiet small">{newest === null ? compare.exact : fill(compare.notExact, { count: integer(newest) })}</p>
    </Card>
  )
}

interface LineProps {
  readonly name: string
  readonly unit: string
  readonly write: (value: number) => string
  readonly sides: readonly [Estimated | null, Estimated | null]
  readonly difference: Estimated | null
}

function Line({ name, unit, write, sides, difference }: LineProps): JSX.Element {
  const estimate = (value: Estimated | null): JSX.Element =>
    value === null ? (
      <span class="quiet">–</span>
    ) : (
      <>
        {write(value.mid)}{' '}
        <small class="quiet interval">
          [{write(value.low)}, {write(value.high)}]
        </small>
      </>
    )
  return (
    <tr>
      <th scope="row">
        {name} {unit !== '' && <small class="quiet">{unit}</small>}
      </th>
      <td>{estimate(sides[0])}</td>
      <td>{estimate(sides[1])}</td>
      <td>{estimate(difference)}</td>
      <td>{difference === null ? '' : <Decision difference={difference} />}</td>
    </tr>
  )
}

/** The interval of a difference against 0, to scale, and in words whether it is decided. */
function Decision({ difference }: { readonly difference: Estimated }): JSX.Element {
  const { compare } = words()
  const reach = Math.max(Math.abs(difference.low), Math.abs(difference.high)) * 1.15 || 1
  const x = (value: number): number => 60 + (value / reach) * 58
  const decided = isDecided(difference)
  return (
    <span class={decided ? 'decision is-decided' : 'decision'}>
      <svg width="120" height="16" aria-hidden="true">
        <line class="grid-zero" x1="60" x2="60" y1="1" y2="15" />
        <line class="decision-line" x1={x(difference.low)} x2={x(difference.high)} y1="8" y2="8" />
        <circle class="decision-dot" cx={x(difference.mid)} cy="8" r="3.5" />
      </svg>
      <span>{decided ? (difference.mid > 0 ? compare.higher : compare.lower) : compare.undecided}</span>
    </span>
  )
}
