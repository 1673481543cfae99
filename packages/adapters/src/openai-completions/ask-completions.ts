import type { Ask, AskFacts } from '../contract.ts'
import { askFor, asksItself, isRefusing, leave } from '../shared/asking.ts'

/** Asks legacy Completions for logprobs: `logprobs: k`, which OpenAI limits to 5. */
export function askCompletions(request: Readonly<Record<string, unknown>>, topLogprobs: number, facts: AskFacts = {}): Ask {
  if (request['prompt'] === undefined) return leave('not-applicable')
  if (asksItself(request)) return leave('client-asked')
  if (isRefusing(request, facts)) return leave('refused-by-model')
  return askFor(request, [{ kind: 'member', path: [], key: 'logprobs', value: Math.max(0, Math.min(5, Math.trunc(topLogprobs))) }])
}
