/** The answer's log-probabilities and entropy as two lanes as wide as it is long, with a window over what is on the screen. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { fill, stripShapes, type TokenColumns } from '@logitscope/core'
import { numbers, words } from '../i18n/current.ts'

interface StripProps {
  readonly columns: TokenColumns
  /** Of the profile that the answer was analysed with, nats; `null` where that is no longer known: no line is drawn. */
  readonly threshold: number | null
  /** The token that is looked at. */
  readonly at: number | null
  /** Tokens on the screen, half-open. */
  readonly seen: readonly [from: number, to: number]
  readonly onLook: (token: number) => void
  readonly onGo: (token: number) => void
}

export function Strip({ columns, threshold, at, seen, onLook, onGo }: StripProps): JSX.Element | null {
  const shapes = useMemo(() => stripShapes(columns, threshold ?? NaN), [columns, threshold])
  const { answer } = words()
  const { integer, number } = numbers()
  const { bars, perBar, height, lowest, nats, bits } = shapes
  if (lowest === null) return null
  const tokenAt = (event: MouseEvent & { readonly currentTarget: Element }): number => {
    const box = event.currentTarget.getBoundingClientRect()
    const bar = Math.max(0, Math.min(bars - 1, Math.floor(((event.clientX - box.left) / box.width) * bars)))
    // Among the tokens of a bar the least probable one is meant: it is the one that is drawn.
    let best = bar * perBar
    for (let i = best; i < Math.min(columns.logprob.length, (bar + 1) * perBar); i++)
      if ((columns.logprob[i] ?? 0) < (columns.logprob[best] ?? 0)) best = i
    return best
  }
  const lane = (name: string, top: string, bottom: string, shape: JSX.Element): JSX.Element => (
    <div class="lane">
      <span class="lane-axis" aria-hidden="true">
        <span>{top}</span>
        <span class="lane-name">{name}</span>
        <span>{bottom}</span>
      </span>
      <svg
        viewBox={`0 0 ${bars} ${height}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        onPointerMove={(event) => onLook(tokenAt(event))}
        onClick={(event) => onGo(tokenAt(event))}
      >
        {seen[1] - seen[0] < columns.logprob.length && (
          <rect class="seen" x={seen[0] / perBar} y="0" width={Math.max(0.5, (seen[1] - seen[0]) / perBar)} height={height} />
        )}
        {shape}
        {at !== null && <rect class="strip-cursor" x={Math.floor(at / perBar)} y="0" width="1" height={height} />}
      </svg>
    </div>
  )
  return (
    <figure
      class="strip"
      role="img"
      aria-label={fill(answer.stripSummary, {
        tokens: integer(columns.logprob.length),
        lowest: number(lowest.logprob, 2),
        at: integer(lowest.token),
      })}
    >
      {lane(
        answer.stripLogprob,
        '0',
        number(-nats, 0),
        <>
          {shapes.threshold !== null && <line class="limit" x1="0" x2={bars} y1={shapes.threshold} y2={shapes.threshold} />}
          {shapes.logprobs.map(({ group, path }) => (
            <path key={group} class={`s${group}`} d={path} />
          ))}
        </>,
      )}
      {shapes.entropies !== '' && lane(answer.stripEntropy, number(bits, 0), '0', <path class="entropy" d={shapes.entropies} />)}
    </figure>
  )
}
