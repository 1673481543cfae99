import type { AnswerSummary } from '@logitscope/core'
import type { TraceStore } from '@logitscope/store'

const PAGE = 1_000
/** Monitors are kept every five minutes; somewhat more is looked through. */
const LOOK_BACK_MS = 15 * 60_000
const MOST_ANSWERS = 50_000

/**
 * Live answers that were stored in the last quarter of an hour before `until` (epoch ms, exclusive), oldest receipt first: what a process that was killed may
 * not have told its monitors' documents. The newest 50 000 where there are more.
 */
export async function answersBefore(traces: Pick<TraceStore, 'search'>, until: number): Promise<readonly AnswerSummary[]> {
  const found: AnswerSummary[] = []
  let cursor: string | undefined
  do {
    const page = await traces.search({
      filter: { imported: false },
      sort: { by: 'receivedAt', direction: 'descending' },
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    })
    for (const answer of page.items) {
      if (answer.receivedAt < until - LOOK_BACK_MS || found.length >= MOST_ANSWERS) return found.reverse()
      if (answer.receivedAt < until) found.push(answer)
    }
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  return found.reverse()
}
