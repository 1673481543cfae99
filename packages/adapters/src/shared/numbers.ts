/** What a provider writes where a log-probability should be. */
import { isSentinel, type IssueCode } from '@logitscope/core'

const WORDS: ReadonlyMap<string, number> = new Map([
  ['nan', NaN],
  ['inf', Infinity],
  ['+inf', Infinity],
  ['-inf', -Infinity],
  ['infinity', Infinity],
  ['+infinity', Infinity],
  ['-infinity', -Infinity],
])

function numberIn(text: string): number {
  const trimmed = text.trim()
  return WORDS.get(trimmed.toLowerCase()) ?? (trimmed === '' ? NaN : Number(trimmed))
}

/**
 * The log-probability in nats, or `NaN` where the value is none that can be used: a placeholder, not finite, missing, no number.
 * A number in quotes is taken. Values above 0 are returned as they are: whether they are rounding or no log-probabilities at all
 * shows only over the whole answer.
 */
export function usableLogprob(value: unknown): number {
  const number = typeof value === 'number' ? value : typeof value === 'string' ? numberIn(value) : NaN
  if (!Number.isFinite(number) || isSentinel(number)) return NaN
  return number === 0 ? 0 : number
}

/** What is wrong with a value; `null` for a plain usable number. */
export function flawOf(value: unknown): IssueCode | null {
  if (value === null || value === undefined) return 'missing-logprob'
  if (typeof value !== 'number' && typeof value !== 'string') return 'wrong-type'
  const number = typeof value === 'number' ? value : numberIn(value)
  if (isSentinel(number)) return 'sentinel'
  if (!Number.isFinite(number)) return typeof value === 'string' && !WORDS.has(value.trim().toLowerCase()) ? 'wrong-type' : 'non-finite'
  return typeof value === 'string' ? 'wrong-type' : null
}

/** Written by servers that clip −Infinity. */
const CLIPPED = -100
/** A list with a value this near to it may reach down to it by itself. */
const NEAR_CLIPPED = 20

/** Whether an entry has the value that may be a clipped one. */
export function isAtClip({ logprob }: { readonly logprob: number }): boolean {
  return logprob === CLIPPED
}

/** Whether a value of exactly −100 was clipped: nothing of the list is near to it. */
export function isClipped(value: number, list: readonly { readonly logprob: number }[]): boolean {
  return value === CLIPPED && !list.some(({ logprob }) => logprob !== CLIPPED && Math.abs(logprob - CLIPPED) < NEAR_CLIPPED)
}
