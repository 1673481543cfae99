import type { Trace } from '@logitscope/core'

export interface SeenResponses {
  /** Whether a fetched answer says nothing new: it is not finished, or the same was read before. */
  readonly isRepeated: (traces: readonly Trace[]) => boolean
  readonly add: (traces: readonly Trace[]) => void
}

const MOST_IDS = 10_000

/** Remembers the latest response ids, so that an answer that a client polls for is stored once. */
export function createSeenResponses(): SeenResponses {
  const ids = new Set<string>()
  return {
    isRepeated: (traces) =>
      traces.every(({ source, output }) => {
        const isUnfinished = output.finish.unified === 'unknown' && output.error === undefined
        return isUnfinished || (source.responseId !== undefined && ids.has(source.responseId))
      }),
    add(traces) {
      for (const { source } of traces) {
        if (source.responseId === undefined) continue
        ids.add(source.responseId)
        if (ids.size > MOST_IDS) ids.delete(ids.values().next().value!)
      }
    },
  }
}
