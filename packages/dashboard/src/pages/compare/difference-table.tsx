import type { JSX } from 'preact'
import { fill, type AnswerSummary } from '@logitscope/core'
import { duration } from '../../i18n/dates.ts'
import { messages, numbers, words } from '../../i18n/current.ts'
import { Card } from '../../ui/card.tsx'
import { differenceEstimate, isDecided, meanEstimate, shareEstimate, type Estimated } from './estimates.ts'

interface Side {
  readonly answers: readonly AnswerSummary[]
  readonly total: number
}

interface DifferenceTableProps {
  readonly names: readonly [string, string]
  readonly sides: readonly [Side, Side]
  readonly links: readonly [string, string]
}

interface RowSpec {
  readonly name: string
  readonly unit: string
  readonly values: (answers: readonly AnswerSummary[]) => readonly number[]
  readonly write: (value: number) => string
}

const known = (values: readonly (number | null | undefined)[]): readonly number[] =>
  values.filter((value): value is number => value !== null && value !== undefined)

/** Estimates of both sides and of their difference, each drawn as the interval it is. */
export function DifferenceTable({ names, sides, links }: DifferenceTableProps): JSX.Element {
  const { compare, overview } = words()
  const said = messages()
  const { number, percent, integer } = numbers()
  const rows: readonly RowSpec[] = [
    {
      name: said.metrics.avgLogprob.name,
      unit: 'nats',
      values: (answers) => known(answers.map((answer) => answer.metrics.avgLogprob)),
      write: (value) => number(value, 3),
    },
    {
      name: said.metrics.minLogprob.name,
      unit: 'nats',
      values: (answers) => known(answers.map((answer) => answer.metrics.minLogprob)),
      write: (value) => number(value, 2),
    },
    {
      name: said.metrics.lowConfidenceRatio.name,
      unit: '',
      values: (answers) => known(answers.map((answer) => answer.metrics.lowConfidenceRatio)),
      write: (value) => percent(value),
    },
    {
      name: compare.entropyAtLeast,
      unit: 'bits',
      values: (answers) => known(answers.map((answer) => answer.metrics.meanTokenEntropy?.[0])),
      write: (value) => number(value, 3),
    },
    {
      name: said.metrics.tokenCount.name,
      unit: '',
      values: (answers) => answers.map((answer) => answer.metrics.tokenCount),
      write: (value) => number(value, 1),
    },
    {
      name: overview.charts.latency,
      unit: '',
      values: (answers) => known(answers.map((answer) => (answer.totalMs > 0 ? answer.totalMs : null))),
      write: (value) => duration(value),
    },
  ]
  const shares: readonly (readonly [string, (answer: AnswerSummary) => boolean])[] = [
    [compare.notPassed, (answer) => answer.verdict.action !== 'pass'],
    [overview.flagged, (answer) => answer.hallucination.flagged],
    [compare.labelledWrong, (answer) => answer.label === 'incorrect'],
  ]
  const estimate = (value: Estimated | null, write: (value: number) => string): JSX.Element =>
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
                  <a href={links[i] ?? ''}>{integer(side.total)}</a>
                  {side.total > side.answers.length && (
                    <small class="quiet"> {fill(compare.newest, { count: integer(side.answers.length) })}</small>
                  )}
                </td>
              ))}
              <td />
              <td />
            </tr>
            {rows.map(({ name, unit, values, write }) => {
              const [first, second] = [values(sides[0].answers), values(sides[1].answers)]
              const difference = differenceEstimate(first, second)
              return (
                <tr key={name}>
                  <th scope="row">
                    {name} {unit !== '' && <small class="quiet">{unit}</small>}
                  </th>
                  <td>{estimate(meanEstimate(first), write)}</td>
                  <td>{estimate(meanEstimate(second), write)}</td>
                  <td>{estimate(difference, write)}</td>
                  <td>{difference === null ? '' : <Decision difference={difference} />}</td>
                </tr>
              )
            })}
            {shares.map(([name, is]) => {
              const [first, second] = sides.map((side) => side.answers.map((answer) => (is(answer) ? 1 : 0)))
              if (first === undefined || second === undefined) return null
              const count = (hits: readonly number[]): number => hits.reduce((sum, hit) => sum + hit, 0)
              const difference = differenceEstimate(first, second)
              return (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{estimate(shareEstimate(count(first), first.length), (value) => percent(value))}</td>
                  <td>{estimate(shareEstimate(count(second), second.length), (value) => percent(value))}</td>
                  <td>{estimate(difference, (value) => percent(value))}</td>
                  <td>{difference === null ? '' : <Decision difference={difference} />}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </Card>
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
