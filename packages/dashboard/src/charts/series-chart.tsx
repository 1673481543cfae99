/** A line over time with an optional band: drawn as SVG, so that it is sharp, themed by the style sheet, printable, and each point a link. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { fill } from '@logitscope/core'
import { tickTime } from '../i18n/dates.ts'
import { numbers, words } from '../i18n/current.ts'
import { navigate } from '../state/location.ts'
import { linearScale, tickDecimals, timeTicks } from './scale.ts'
import { bandPath, linePath } from './series-path.ts'
import { useWidth } from './use-width.ts'

export interface SeriesLine {
  readonly name: string
  readonly values: readonly (number | null)[]
  /** Second lines are dashed: never told by colour alone. */
  readonly style: 'main' | 'second' | 'bars'
}

export interface SeriesBand {
  readonly name: string
  readonly low: readonly (number | null)[]
  readonly high: readonly (number | null)[]
}

export interface SeriesChartProps {
  readonly title: string
  readonly unit: string
  readonly at: readonly number[]
  readonly from: number
  readonly to: number
  readonly lines: readonly SeriesLine[]
  readonly band?: SeriesBand
  readonly zero?: boolean
  readonly format: (value: number | null) => string
  readonly tick?: (value: number, decimals: number) => string
  /** What one point says: its time and its values. */
  readonly describe: (index: number) => string
  /** The answers behind a point. */
  readonly link: (index: number) => string
  readonly linkAll: string
}

const HEIGHT = 150
const LEFT = 46
const RIGHT = 8
const TOP = 8
const BOTTOM = 20

export function SeriesChart(props: SeriesChartProps): JSX.Element {
  const [ref, width] = useWidth<HTMLDivElement>()
  const [cursor, setCursor] = useState<number | null>(null)
  const { overview } = words()
  const { lines, band, at, from, to } = props
  const scale = linearScale(
    [...lines.flatMap((line) => line.values), ...(band === undefined ? [] : [...band.low, ...band.high])],
    props.zero === undefined ? {} : { zero: props.zero },
  )
  const inner = Math.max(1, width - LEFT - RIGHT)
  const time = (instant: number): number => LEFT + ((instant - from) / (to - from)) * inner
  // The first and the last bucket may lie in the span in part only.
  const start = (index: number): number => Math.max(from, at[index] ?? from)
  const end = (index: number): number => Math.min(to, at[index + 1] ?? to)
  const x = (index: number): number => time((start(index) + end(index)) / 2)
  const y = (value: number): number =>
    scale === null ? 0 : TOP + (1 - (value - scale.low) / (scale.high - scale.low)) * (HEIGHT - TOP - BOTTOM)
  const decimals = scale === null ? 0 : tickDecimals(scale.ticks)
  const axis = timeTicks(from, to, Math.max(2, Math.floor(inner / 80)), -new Date(from).getTimezoneOffset() * 60_000)
  const move = (next: number): void => setCursor(Math.max(0, Math.min(at.length - 1, next)))
  const onPointer = (event: PointerEvent & { readonly currentTarget: Element }): void => {
    const box = event.currentTarget.getBoundingClientRect()
    const instant = from + ((event.clientX - box.left - LEFT) / inner) * (to - from)
    move(at.findLastIndex((begin) => begin <= instant))
  }
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : null
    if (event.key === 'Home') move(0)
    else if (event.key === 'End') move(at.length - 1)
    else if (step !== null) move(cursor === null ? (step > 0 ? 0 : at.length - 1) : cursor + step)
    else return
    event.preventDefault()
  }
  const main = (lines[0]?.values ?? band?.high ?? []).filter((value) => value !== null)
  const lowest = lines.length > 0 ? main : (band?.low.filter((value) => value !== null) ?? [])
  const summary =
    main.length === 0
      ? overview.chartEmpty
      : fill(overview.chartSummary, {
          low: props.format(Math.min(...lowest)),
          high: props.format(Math.max(...main)),
          last: props.format(main.at(-1) ?? null),
          unit: props.unit,
        })
  return (
    <div class="chart">
      <p class="legend-line">
        {lines.map((line) => (
          <span key={line.name} class={`key key-${line.style}`}>
            {line.name}
          </span>
        ))}
        {band !== undefined && <span class="key key-band">{band.name}</span>}
        <span class="unit">{props.unit}</span>
      </p>
      <div ref={ref} class="plot-room">
        {width > 0 && (
          <>
            <svg width={width} height={HEIGHT} aria-hidden="true" focusable="false">
              {scale?.ticks.map((value) => (
                <g key={value}>
                  <line class={value === 0 ? 'grid grid-zero' : 'grid'} x1={LEFT} x2={width - RIGHT} y1={y(value)} y2={y(value)} />
                  <text class="tick" x={LEFT - 6} y={y(value) + 3.5} text-anchor="end">
                    {props.tick?.(value, decimals) ?? numbers().number(value, decimals)}
                  </text>
                </g>
              ))}
              {axis.ticks.map((instant) => (
                <text key={instant} class="tick" x={time(instant)} y={HEIGHT - 4} text-anchor="middle">
                  {time(instant) > LEFT + 12 && time(instant) < width - 18 ? tickTime(instant, axis.stepMs) : ''}
                </text>
              ))}
              {scale !== null && band !== undefined && <path class="band" d={bandPath(band.low, band.high, x, y)} />}
              {scale !== null &&
                lines.map((line) =>
                  line.style === 'bars' ? (
                    <path
                      key={line.name}
                      class="bars"
                      d={line.values
                        .map((value, i) => {
                          const thick = Math.max(1, time(end(i)) - time(start(i)) - 1)
                          return value === null || value === 0
                            ? ''
                            : `M${(x(i) - thick / 2).toFixed(1)} ${y(0)}V${y(value).toFixed(1)}h${thick.toFixed(1)}V${y(0)}z`
                        })
                        .join('')}
                    />
                  ) : (
                    <path key={line.name} class={`line line-${line.style}`} d={linePath(line.values, x, y)} />
                  ),
                )}
              {scale === null && (
                <text class="empty" x={LEFT + inner / 2} y={HEIGHT / 2} text-anchor="middle">
                  {overview.chartEmpty}
                </text>
              )}
              {cursor !== null && <line class="cursor" x1={x(cursor)} x2={x(cursor)} y1={TOP} y2={HEIGHT - BOTTOM} />}
            </svg>
            <a
              class="plot"
              href={cursor === null ? props.linkAll : props.link(cursor)}
              aria-label={`${props.title}. ${summary}`}
              onPointerMove={onPointer}
              onPointerLeave={() => setCursor(null)}
              onKeyDown={onKey}
              onBlur={() => setCursor(null)}
              onClick={(event) => {
                if (cursor === null || event.metaKey || event.ctrlKey || event.shiftKey) return
                event.preventDefault()
                navigate(props.link(cursor))
              }}
            />
          </>
        )}
      </div>
      <output class="readout" aria-live="polite">
        {cursor === null ? summary : props.describe(cursor)}
      </output>
    </div>
  )
}
