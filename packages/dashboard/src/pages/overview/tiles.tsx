import type { ComponentChildren, JSX } from 'preact'
import { fill, type EvidenceTier, type Series } from '@logitscope/core'
import { duration, shortCount } from '../../i18n/dates.ts'
import { numbers, words } from '../../i18n/current.ts'
import { answersLink } from '../../state/filters.ts'

const USABLE: readonly EvidenceTier[] = ['distribution', 'top-k', 'selected']

interface TileProps {
  readonly name: string
  readonly value: string
  readonly note?: ComponentChildren
  readonly href: string
  readonly meaning?: string
  readonly isBad?: boolean
}

function Tile({ name, value, note, href, meaning, isBad = false }: TileProps): JSX.Element {
  return (
    <a class={isBad ? 'tile is-bad' : 'tile'} href={href} title={meaning}>
      <span class="tile-name">{name}</span>
      <span class="tile-value">{value}</span>
      <span class="tile-note">{note ?? ' '}</span>
    </a>
  )
}

/** The figures of the whole span; each leads to the answers behind it. */
export function Tiles({ series, dropped }: { readonly series: Series; readonly dropped: Readonly<Record<string, number>> }): JSX.Element {
  const { overview, units } = words()
  const { number, percent, integer } = numbers()
  const { total } = series
  const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0)
  const spread = total.avgLogprob
  return (
    <div class="tiles">
      <Tile
        name={overview.answers}
        value={shortCount(total.count)}
        note={`${shortCount(total.tokens)} ${overview.tokens}`}
        href={answersLink()}
      />
      <Tile
        name={overview.evidence}
        value={percent(total.count === 0 ? null : total.withEvidence / total.count)}
        note={`${integer(total.withEvidence)} ${overview.ofAnswers}`}
        href={answersLink({ tiers: USABLE })}
        meaning={overview.evidenceMeaning}
      />
      <Tile
        name={overview.meanLogprob}
        value={number(spread?.mean ?? null, 2)}
        note={spread === null ? ' ' : `${number(spread.p10, 2)} … ${number(spread.p90, 2)}`}
        meaning={`${overview.legends.band}, ${units.nats}`}
        href={`${answersLink({ ranges: [{ metric: 'metrics.avgLogprob', max: 1 }] })}&sort=metrics.avgLogprob`}
      />
      <Tile
        name={overview.lowShare}
        value={percent(total.lowConfidenceShare)}
        note={fill(overview.lowOf, { low: shortCount(total.lowTokens), tokens: shortCount(total.tokens) })}
        href={`${answersLink({ ranges: [{ metric: 'metrics.lowConfidenceRatio', min: 1e-9 }] })}&sort=-metrics.lowConfidenceRatio`}
      />
      <Tile
        name={overview.flagged}
        value={integer(total.flagged)}
        note={percent(total.count === 0 ? null : total.flagged / total.count)}
        href={answersLink({ flagged: true })}
        meaning={overview.flaggedMeaning}
      />
      <Tile
        name={overview.latency}
        value={duration(total.latencyMs?.p50 ?? null)}
        note={total.latencyMs === null ? ' ' : `${overview.legends.p95Short} ${duration(total.latencyMs.p95)}`}
        href={`${answersLink()}&sort=-totalMs`}
      />
      <Tile
        name={overview.complete}
        value={percent(total.completeness)}
        note={[
          fill(overview.incomplete, { count: integer(total.incomplete) }),
          ...(lost > 0 ? [`${integer(lost)} ${overview.dropped}`] : []),
        ].join(' · ')}
        href={`${answersLink({ ranges: [{ metric: 'evidence.completeness', max: 1 }] })}&sort=evidence.completeness`}
        meaning={overview.completeMeaning}
        isBad={lost > 0}
      />
    </div>
  )
}
