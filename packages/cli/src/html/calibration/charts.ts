import type { ReliabilityBin, RiskPoint } from '@logitscope/core'
import type { CalibrationSpeaker } from '../../calibrate/sayings.ts'
import { drawnText, named } from './tell.ts'

const WIDTH = 420
const HEIGHT = 300
const LEFT = 52
const BOTTOM = 44
const TOP = 10
const RIGHT = 22
const PLOT_WIDTH = WIDTH - LEFT - RIGHT
const PLOT_HEIGHT = HEIGHT - TOP - BOTTOM

const round = (value: number): number => Math.round(value * 10) / 10

interface Scale {
  readonly x: (share: number) => number
  readonly y: (share: number) => number
}

function scaleTo(most: number): Scale {
  return {
    x: (share) => round(LEFT + PLOT_WIDTH * share),
    y: (share) => round(TOP + PLOT_HEIGHT * (1 - Math.min(share, most) / most)),
  }
}

function frame(
  { x, y }: Scale,
  most: number,
  names: { readonly x: (speaker: CalibrationSpeaker) => string; readonly y: (speaker: CalibrationSpeaker) => string },
): string {
  const ticks = [0, 0.25, 0.5, 0.75, 1]
  const across = ticks.map(
    (share) =>
      `<line class="grid" x1="${x(share)}" x2="${x(share)}" y1="${TOP}" y2="${TOP + PLOT_HEIGHT}"/>` +
      drawnText(`x="${x(share)}" y="${HEIGHT - 26}" text-anchor="middle"`, ({ numbers }) => numbers.percent(share, 0)),
  )
  const up = ticks.map(
    (share) =>
      `<line class="grid" x1="${LEFT}" x2="${LEFT + PLOT_WIDTH}" y1="${y(share * most)}" y2="${y(share * most)}"/>` +
      drawnText(`x="${LEFT - 6}" y="${y(share * most) + 4}" text-anchor="end"`, ({ numbers }) => numbers.percent(share * most, 0)),
  )
  const middle = TOP + PLOT_HEIGHT / 2
  return (
    across.join('') +
    up.join('') +
    drawnText(`x="${LEFT + PLOT_WIDTH / 2}" y="${HEIGHT - 6}" text-anchor="middle"`, names.x) +
    drawnText(`transform="rotate(-90 12 ${middle})" x="12" y="${middle}" text-anchor="middle"`, names.y)
  )
}

const drawing = (name: string, body: string): string =>
  `<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" ${name}>${body}</svg>`

/** Predicted against observed, with the interval of each bin and the diagonal of perfect calibration. */
export function reliabilityChart(bins: readonly ReliabilityBin[]): string {
  const scale = scaleTo(1)
  const { x, y } = scale
  const marks = bins.map(
    ({ predicted, observed: [low, mid, high] }) =>
      `<line class="bar-line" x1="${x(predicted)}" x2="${x(predicted)}" y1="${y(low)}" y2="${y(high)}"/><circle class="dot" cx="${x(predicted)}" cy="${y(mid)}" r="4"/>`,
  )
  return drawing(
    named(({ words }) => `${words.reliability}. ${words.reliabilityMeaning}`),
    frame(scale, 1, { x: ({ words }) => words.predicted, y: ({ words }) => words.observed }) +
      `<line class="diagonal" x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}"/>${marks.join('')}`,
  )
}

/** The share of wrong answers among the least risky ones, by how many are answered, with its band; a line that the slider moves. */
export function riskChart(points: readonly RiskPoint[]): string {
  const highest = Math.max(0.1, ...points.map(({ error }) => error[1])) * 1.25
  const most = Math.min(1, Math.ceil(highest * 5) / 5)
  const scale = scaleTo(most)
  const { x, y } = scale
  const path = (at: 0 | 1 | 2, list: readonly RiskPoint[]): string =>
    list.map(({ answeredShare, error }) => `${x(answeredShare)},${y(error[at])}`).join(' ')
  const band = `<polygon class="band" points="${path(2, points)} ${path(0, [...points].reverse())}"/>`
  const cursor = `<line class="cursor-line" data-scale="${LEFT} ${PLOT_WIDTH}" x1="${LEFT}" x2="${LEFT}" y1="${TOP}" y2="${TOP + PLOT_HEIGHT}"/>`
  return drawing(
    named(({ words }) => `${words.curve}. ${words.curveMeaning}`),
    frame(scale, most, { x: ({ words }) => words.answeredShare, y: ({ words }) => words.errorShare }) +
      `${band}<polyline class="curve" points="${path(1, points)}"/>${cursor}`,
  )
}
