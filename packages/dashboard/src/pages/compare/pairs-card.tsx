import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { fill, probabilityClass, visibleText, visibleToken, type AnswerRecord, type AnswerSummary } from '@logitscope/core'
import { withQuery } from '../../api/request.ts'
import { useApi } from '../../api/use-api.ts'
import { numbers, words } from '../../i18n/current.ts'
import { Card } from '../../ui/card.tsx'
import { FailureNote, Waiting } from '../../ui/states.tsx'
import { LogprobPill } from '../answers/row.tsx'
import { partingToken } from './estimates.ts'

interface Pair {
  readonly item: string
  readonly first: AnswerSummary
  readonly second: AnswerSummary
  readonly difference: number
}

const MOST = 30

/** The newest answer of each side to the same item, those that differ most in mean logprob first. */
export function pairsOf(sides: readonly [readonly AnswerSummary[], readonly AnswerSummary[]]): readonly Pair[] {
  const newest = (answers: readonly AnswerSummary[]): ReadonlyMap<string, AnswerSummary> => {
    const found = new Map<string, AnswerSummary>()
    for (const answer of answers) if (answer.item !== null && !found.has(answer.item)) found.set(answer.item, answer)
    return found
  }
  const others = newest(sides[1])
  const pairs: Pair[] = []
  for (const [item, first] of newest(sides[0])) {
    const second = others.get(item)
    if (second === undefined) continue
    pairs.push({ item, first, second, difference: (second.metrics.avgLogprob ?? NaN) - (first.metrics.avgLogprob ?? NaN) })
  }
  const size = (pair: Pair): number => (Number.isNaN(pair.difference) ? -1 : Math.abs(pair.difference))
  return pairs.sort((a, b) => size(b) - size(a))
}

interface PairsCardProps {
  readonly names: readonly [string, string]
  readonly sides: readonly [readonly AnswerSummary[], readonly AnswerSummary[]]
  /** How many of each side were looked at where there are more; `null` where all were. */
  readonly newest: number | null
}

export function PairsCard({ names, sides, newest }: PairsCardProps): JSX.Element {
  const { compare } = words()
  const { integer, number } = numbers()
  const pairs = pairsOf(sides)
  const [chosen, setChosen] = useState<string | null>(null)
  const current = pairs.find((pair) => pair.item === chosen) ?? pairs[0]
  return (
    <Card
      title={compare.pairs}
      meaning={compare.pairsMeaning}
      aside={<span class="quiet">{fill(compare.pairCount, { count: integer(pairs.length) })}</span>}
    >
      {pairs.length === 0 && <p class="quiet">{compare.noPairs}</p>}
      {newest !== null && <p class="quiet small">{fill(compare.pairsNewest, { count: integer(newest) })}</p>}
      {current !== undefined && (
        <div class="pairs">
          <ol class="pair-list">
            {pairs.slice(0, MOST).map((pair) => (
              <li key={pair.item}>
                <button type="button" class="pair-button" aria-pressed={pair === current} onClick={() => setChosen(pair.item)}>
                  <span class="pair-name">{visibleText(pair.item)}</span>
                  <span class="num">
                    <LogprobPill value={pair.first.metrics.avgLogprob} /> → <LogprobPill value={pair.second.metrics.avgLogprob} />
                  </span>
                  <span class="num quiet">
                    {Number.isNaN(pair.difference) ? '–' : `${pair.difference > 0 ? '+' : ''}${number(pair.difference, 2)}`}
                  </span>
                </button>
              </li>
            ))}
          </ol>
          <PairView key={current.item} pair={current} names={names} />
        </div>
      )}
    </Card>
  )
}

function PairView({ pair, names }: { readonly pair: Pair; readonly names: readonly [string, string] }): JSX.Element {
  const { compare } = words()
  const first = useApi<AnswerRecord>(`/traces/${encodeURIComponent(pair.first.id)}`)
  const second = useApi<AnswerRecord>(`/traces/${encodeURIComponent(pair.second.id)}`)
  const failure = first.failure ?? second.failure
  if (failure !== null) return <FailureNote failure={failure} />
  if (first.data === null || second.data === null) return <Waiting height="chart" />
  const content = (record: AnswerRecord): AnswerRecord['trace']['tokens'] => record.trace.tokens.filter((token) => token.special !== true)
  const at = partingToken(content(first.data), content(second.data))
  const isSame = at === content(first.data).length && at === content(second.data).length
  return (
    <div class="pair-view">
      <p>{isSame ? compare.same : fill(compare.partAt, { at: numbers().integer(at) })}</p>
      {([first.data, second.data] as const).map((record, i) => (
        <div key={i}>
          <h3>
            {i === 0 ? 'A' : 'B'} · {names[i]} <a href={withQuery('/answer', { id: record.trace.id })}>{words().alerts.theAnswer}</a>
          </h3>
          <p class="text pair-text" dir="auto">
            {content(record).map((token, n) => {
              const group = probabilityClass(token.logprob === null ? null : Math.exp(token.logprob))
              return (
                <span key={n} class={`t ${n < at ? 'is-shared' : group === null ? 'cu' : `c${group}`}${n === at ? ' is-parting' : ''}`}>
                  {visibleToken(token).map((segment, s) => (segment.kind === 'text' ? segment.text : <i key={s}>{segment.text}</i>))}
                </span>
              )
            })}
          </p>
        </div>
      ))}
    </div>
  )
}
