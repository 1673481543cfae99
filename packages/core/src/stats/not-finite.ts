/** Values that no bin and no mean can take, counted apart so that nothing is lost silently. */
export interface NotFiniteCounts {
  /** Missing or undefined. */
  nan: number
  negativeInfinity: number
  positiveInfinity: number
}

/** None of each. */
export function createNotFiniteCounts(): NotFiniteCounts {
  return { nan: 0, negativeInfinity: 0, positiveInfinity: 0 }
}

/** Counts a value that is not finite. */
export function countNotFinite(counts: NotFiniteCounts, value: number): void {
  if (value === Infinity) counts.positiveInfinity += 1
  else if (value === -Infinity) counts.negativeInfinity += 1
  else counts.nan += 1
}

/** Adds the counts of `other` to `into`. */
export function mergeNotFinite(into: NotFiniteCounts, other: NotFiniteCounts): void {
  into.nan += other.nan
  into.negativeInfinity += other.negativeInfinity
  into.positiveInfinity += other.positiveInfinity
}
