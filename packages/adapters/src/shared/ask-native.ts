/** How the servers' own APIs are asked for logprobs. */
import type { Ask, AskFacts } from '../contract.ts'
import type { Insertion } from '../splice/index.ts'
import { asksItself, isRefusing, leave } from './asking.ts'
import { asArray, asRecord, isPresent, type Wire } from './wire.ts'

/** A whole number within limits. */
export const between = (least: number, most: number, value: number): number => Math.max(least, Math.min(most, Math.trunc(value) || 0))

/** Members of the object at `path`, as one value where the object has to be made. */
export function membersAt(request: Wire, name: string, members: Wire): readonly Insertion[] {
  if (request[name] === undefined) return [{ kind: 'member', path: [], key: name, value: members }]
  return Object.entries(members).map(([key, value]) => ({ kind: 'member', path: [name], key, value }))
}

/** An ask for logprobs and nothing else. */
export const splicing = (insertions: readonly Insertion[]): Ask => ({ kind: 'splice', insertions, asked: { logprobs: true, usage: false } })
export const topLevel = (members: Wire): Ask =>
  splicing(Object.entries(members).map(([key, value]) => ({ kind: 'member', path: [], key, value })))

/**
 * Ollama's `/api/generate` and `/api/chat`: `logprobs: true`, `top_logprobs: k` (0 to 20, else 400: routes.go). Versions before 0.12.11
 * ignore both. Without a prompt it only loads a model.
 */
export function askOllama(request: Wire, topLogprobs: number): Ask {
  const hasPrompt = typeof request['prompt'] === 'string' && request['prompt'] !== ''
  if (!hasPrompt && (asArray(request['messages'])?.length ?? 0) === 0) return leave('not-applicable')
  if (asksItself(request)) return leave('client-asked')
  return topLevel({ logprobs: true, top_logprobs: between(0, 20, topLogprobs) })
}

/** TGI: `parameters.details: true`, `top_n_tokens: k`, which servers limit to 5 unless told otherwise. */
export function askTgi(request: Wire, topLogprobs: number): Ask {
  if (typeof request['inputs'] !== 'string') return leave('not-applicable')
  const parameters = request['parameters'] === undefined ? {} : asRecord(request['parameters'])
  if (parameters === null) return leave('not-applicable')
  if (['details', 'top_n_tokens', 'decoder_input_details'].some((name) => Object.hasOwn(parameters, name))) return leave('client-asked')
  const top = between(0, 5, topLogprobs)
  return splicing(membersAt(request, 'parameters', { details: true, ...(top === 0 ? {} : { top_n_tokens: top }) }))
}

/** llama-server's `/completion` and `/infill`: `n_probs: k`, at least 1, because 0 gives no logprobs at all. */
export function askLlamaServer(request: Wire, topLogprobs: number): Ask {
  if (!isPresent(request['prompt']) && !isPresent(request['input_prefix'])) return leave('not-applicable')
  if (asksItself(request) || Object.hasOwn(request, 'post_sampling_probs')) return leave('client-asked')
  return topLevel({ n_probs: Math.max(1, Math.trunc(topLogprobs) || 0) })
}

/** SGLang's `/generate`: `return_logprob`, `top_logprobs_num`, and the texts, which it leaves out otherwise. */
export function askSglang(request: Wire, topLogprobs: number): Ask {
  if (!isPresent(request['text']) && !isPresent(request['input_ids'])) return leave('not-applicable')
  const own = ['logprob_start_len', 'token_ids_logprob', 'return_text_in_logprobs']
  if (asksItself(request) || own.some((name) => Object.hasOwn(request, name))) return leave('client-asked')
  return topLevel({ return_logprob: true, top_logprobs_num: Math.max(0, Math.trunc(topLogprobs) || 0), return_text_in_logprobs: true })
}

/** Cohere's v2 chat: `logprobs: true`; it lists no alternatives. */
export function askCohere(request: Wire): Ask {
  if (asArray(request['messages']) === null) return leave('not-applicable')
  if (asksItself(request)) return leave('client-asked')
  return isRefusing(request) ? leave('refused-by-model') : topLevel({ logprobs: true })
}

/**
 * watsonx's text generation: `parameters.return_options` with the generated tokens, their values and the k best, at most 5. The address of a
 * deployment returns none of it, and takes no such request.
 */
export function askWatsonx(request: Wire, topLogprobs: number, { path }: AskFacts = {}): Ask {
  if (typeof request['input'] !== 'string' || path?.includes('/deployments/') === true) return leave('not-applicable')
  const parameters = request['parameters'] === undefined ? {} : asRecord(request['parameters'])
  if (parameters === null) return leave('not-applicable')
  if (Object.hasOwn(parameters, 'return_options')) return leave('client-asked')
  const top = between(0, 5, topLogprobs)
  const wanted = { generated_tokens: true, token_logprobs: true, ...(top === 0 ? {} : { top_n_tokens: top }) }
  return splicing(membersAt(request, 'parameters', { return_options: wanted }))
}
