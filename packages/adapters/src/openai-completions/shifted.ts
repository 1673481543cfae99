/** Finds answers whose every entry holds the distribution behind its token instead of before it (llama-cpp-python with `echo`). */
import type { DraftToken } from '../shared/draft-token.ts'

const LEAST_HITS = 3

/**
 * Whether the lists belong to the next token: the first of a list names the token that follows far more often than its own.
 * `oneShort`: there is one entry less than there are tokens, as there is when the lists are shifted; then any majority decides.
 */
export function isShifted(tokens: readonly DraftToken[], oneShort: boolean): boolean {
  let own = 0
  let next = 0
  for (let i = 1; i + 1 < tokens.length; i++) {
    const best = tokens[i]!.alternatives[0]
    if (best === undefined || best.text === '' || tokens[i]!.text === tokens[i + 1]!.text) continue
    if (best.text === tokens[i]!.text) own += 1
    else if (best.text === tokens[i + 1]!.text) next += 1
  }
  if (oneShort) return next > own && next > 0
  return next >= LEAST_HITS && next > 4 * own
}

/** Takes the values and lists off tokens that they do not belong to. */
export function withoutValues(tokens: readonly DraftToken[]): DraftToken[] {
  return tokens.map(({ text, bytes, id, part }) => ({
    text,
    ...(bytes === undefined ? {} : { bytes }),
    ...(id === undefined ? {} : { id }),
    part,
    logprob: null,
    alternatives: [],
  }))
}
