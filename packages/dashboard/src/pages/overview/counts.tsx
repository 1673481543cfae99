import type { JSX } from 'preact'
import { ACTIONS, EVIDENCE_TIERS, fill, type SeriesPoint } from '@logitscope/core'
import { messages, numbers, words } from '../../i18n/current.ts'
import { answersLink } from '../../state/filters.ts'
import { Card } from '../../ui/card.tsx'
import { ShareBar } from '../../ui/share-bar.tsx'

export function VerdictsCard({ total }: { readonly total: SeriesPoint }): JSX.Element {
  const { overview } = words()
  return (
    <Card title={overview.verdicts} meaning={overview.verdictsMeaning}>
      <ShareBar
        parts={ACTIONS.map((action) => ({
          ...messages().actions[action],
          count: total.actions[action],
          href: answersLink({ actions: [action] }),
          tone: action,
        }))}
      />
      {total.count > total.withEvidence && (
        <p class="quiet small">
          <a href={answersLink({ tiers: ['verbalized', 'none'] })}>
            {fill(overview.withoutEvidence, { count: numbers().integer(total.count - total.withEvidence) })}
          </a>
        </p>
      )}
    </Card>
  )
}

export function TiersCard({ total }: { readonly total: SeriesPoint }): JSX.Element {
  const { overview } = words()
  return (
    <Card title={overview.tiers} meaning={overview.evidenceMeaning}>
      <ShareBar
        parts={EVIDENCE_TIERS.map((tier) => ({
          ...messages().tiers[tier],
          count: total.tiers[tier] ?? 0,
          href: answersLink({ tiers: [tier] }),
          tone: `tier-${tier}`,
        }))}
      />
    </Card>
  )
}
