import type { JSX } from 'preact'
import { ACTIONS, type EvidenceTier, type SeriesPoint } from '@logitscope/core'
import { messages, words } from '../../i18n/current.ts'
import { answersLink } from '../../state/filters.ts'
import { Card } from '../../ui/card.tsx'
import { ShareBar } from '../../ui/share-bar.tsx'

const TIERS: readonly EvidenceTier[] = ['distribution', 'top-k', 'selected', 'verbalized', 'none']

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
    </Card>
  )
}

export function TiersCard({ total }: { readonly total: SeriesPoint }): JSX.Element {
  const { overview } = words()
  return (
    <Card title={overview.tiers} meaning={overview.evidenceMeaning}>
      <ShareBar
        parts={TIERS.map((tier) => ({
          ...messages().tiers[tier],
          count: total.tiers[tier] ?? 0,
          href: answersLink({ tiers: [tier] }),
          tone: `tier-${tier}`,
        }))}
      />
    </Card>
  )
}
