/** Chooses, once an answer's head is there, how the rest of it goes on. */
import type { AnswerReceiver } from '../upstream/call-upstream.ts'
import { formOf, type AnswerPlan } from './answer-plan.ts'
import { headerIn } from './headers.ts'
import { inflater } from './inflate.ts'
import { passThrough } from './pass-through.ts'
import { streamedAnswer } from './streamed-answer.ts'
import { wholeAnswer } from './whole-answer.ts'

function choose(plan: AnswerPlan, status: number, headers: readonly string[]): AnswerReceiver | null {
  const { internals, exchange, edit, guard, streamed } = plan
  if (status >= 300 || status === 204) return null
  const type = headerIn(headers, 'content-type')
  const isCopied = exchange.copy !== null
  if (formOf(type, streamed) === 'stream') {
    const hasComment = internals.verdictComment && isCopied && /event-stream/i.test(type ?? '')
    if (edit === null && guard === null && !hasComment) return null
    const inflate = inflater(headerIn(headers, 'content-encoding'))
    return inflate === undefined ? null : streamedAnswer(plan, inflate, hasComment)
  }
  if (edit === null && !(internals.verdictHeader && isCopied)) return null
  return Number(headerIn(headers, 'content-length') ?? 0) > internals.limits.rewriteBytes ? null : wholeAnswer(plan)
}

/** What is not to be changed, or cannot be, goes on as it comes. */
export function sendAnswer(plan: AnswerPlan): AnswerReceiver {
  let inner = passThrough(plan.exchange, plan.response, plan.over)
  return {
    start(status, statusText, headers) {
      inner = choose(plan, status, headers) ?? inner
      inner.start(status, statusText, headers)
    },
    data: (piece) => inner.data(piece),
    end(trailers) {
      inner.end(trailers)
    },
    fail: plan.over,
  }
}
