/** Shares against shares, both from 0 to 1, each point with its interval. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { numbers, words } from '../../i18n/current.ts'
import { useWidth } from '../../charts/use-width.ts'

export interface CurvePoint {
  readonly at: number
  readonly estimate: readonly [low: number, mid: number, high: number]
  readonly note: string
}

interface CurveChartProps {
  readonly title: string
  readonly meaning: string
  readonly x: string
  readonly y: string
  readonly points: readonly CurvePoint[]
  readonly hasDiagonal?: boolean
}

const HEIGHT = 230
const LEFT = 46
const TOP = 8
const BOTTOM = 24

export function CurveChart({ title, meaning, x, y, points, hasDiagonal = false }: CurveChartProps): JSX.Element {
  const [ref, width] = useWidth<HTMLDivElement>()
  const [cursor, setCursor] = useState<number | null>(null)
  const { percent } = numbers()
  const inner = Math.max(1, width - LEFT - 10)
  const px = (value: number): number => LEFT + value * inner
  const py = (value: number): number => TOP + (1 - value) * (HEIGHT - TOP - BOTTOM)
  const describe = ({ at, estimate: [low, mid, high], note }: CurvePoint): string =>
    `${x} ${percent(at)}: ${y} ${percent(mid)} [${percent(low)}, ${percent(high)}] · ${note}`
  const current = cursor === null ? undefined : points[cursor]
  return (
    <figure class="chart">
      <figcaption>
        <h3>{title}</h3>
        <p class="quiet small">{meaning}</p>
      </figcaption>
      <div
        ref={ref}
        class="plot-room curve"
        tabIndex={0}
        role="img"
        aria-label={`${title}. ${meaning}`}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
          if (step === 0) return
          event.preventDefault()
          setCursor(Math.max(0, Math.min(points.length - 1, (cursor ?? -1) + step)))
        }}
      >
        {width > 0 && (
          <svg width={width} height={HEIGHT} aria-hidden="true">
            {[0, 0.25, 0.5, 0.75, 1].map((value) => (
              <g key={value}>
                <line class="grid" x1={LEFT} x2={width - 10} y1={py(value)} y2={py(value)} />
                <text class="tick" x={LEFT - 6} y={py(value) + 3.5} text-anchor="end">
                  {percent(value, 0)}
                </text>
                <text class="tick" x={px(value)} y={HEIGHT - 6} text-anchor="middle">
                  {percent(value, 0)}
                </text>
              </g>
            ))}
            {hasDiagonal && <line class="line line-second" x1={px(0)} y1={py(0)} x2={px(1)} y2={py(1)} />}
            <path class="line" d={points.map((point, i) => `${i === 0 ? 'M' : 'L'}${px(point.at)} ${py(point.estimate[1])}`).join('')} />
            {points.map((point, i) => (
              <g key={i} class={i === cursor ? 'curve-point is-at' : 'curve-point'} onPointerEnter={() => setCursor(i)}>
                <line x1={px(point.at)} x2={px(point.at)} y1={py(point.estimate[0])} y2={py(point.estimate[2])} />
                <circle cx={px(point.at)} cy={py(point.estimate[1])} r="4" />
              </g>
            ))}
          </svg>
        )}
      </div>
      <p class="axis-names" aria-hidden="true">
        ↑ {y} · → {x}
      </p>
      <output class="readout" aria-live="polite">
        {current === undefined ? '' : describe(current)}
      </output>
      <details class="as-table">
        <summary>{words().overview.table}</summary>
        <ul class="small">
          {points.map((point) => (
            <li key={point.at}>{describe(point)}</li>
          ))}
        </ul>
      </details>
    </figure>
  )
}
