import type { Ask, AskFacts } from '../contract.ts'
import { asksItself, isRefusing, leave, topFor } from '../shared/asking.ts'

const INCLUDE = 'message.output_text.logprobs'

/**
 * Asks the Responses API for logprobs: `include: ["message.output_text.logprobs"]` and `top_logprobs: k`.
 * Responses are stored unless the client says `store: false`, and a stored one can be fetched again with what we added: those are left alone.
 * Its streams close with usage anyway.
 */
export function askResponses(request: Readonly<Record<string, unknown>>, topLogprobs: number, facts: AskFacts = {}): Ask {
  const { include } = request
  if (request['input'] === undefined && request['prompt'] === undefined) return leave('not-applicable')
  if (asksItself(request) || (Array.isArray(include) && include.includes(INCLUDE))) return leave('client-asked')
  if (request['store'] !== false || request['background'] === true) return leave('stored')
  if (isRefusing(request, facts)) return leave('refused-by-model')
  return {
    kind: 'splice',
    insertions: [
      { kind: 'element', path: ['include'], value: INCLUDE },
      { kind: 'member', path: [], key: 'top_logprobs', value: topFor(request, topLogprobs, facts) },
    ],
    asked: { logprobs: true, usage: false },
  }
}
