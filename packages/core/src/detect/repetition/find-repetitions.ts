import { usableLogprob } from '../../trace/support.ts'
import type { Token } from '../../trace/types.ts'
import { completeFindings, NO_EVENTS, type DetectorEvent, type Finding } from '../finding.ts'
import { createRepetitionDetector, type RepetitionDetector, type RepetitionOptions } from './create-repetition-detector.ts'
import { tokenKey } from './token-key.ts'

/** Gives a trace's tokens to a repetition detector: special tokens are passed over, and no run reaches from one part into another. */
export interface TokenFeed {
  readonly push: (token: Token, index: number) => readonly DetectorEvent[]
  readonly end: (cutByLimit: boolean) => readonly DetectorEvent[]
}

export function feedTokens(detector: RepetitionDetector): TokenFeed {
  let part = 0
  let previous: Token | null = null
  return {
    push(token, index) {
      if (token.special === true) return NO_EVENTS
      if (previous !== null && (previous.part !== token.part || (previous.partIndex ?? 0) !== (token.partIndex ?? 0))) part += 1
      previous = token
      return detector.push(index, token, tokenKey(token), usableLogprob(token.logprob), part)
    },
    end(cutByLimit) {
      previous = null
      return detector.end(cutByLimit)
    },
  }
}

/**
 * The loops of an answer, in order: `createRepetitionDetector` over all its tokens but the special ones, reasoning and tool calls included.
 *
 * @param cutByLimit the output was cut off by its length limit.
 */
export function findRepetitions(tokens: readonly Token[], options: RepetitionOptions, cutByLimit = false): Finding[] {
  const feed = feedTokens(createRepetitionDetector(options))
  const events: DetectorEvent[] = []
  for (let i = 0; i < tokens.length; i++) {
    const said = feed.push(tokens[i]!, i)
    if (said.length > 0) events.push(...said)
  }
  events.push(...feed.end(cutByLimit))
  return completeFindings(events)
}
