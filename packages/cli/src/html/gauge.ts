import type { Band } from '@logitscope/core'

const WIDTH = 120
const HEIGHT = 12

/** A value or an interval on its scale, with the ends of the profile's bands as ticks. Coordinates are attributes: no inline style is needed. */
export interface GaugeScale {
  readonly from: number
  readonly to: number
  readonly bands: readonly Band[]
}

/** Draws a number as a dot and an interval as a bar between its ends; outside the scale it sticks to the edge. */
export function gauge(value: number | readonly [number, number], { from, to, bands }: GaugeScale): string {
  const x = (point: number): number => Math.round(Math.min(1, Math.max(0, (point - from) / (to - from))) * (WIDTH - 8) + 4)
  const ticks = bands.flatMap(({ below }) =>
    below === null || below <= from || below >= to
      ? []
      : [`<line class="tick" x1="${x(below)}" x2="${x(below)}" y1="1" y2="${HEIGHT - 1}"/>`],
  )
  const [lower, upper] = typeof value === 'number' ? [value, value] : value
  const width = x(upper) - x(lower)
  const shape =
    width < 3
      ? `<circle class="point" cx="${x(lower)}" cy="${HEIGHT / 2}" r="3.5"/>`
      : `<rect class="range" x="${x(lower)}" y="3" width="${width}" height="${HEIGHT - 6}" rx="3"/>`
  return `<svg class="gauge" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" aria-hidden="true" focusable="false"><line class="base" x1="4" x2="${WIDTH - 4}" y1="${HEIGHT / 2}" y2="${HEIGHT / 2}"/>${ticks.join('')}${shape}</svg>`
}
