import type { AnswerFilter, ErasedAnswers } from '@logitscope/core'
import type { ControlStore, TraceStore } from '@logitscope/store'
import { forgetContent } from '../alerts/webhooks/forget-content.ts'
import { DRAW_DOCUMENT } from '../review/review-queue.ts'

export interface EraseParts {
  readonly traces: () => Pick<TraceStore, 'search' | 'erase'>
  readonly control: () => Pick<ControlStore, 'messages' | 'updateMessage' | 'alerts' | 'getDocument' | 'putDocument'>
  /** What holds answers outside of the store. */
  readonly live: { readonly forget: (erased: ErasedAnswers) => void }
  readonly drift: { readonly forget: (erased: ErasedAnswers) => Promise<void> }
}

const PAGE = 1_000

async function found(traces: Pick<TraceStore, 'search'>, filter: AnswerFilter): Promise<ErasedAnswers> {
  const traceIds = new Set<string>()
  const sessions = new Set<string>(filter.session === undefined ? [] : [filter.session])
  let cursor: string | undefined
  do {
    const page = await traces.search({ filter, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) })
    for (const { id, session } of page.items) {
      traceIds.add(id)
      if (session !== null) sessions.add(session)
    }
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  return { traceIds, sessions }
}

/** The ids of a review draw are all that it holds of answers. */
async function forgetDraw(control: ReturnType<EraseParts['control']>, { traceIds }: ErasedAnswers): Promise<void> {
  const draw = (await control.getDocument(DRAW_DOCUMENT)) as { readonly items?: readonly { readonly traceId: string }[] } | null
  if (draw?.items?.some(({ traceId }) => traceIds.has(traceId)) !== true) return
  await control.putDocument(DRAW_DOCUMENT, { ...draw, items: draw.items.filter(({ traceId }) => !traceIds.has(traceId)) })
}

/**
 * Erases the answers of a session or user wherever they are: in the store with all that it keeps of them, in what the live feed would send again, in the
 * drift monitors, the review draw, and messages to webhooks. Repeating it finishes what was interrupted, but for what only the store's rows could name.
 */
export async function eraseAnswers(
  { traces, control, live, drift }: EraseParts,
  who: { readonly session: string } | { readonly user: string },
): Promise<{ readonly erased: number }> {
  const erased = await found(traces(), who)
  await forgetContent(control(), erased.traceIds)
  await forgetDraw(control(), erased)
  await drift.forget(erased)
  const result = await traces().erase(who)
  live.forget(erased)
  return result
}
