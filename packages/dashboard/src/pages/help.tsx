import type { JSX } from 'preact'
import { fill, type AnswerFilter, type AnswerPage } from '@logitscope/core'
import { withQuery } from '../api/request.ts'
import { useApi } from '../api/use-api.ts'
import { messages, numbers, words } from '../i18n/current.ts'
import { filterToQuery } from '../state/filter-query.ts'
import { Card } from '../ui/card.tsx'
import { TokenText } from '../ui/token-text.tsx'
import '../styles/pages.css'

/** Stored answers that show a limit; `null` where none can be found by a filter. */
const EXAMPLES: Readonly<Record<'hidden' | 'calibration' | 'falsehood' | 'cues' | 'truncated' | 'sampling', AnswerFilter | null>> = {
  hidden: { tiers: ['none'] },
  calibration: null,
  falsehood: { labels: ['incorrect'], actions: ['pass'] },
  cues: null,
  truncated: { tiers: ['top-k', 'selected'] },
  sampling: null,
}

function Example({ filter }: { readonly filter: AnswerFilter }): JSX.Element | null {
  const { help } = words()
  const query = filterToQuery(filter)
  const { data } = useApi<AnswerPage>(withQuery('/traces', query, { limit: 1, count: 'true', sort: '-metrics.avgLogprob' }))
  const first = data?.items[0]
  if (data === null || first === undefined) return <p class="quiet small">{help.noExample}</p>
  return (
    <p class="small">
      <a href={withQuery('/answers', [['last', 'all']], query, { sort: '-metrics.avgLogprob' })}>
        {fill(help.examples, { count: numbers().integer(data.total ?? data.items.length) })}
      </a>
      {first.preview !== null && first.preview !== '' && (
        <>
          {' '}
          <TokenText token={{ text: first.preview.slice(0, 90) }} />
        </>
      )}
    </p>
  )
}

export function HelpPage(): JSX.Element {
  const { help } = words()
  return (
    <div class="stack help">
      <Card title={help.limits} meaning={help.limitsMeaning}>
        <dl class="help-list">
          {Object.entries(help.limit).map(([name, { title, text }]) => {
            const filter = EXAMPLES[name as keyof typeof EXAMPLES]
            return (
              <div key={name}>
                <dt>{title}</dt>
                <dd>
                  <p>{text}</p>
                  {filter !== null && <Example filter={filter} />}
                </dd>
              </div>
            )
          })}
        </dl>
      </Card>
      <Card title={help.numbers} meaning={help.numbersMeaning}>
        <dl class="help-list">
          {Object.entries(messages().metrics).map(([name, { name: title, meaning }]) => (
            <div key={name}>
              <dt>{title}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
          {Object.entries(help.terms).map(([name, { title, text }]) => (
            <div key={name}>
              <dt>{title}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card title={help.found}>
        <dl class="help-list">
          {Object.entries(messages().detections).map(([name, { name: title, meaning }]) => (
            <div key={name}>
              <dt>{title}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card title={help.shortcuts}>
        <dl class="help-list is-keys">
          {help.keys.map(([key, text]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </Card>
    </div>
  )
}
