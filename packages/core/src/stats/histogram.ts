import { binCount, binIndex, type BinScale } from './bin-scale.ts'
import { countNotFinite, createNotFiniteCounts, mergeNotFinite, type NotFiniteCounts } from './not-finite.ts'

/** A histogram over fixed bins: any two of the same scale add up. */
export interface Histogram {
  readonly scale: BinScale
  /** Finite values in each bin. */
  readonly counts: Float64Array
  /** Finite values in all bins. */
  total: number
  /** Infinity while there is no finite value. */
  min: number
  /** −Infinity while there is no finite value. */
  max: number
  readonly notFinite: NotFiniteCounts
}

/** A histogram as plain data, to store or to send. */
export interface HistogramSnapshot {
  /** Id of the scale. */
  readonly scale: string
  readonly counts: readonly number[]
  /** `null` without a finite value. */
  readonly min: number | null
  readonly max: number | null
  readonly notFinite: Readonly<NotFiniteCounts>
}

/** An empty histogram. */
export function createHistogram(scale: BinScale): Histogram {
  return {
    scale,
    counts: new Float64Array(binCount(scale)),
    total: 0,
    min: Infinity,
    max: -Infinity,
    notFinite: createNotFiniteCounts(),
  }
}

/** Counts one value, in the logarithm of the number of bins. NaN and infinities are counted apart, never put into a bin. */
export function pushHistogram(histogram: Histogram, value: number): void {
  if (!Number.isFinite(value)) {
    countNotFinite(histogram.notFinite, value)
    return
  }
  const bin = binIndex(histogram.scale.edges, value)
  histogram.counts[bin]! += 1
  histogram.total += 1
  // Adding 0 turns −0, which does not survive JSON, into 0.
  if (value < histogram.min) histogram.min = value + 0
  if (value > histogram.max) histogram.max = value + 0
}

/**
 * Adds the counts of `other` to `into`; `other` is left as it was. Exact, whatever the order and grouping, up to 2^53 values.
 * Throws a `RangeError` where the two have different scales.
 */
export function mergeHistogram(into: Histogram, other: Histogram): void {
  if (into.scale.id !== other.scale.id) {
    throw new RangeError(`mergeHistogram requires two histograms of one scale, got ${into.scale.id} and ${other.scale.id}`)
  }
  for (let bin = 0; bin < into.counts.length; bin++) into.counts[bin]! += other.counts[bin]!
  into.total += other.total
  into.min = Math.min(into.min, other.min)
  into.max = Math.max(into.max, other.max)
  mergeNotFinite(into.notFinite, other.notFinite)
}

/** The histogram so far as plain data. */
export function snapshotHistogram(histogram: Histogram): HistogramSnapshot {
  const any = histogram.total > 0
  return {
    scale: histogram.scale.id,
    counts: Array.from(histogram.counts),
    min: any ? histogram.min : null,
    max: any ? histogram.max : null,
    notFinite: { ...histogram.notFinite },
  }
}

/** The histogram that a snapshot was taken of. Throws a `RangeError` where the snapshot is not of this scale. */
export function restoreHistogram(scale: BinScale, snapshot: HistogramSnapshot): Histogram {
  if (snapshot.scale !== scale.id || snapshot.counts.length !== binCount(scale)) {
    const got = `${snapshot.scale} with ${snapshot.counts.length} bins`
    throw new RangeError(`restoreHistogram requires a snapshot of ${scale.id} with ${binCount(scale)} bins, got ${got}`)
  }
  const counts = Float64Array.from(snapshot.counts)
  return {
    scale,
    counts,
    total: counts.reduce((total, count) => total + count, 0),
    min: snapshot.min ?? Infinity,
    max: snapshot.max ?? -Infinity,
    notFinite: { ...snapshot.notFinite },
  }
}
