import type { JSX } from 'preact'
import { fill, type StoreHealth } from '@logitscope/core'
import type { Loaded } from '../../api/use-api.ts'
import { byteSize, shortTime } from '../../i18n/dates.ts'
import { numbers, words } from '../../i18n/current.ts'
import { Card } from '../../ui/card.tsx'
import { FailureNote, Waiting } from '../../ui/states.tsx'

/** How capture and store are doing: what is seen can only be as good as what arrives. */
export function HealthCard({ loaded }: { readonly loaded: Loaded<StoreHealth> }): JSX.Element {
  const { overview } = words()
  const { integer } = numbers()
  const { data, failure, reload } = loaded
  if (data === null)
    return (
      <Card title={overview.health}>
        {failure === null ? <Waiting height="chart" /> : <FailureNote failure={failure} retry={reload} />}
      </Card>
    )
  const dropped = Object.entries(data.dropped)
  return (
    <Card title={overview.health}>
      <p class={data.state === 'ok' ? 'state state-good' : 'state state-bad'}>{overview.healthStates[data.state]}</p>
      {data.detail !== '' && <p>{data.detail}</p>}
      {data.isStale && (
        <p class="quiet">
          {data.measuredAt === null ? overview.figuresUnknown : fill(overview.figuresOld, { time: shortTime(data.measuredAt) })}
        </p>
      )}
      <dl class="facts">
        <div>
          <dt>{overview.captured}</dt>
          <dd>{integer(data.captured)}</dd>
        </div>
        <div>
          <dt title={overview.droppedMeaning}>{overview.dropped}</dt>
          <dd>
            {dropped.length === 0
              ? integer(0)
              : dropped.map(([reason, count]) => (
                  <span key={reason} class="bad">
                    {integer(count)} {words().dropReasons[reason] ?? reason}{' '}
                  </span>
                ))}
          </dd>
        </div>
        <div>
          <dt>{overview.waiting}</dt>
          <dd>{integer(data.queue.captures)}</dd>
        </div>
        {data.measuredAt !== null && (
          <div>
            <dt>{overview.onDisk}</dt>
            <dd>{byteSize(data.bytes)}</dd>
          </div>
        )}
        {data.freeBytes !== null && (
          <div>
            <dt>{overview.free}</dt>
            <dd>{byteSize(data.freeBytes)}</dd>
          </div>
        )}
      </dl>
    </Card>
  )
}
