import type { Ask, AskFacts } from '../contract.ts'
import { askFor, asksItself, isRefusing, leave, topFor } from '../shared/asking.ts'

/** Asks Chat Completions for logprobs: `logprobs: true`, `top_logprobs: k` (0 to 20 at OpenAI; other servers have their own limits). */
export function askChat(request: Readonly<Record<string, unknown>>, topLogprobs: number, facts: AskFacts = {}): Ask {
  if (!Array.isArray(request['messages'])) return leave('not-applicable')
  if (asksItself(request)) return leave('client-asked')
  if (request['store'] === true) return leave('stored')
  if (isRefusing(request, facts)) return leave('refused-by-model')
  return askFor(request, [
    { kind: 'member', path: [], key: 'logprobs', value: true },
    { kind: 'member', path: [], key: 'top_logprobs', value: topFor(request, topLogprobs, facts) },
  ])
}
