/** The range of an answer's values, by which most rules show at once that they have nothing to find. */
import type { Token } from '../types.ts'

/** Of all values, chosen and listed, nats; those of no value do not count. */
export interface ValueRange {
  /** `Infinity` without values. */
  readonly least: number
  /** `-Infinity` without values. */
  readonly most: number
  readonly isFinite: boolean
  /** Whether every list is in descending order. */
  readonly isDescending: boolean
}

export function valueRange(tokens: readonly Token[]): ValueRange {
  let least = Infinity
  let most = -Infinity
  // Not finite as soon as one value is not.
  let sum = 0
  let isDescending = true
  for (let i = 0; i < tokens.length; i++) {
    const { logprob, alternatives } = tokens[i]!
    if (logprob !== null) {
      sum += logprob * 0
      if (logprob < least) least = logprob
      if (logprob > most) most = logprob
    }
    let before = Infinity
    for (let a = 0; a < alternatives.length; a++) {
      const value = alternatives[a]!.logprob
      sum += value * 0
      if (value < least) least = value
      if (value > most) most = value
      if (!(value <= before)) isDescending = false
      before = value
    }
  }
  return { least, most, isFinite: sum === 0, isDescending }
}
