/** Watches a stream for what is not worth reading on: a loop, or a model that no longer knows what it says. */
import { answerDecoder, type Route } from '@logitscope/adapters'
import { createStreamDetectors, type StreamDetectors, type Thresholds, type Token } from '@logitscope/core'

export type GuardFinding = 'repetition' | 'collapse'

export interface Guard {
  /** Takes the answer's bytes as the upstream sent them; tells what has been found so far. */
  readonly look: (bytes: Uint8Array) => GuardFinding | null
  /** More than one answer is being written: the stream is not the guard's to end. */
  readonly hasSeveral: () => boolean
  /** The answer has said how it ends: there is nothing left to end. */
  readonly isFinished: () => boolean
}

export interface GuardOptions {
  readonly route: Route
  readonly requestId: string
  readonly startedAt: number
  readonly path: string
  /** The profile's, for the answer's language: those of loops, of low stretches, and how long one of them is a collapse. */
  readonly thresholds: Thresholds
}

interface Watched {
  readonly detectors: StreamDetectors
  count: number
  /** Token with which the low stretch became certain; `null` outside of one. */
  lowSince: number | null
  hasTokens: boolean
}

/** Where no tokens are told, the pieces of text take their place: a loop shows in them too. */
const asToken = (text: string, part: Token['part']): Token => ({ text, logprob: null, part, alternatives: [] })

export function createGuard({ route, requestId, startedAt, path, thresholds }: GuardOptions): Guard {
  const decoder = answerDecoder(route.formats, { requestId, startedAt, path, limits: { alternatives: 1 } })
  const choices = new Map<number, Watched>()
  let found: GuardFinding | null = null
  let isFinished = false

  function watched(choice: number): Watched {
    const known = choices.get(choice)
    if (known !== undefined) return known
    const made: Watched = { detectors: createStreamDetectors(thresholds), count: 0, lowSince: null, hasTokens: false }
    choices.set(choice, made)
    return made
  }

  function take(choice: Watched, token: Token): void {
    choice.count += 1
    for (const { finding, first, complete } of choice.detectors.push(token)) {
      if (finding.kind === 'repetition') found ??= 'repetition'
      if (finding.kind === 'sustained-low') choice.lowSince = first && !complete ? choice.count : null
    }
    const { lowSince, count } = choice
    if (lowSince !== null && count - lowSince >= (thresholds.collapseWindows - 1) * thresholds.sustainedLowTokens) found ??= 'collapse'
  }

  return {
    look(bytes) {
      for (const delta of decoder.push(bytes)) {
        if (delta.kind === 'tokens') {
          const choice = watched(delta.choice)
          choice.hasTokens ||= delta.tokens.length > 0
          for (const token of delta.tokens) take(choice, token)
        } else if (delta.kind === 'text') {
          const choice = watched(delta.choice)
          if (!choice.hasTokens) take(choice, asToken(delta.text, delta.part))
        } else if (delta.kind === 'finish' || delta.kind === 'error') isFinished = true
      }
      return isFinished ? null : found
    },
    isFinished: () => isFinished,
    hasSeveral: () => choices.size > 1,
  }
}
