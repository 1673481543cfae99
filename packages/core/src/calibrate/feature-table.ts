/** Feature vectors read by feature: models are fitted column by column, and vectors that lie apart in memory are slow to read that way. */
export interface FeatureTable {
  /** All values of the feature at this position of a vector; NaN where one is missing. Made once, on the first call; not to be changed. */
  readonly column: (at: number) => Float64Array
}

/** The table of some feature vectors, all of the same length. */
export function featureTable(vectors: readonly Float64Array[]): FeatureTable {
  let columns: readonly Float64Array[] | null = null
  const transposed = (): readonly Float64Array[] => {
    const width = vectors[0]?.length ?? 0
    const made = Array.from({ length: width }, () => new Float64Array(vectors.length))
    // Vector by vector: each is fetched from memory once.
    for (let i = 0; i < vectors.length; i++) {
      const vector = vectors[i]!
      for (let j = 0; j < width; j++) made[j]![i] = vector[j]!
    }
    return made
  }
  return {
    column(at) {
      columns ??= transposed()
      return columns[at] ?? new Float64Array(0)
    },
  }
}
