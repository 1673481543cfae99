import type { Asked, Strip } from '@logitscope/adapters'
import type { ServerResponse } from 'node:http'
import type { Exchange } from '../exchange.ts'
import type { Internals } from '../internals.ts'

/** What is to be done with an answer on its way. */
export interface AnswerPlan {
  readonly internals: Internals
  readonly exchange: Exchange
  readonly response: ServerResponse
  /** Takes out again what we put in; `null` where there is nothing of ours. */
  readonly edit: { readonly strip: Strip; readonly asked: Asked } | null
  readonly guard: 'end' | 'mark' | null
  readonly streamed: boolean
  /** The upstream's part is over; with what went wrong, where something did. */
  readonly over: (failure: Error | null) => void
  /** The guard has ended the answer: the upstream need not go on. */
  readonly cut: () => void
  readonly resume: () => void
}

/** How an answer comes: as one body, or event by event. */
export function formOf(contentType: string | null, streamed: boolean): 'whole' | 'stream' {
  const type = contentType?.toLowerCase() ?? ''
  if (/event-stream|ndjson|jsonl|json-seq|x-json-stream/.test(type)) return 'stream'
  return streamed && !type.includes('json') ? 'stream' : 'whole'
}
