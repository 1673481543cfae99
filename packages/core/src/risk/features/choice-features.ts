import { CHOICE_FEATURES } from '../../profile/calibrated/feature-names.ts'
import { logSumExp } from '../../numeric/log-sum-exp.ts'
import type { Alternative, Token } from '../../trace/types.ts'

/** The tag of a trace that says how many options its question has: its only token is then the letter of an option. */
export const CHOICES_TAG = 'choices'
/** The template of multiple-choice answers that name none. */
export const CHOICE_TEMPLATE = 'multiple-choice'

const FIRST_LETTER = 'A'.charCodeAt(0)

/** Which option a token's text names, from 0; −1 for none: `A`, ` a`, `A.`, `(A)` and the like. */
export function optionOf(text: string, choices: number): number {
  const letter = /^[\s(["'▁Ġ]*([A-Za-z])[\s).\]"':]*$/.exec(text)?.[1]
  if (letter === undefined) return -1
  const option = letter.toUpperCase().charCodeAt(0) - FIRST_LETTER
  return option < choices ? option : -1
}

/**
 * The log-mass (nats) of every option among the alternatives of one position: spellings of a letter are added up by mass. An option that is not
 * listed is −Infinity: what it may have is bounded by the unlisted mass, and never counts for the listed ones.
 */
export function optionLogMass(alternatives: readonly Pick<Alternative, 'text' | 'logprob'>[], choices: number): Float64Array {
  const values: number[][] = Array.from({ length: choices }, () => [])
  for (const { text, logprob } of alternatives) {
    const option = optionOf(text, choices)
    if (option >= 0) values[option]!.push(logprob)
  }
  return Float64Array.from(values, (one) => (one.length === 0 ? -Infinity : logSumExp(one)))
}

/**
 * The features of a multiple-choice answer in the order of `CHOICE_FEATURES`, from the alternatives of its only token; `null` where no option
 * is listed. The margin over an option that is not listed is taken against the unlisted mass, so that a short list never makes an answer surer.
 */
export function choiceFeatures({ alternatives }: Pick<Token, 'alternatives'>, choices: number): Float64Array | null {
  if (choices < 2) return null
  const mass = optionLogMass(alternatives, choices)
  const unlisted = Math.log(Math.max(1e-6, 1 - alternatives.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0)))
  const sorted = mass.map((value) => (value === -Infinity ? unlisted : value)).sort()
  const best = Math.max(...mass)
  if (best === -Infinity) return null
  const all = Math.min(0, logSumExp(mass))
  const second = sorted[choices - 2]!
  const found: Record<(typeof CHOICE_FEATURES)[number], number> = {
    choiceLogprob: Math.min(0, best - all),
    choiceMargin: best - second,
    choiceLogMass: all,
  }
  return Float64Array.from(CHOICE_FEATURES, (name) => found[name])
}
