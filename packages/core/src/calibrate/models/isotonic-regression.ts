/** Blocks of rows with one fitted value, in ascending order of x. */
export interface IsotonicBlock {
  /** First row, and one after the last. */
  readonly from: number
  readonly to: number
  readonly value: number
  readonly weight: number
}

/**
 * The non-decreasing values nearest to `values` in weighted squares, by pooling adjacent violators (Barlow et al. 1972), as blocks. Rows are in
 * ascending order of what they depend on; rows that tie there must be merged before. Cost linear.
 */
export function isotonicBlocks(values: ArrayLike<number>, weights: ArrayLike<number>): readonly IsotonicBlock[] {
  const blocks: { from: number; to: number; value: number; weight: number }[] = []
  for (let i = 0; i < values.length; i++) {
    let block = { from: i, to: i + 1, value: values[i]!, weight: weights[i]! }
    for (let last = blocks.at(-1); last !== undefined && last.value >= block.value; last = blocks.at(-1)) {
      const weight = last.weight + block.weight
      block = { from: last.from, to: block.to, value: (last.value * last.weight + block.value * block.weight) / weight, weight }
      blocks.pop()
    }
    blocks.push(block)
  }
  return blocks
}
