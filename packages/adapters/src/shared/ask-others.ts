/** How further servers' own APIs are asked for logprobs. */
import type { Ask, AskFacts } from '../contract.ts'
import { asksItself, isStreamed, leave } from './asking.ts'
import { between, membersAt, splicing, topLevel } from './ask-native.ts'
import { asArray, asRecord, type Wire } from './wire.ts'

/** vLLM's `/inference/v1/generate`: `sampling_params.logprobs: k`, which the server limits to 20 unless told otherwise. */
export function askVllmGenerate(request: Wire, topLogprobs: number): Ask {
  if (asArray(request['token_ids']) === null) return leave('not-applicable')
  const sampling = request['sampling_params'] === undefined ? {} : asRecord(request['sampling_params'])
  if (sampling === null) return leave('not-applicable')
  if (asksItself(request) || asksItself(sampling)) return leave('client-asked')
  return splicing(membersAt(request, 'sampling_params', { logprobs: between(0, 20, topLogprobs) }))
}

/** KoboldCpp's `/api/v1/generate`: `logprobs: true` for a short list of its own length; its streams have none in them. */
export function askKoboldCpp(request: Wire, _topLogprobs: number, facts: AskFacts = {}): Ask {
  if (typeof request['prompt'] !== 'string' || isStreamed(request, facts)) return leave('not-applicable')
  return asksItself(request) ? leave('client-asked') : topLevel({ logprobs: true })
}

/** Triton's `/generate` before TensorRT-LLM: `return_log_probs: true`, for the chosen tokens alone. Models without that input refuse it by name. */
export function askTriton(request: Wire): Ask {
  if (typeof request['text_input'] !== 'string') return leave('not-applicable')
  const parameters = asRecord(request['parameters'])
  const named = Object.hasOwn(request, 'return_log_probs') || (parameters !== null && Object.hasOwn(parameters, 'return_log_probs'))
  return named || asksItself(request) ? leave('client-asked') : topLevel({ return_log_probs: true })
}
