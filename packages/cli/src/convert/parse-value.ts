import { UsageError } from '../usage-error.ts'
import type { Unit } from './convert-values.ts'

const WORDS: Readonly<Record<string, number>> = {
  inf: Infinity,
  '+inf': Infinity,
  infinity: Infinity,
  '-inf': -Infinity,
  '-infinity': -Infinity,
}
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/** Limits that a unit's values keep, and what a value outside them probably is. A little rounding is let through. */
function complaint(value: number, from: Unit): string | null {
  if (from === 'logprob' && value > 1e-4) {
    return value <= 1
      ? 'a log-probability is at most 0; is it a probability? Then add --from probability'
      : 'a log-probability is at most 0; is it a logit? Then add --from logit'
  }
  if (from === 'probability' && (value < 0 || value > 1 + 1e-4)) {
    return value < 0
      ? 'a probability is not negative; is it a log-probability? Then leave --from away'
      : 'a probability is at most 1; percent need a sign, as in 25%'
  }
  return from === 'bits' && value < 0 ? 'bits of surprisal are not negative' : null
}

/** A number as it was typed: also with a comma or a true minus sign, `inf`, and percent for probabilities. */
export function parseValue(word: string, from: Unit): number {
  const text = word.trim().replace('\u2212', '-')
  const percent = from === 'probability' && (text.endsWith('%') || text.startsWith('%'))
  const digits = (percent ? text.replace('%', '') : text).replace(/^([+-]?\d+),(\d+)$/, '$1.$2')
  const named = WORDS[digits.toLowerCase()]
  if (named === undefined && !NUMBER.test(digits)) throw new UsageError(`"${word}" is not a number`)
  const value = (named ?? Number(digits)) / (percent ? 100 : 1)
  const problem = complaint(value, from)
  if (problem !== null) throw new UsageError(`${word}: ${problem}`)
  return value
}
