import type { Thresholds } from '../profile/types.ts'
import { isAnswerToken } from '../trace/columns.ts'
import { usableLogprob } from '../trace/support.ts'
import type { Token } from '../trace/types.ts'
import { NO_EVENTS, type DetectorEvent } from './finding.ts'
import { createRepetitionDetector, feedTokens } from './repetition/index.ts'
import { createSuddenDropDetector } from './sudden-drop.ts'
import { createSustainedLowDetector } from './sustained-low.ts'

/** The detectors that need no more than what has arrived so far: sudden drops, low stretches, loops. */
export interface StreamDetectors {
  /** Takes the tokens of an answer in order; their number is their index in the trace. */
  readonly push: (token: Token) => readonly DetectorEvent[]
  /** Ends the answer; the detectors are then as new. @param cutByLimit the output was cut off by its length limit. */
  readonly end: (cutByLimit?: boolean) => readonly DetectorEvent[]
}

/**
 * The sequential detectors of one answer, fed token by token, for alarms while it is being written. What they have called `complete` by the end
 * is what `detectAnomalies` finds in the whole trace.
 */
export function createStreamDetectors(thresholds: Thresholds): StreamDetectors {
  const drops = createSuddenDropDetector(thresholds)
  const lows = createSustainedLowDetector(thresholds)
  const loops = feedTokens(createRepetitionDetector(thresholds))
  let index = -1
  let part = 0
  let previous: Token | null = null

  const joined = (...lists: readonly (readonly DetectorEvent[])[]): readonly DetectorEvent[] => {
    const some = lists.filter((list) => list.length > 0)
    return some.length < 2 ? (some[0] ?? NO_EVENTS) : some.flat()
  }

  return {
    push(token) {
      index += 1
      const loopEvents = loops.push(token, index)
      if (!isAnswerToken(token)) return loopEvents
      if (previous !== null && (previous.part !== token.part || (previous.partIndex ?? 0) !== (token.partIndex ?? 0))) part += 1
      previous = token
      const logprob = usableLogprob(token.logprob)
      const ceiling = Number.isNaN(logprob) && token.ceiling !== undefined ? Math.min(0, token.ceiling) : NaN
      return joined(drops.push(index, logprob, ceiling, part), lows.push(index, logprob, ceiling, part), loopEvents)
    },
    end(cutByLimit = false) {
      index = -1
      part = 0
      previous = null
      return joined(drops.end(), lows.end(), loops.end(cutByLimit))
    },
  }
}
