/**
 * Fixed bins over the whole number line: inner edges e₁ < … < e_m make the m + 1 bins (−∞, e₁), [e₁, e₂), …, [e_m, ∞).
 * No finite value falls outside, and a value on an edge belongs to the bin above it.
 */
export interface BinScale {
  /** Name and version of the edges. Counts can be added up only where it is the same, so edges never change under an old id. */
  readonly id: string
  readonly unit: 'nats' | 'bits' | 'ms' | 'ratio' | 'probability' | 'tokens' | 'perplexity'
  /** Inner edges, ascending. */
  readonly edges: readonly number[]
  /** Where the first bin begins on a chart: the least value that the quantity can have, or −Infinity. */
  readonly lowest: number
  /** Where the last bin ends on a chart: the greatest value that the quantity can have, or Infinity. */
  readonly highest: number
}

/** How many bins the scale has: one more than edges. */
export function binCount(scale: BinScale): number {
  return scale.edges.length + 1
}

/**
 * Index of the bin that holds a finite value: how many edges are at or below it. NaN has no bin: −1.
 * Cost: log₂ of the number of edges.
 *
 * @example
 * binIndex([0, 1], 0.5) // 1
 * binIndex([0, 1], 1) // 2
 */
export function binIndex(edges: readonly number[], value: number): number {
  if (Number.isNaN(value)) return -1
  let low = 0
  let high = edges.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (edges[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low
}

/** The ends of a bin: from, inclusive, to, exclusive; the outermost bins end where the scale's range does. */
export function binRange(scale: BinScale, index: number): readonly [from: number, to: number] {
  return [scale.edges[index - 1] ?? scale.lowest, scale.edges[index] ?? scale.highest]
}
