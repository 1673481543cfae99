import type { JSX } from 'preact'
import { fill, type TokenStatistics } from '@logitscope/core'
import type { Loaded } from '../../api/use-api.ts'
import { numbers, words } from '../../i18n/current.ts'
import { answersLink } from '../../state/filters.ts'
import { Card } from '../../ui/card.tsx'
import { FailureNote, Waiting } from '../../ui/states.tsx'
import { TokenText } from '../../ui/token-text.tsx'

/** The tokens that the model was least sure of, each leading to the answers that hold it. */
export function LowTokens({ loaded }: { readonly loaded: Loaded<TokenStatistics> }): JSX.Element {
  const { overview } = words()
  const { integer, number } = numbers()
  const { data, failure, reload } = loaded
  return (
    <Card title={overview.lowTokens} meaning={overview.lowTokensMeaning}>
      {data === null && failure === null && <Waiting height="chart" />}
      {data === null && failure !== null && <FailureNote failure={failure} retry={reload} />}
      {data?.items.length === 0 && <p class="quiet">{overview.noLowTokens}</p>}
      {data !== null && data.items.length > 0 && (
        <ul class="token-cloud">
          {data.items.map((item) => (
            <li key={item.text}>
              <a
                href={answersLink({ lowToken: item.text })}
                title={fill(overview.lowTimes, { count: integer(item.low), mean: number(item.meanLogprob, 2) })}
              >
                <TokenText token={item} />
                <span class="num quiet">{integer(item.low)}×</span>
              </a>
            </li>
          ))}
        </ul>
      )}
      {data !== null && data.other > 0 && <p class="quiet small">{fill(overview.otherTokens, { count: integer(data.other) })}</p>}
    </Card>
  )
}
