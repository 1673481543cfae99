import { logprobToProbability } from '../numeric/index.ts'
import { HEATMAP_POSITIONS, HEATMAP_PROBABILITIES } from './bin-edges.ts'
import { binCount, binIndex } from './bin-scale.ts'

const COLUMNS = binCount(HEATMAP_POSITIONS)
const ROWS = binCount(HEATMAP_PROBABILITIES)

/** How many tokens had which probability at which position of their answers. Any two add up. */
export interface Heatmap {
  /** Tokens in each cell: all probability bins of the first position bin, from the least probable on, then those of the second, and so on. */
  readonly cells: Float64Array
  /** Tokens of each position bin whose probability is not known. */
  readonly unknown: Float64Array
}

/** A heatmap as plain data, to store or to send. */
export interface HeatmapSnapshot {
  /** Ids of the scales of position and probability. */
  readonly scales: readonly [position: string, probability: string]
  readonly cells: readonly number[]
  readonly unknown: readonly number[]
}

const SCALES = [HEATMAP_POSITIONS.id, HEATMAP_PROBABILITIES.id] as const

/** An empty heatmap. */
export function createHeatmap(): Heatmap {
  return { cells: new Float64Array(COLUMNS * ROWS), unknown: new Float64Array(COLUMNS) }
}

/**
 * Counts one token.
 *
 * @param position where it stands in its answer, a whole number from 0; anything else is a `RangeError`.
 * @param logprob nats. NaN, an infinity and a value above 0 by more than rounding count as unknown, never as a probability.
 */
export function pushHeatmap(heatmap: Heatmap, position: number, logprob: number): void {
  if (!(Number.isInteger(position) && position >= 0)) throw new RangeError(`pushHeatmap requires a position of at least 0, got ${position}`)
  const column = binIndex(HEATMAP_POSITIONS.edges, position)
  const probability = logprob === -Infinity ? NaN : logprobToProbability(logprob)
  if (Number.isNaN(probability)) heatmap.unknown[column]! += 1
  else heatmap.cells[column * ROWS + binIndex(HEATMAP_PROBABILITIES.edges, probability)]! += 1
}

/** Counts the tokens of one answer: logprobs[0, count) in nats, the first at position 0. */
export function pushHeatmapAnswer(heatmap: Heatmap, logprobs: ArrayLike<number>, count: number = logprobs.length): void {
  for (let i = 0; i < count; i++) pushHeatmap(heatmap, i, logprobs[i]!)
}

/** Adds the counts of `other` to `into`; `other` is left as it was. Exact, whatever the order and grouping. */
export function mergeHeatmap(into: Heatmap, other: Heatmap): void {
  for (let i = 0; i < into.cells.length; i++) into.cells[i]! += other.cells[i]!
  for (let i = 0; i < into.unknown.length; i++) into.unknown[i]! += other.unknown[i]!
}

/** Tokens in one cell, by the bins of position and probability. */
export function heatmapCell(heatmap: Heatmap, positionBin: number, probabilityBin: number): number {
  return heatmap.cells[positionBin * ROWS + probabilityBin] ?? 0
}

/** The heatmap so far as plain data. */
export function snapshotHeatmap(heatmap: Heatmap): HeatmapSnapshot {
  return { scales: SCALES, cells: Array.from(heatmap.cells), unknown: Array.from(heatmap.unknown) }
}

/** The heatmap that a snapshot was taken of. Throws a `RangeError` where the snapshot is of other scales. */
export function restoreHeatmap(snapshot: HeatmapSnapshot): Heatmap {
  const isOurs = snapshot.scales[0] === SCALES[0] && snapshot.scales[1] === SCALES[1]
  if (!isOurs || snapshot.cells.length !== COLUMNS * ROWS || snapshot.unknown.length !== COLUMNS) {
    throw new RangeError(`restoreHeatmap requires a snapshot of ${SCALES.join(' × ')}, got ${snapshot.scales.join(' × ')}`)
  }
  return { cells: Float64Array.from(snapshot.cells), unknown: Float64Array.from(snapshot.unknown) }
}
