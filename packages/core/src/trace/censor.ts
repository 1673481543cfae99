/** Log-probabilities that a provider did not give. */
import type { Alternative } from './types.ts'

/** A logprob that is not known, with an upper bound in nats where the list gives one. */
export interface Censored {
  readonly logprob: null
  readonly ceiling?: number
}

/**
 * What to keep where `value` is no log-probability (a placeholder, not finite, missing): nothing is known but that the token is no more
 * probable than the least of the listed alternatives, none of which it is. No usable alternative: no bound. Bounds above 0 are 0.
 */
export function censor(value: unknown, alternatives: readonly Pick<Alternative, 'logprob'>[]): Censored {
  // A value of plus infinity is no probability at all: being above the list, it bounds nothing.
  if (value === Infinity) return { logprob: null }
  let ceiling = Infinity
  for (const { logprob } of alternatives) if (Number.isFinite(logprob) && logprob < ceiling) ceiling = logprob
  return ceiling === Infinity ? { logprob: null } : { logprob: null, ceiling: Math.min(0, ceiling) }
}
