/** What the OpenAI family's ways of asking for logprobs have in common. */
import type { Ask, AskFacts, LeaveReason } from '../contract.ts'
import type { Insertion } from '../splice/index.ts'
import { isStreamPath, modelIn } from './path-facts.ts'

type Request = Readonly<Record<string, unknown>>

/** Parameters of any server of the family that concern logprobs: a client that set one knows what it wants. */
const OWN_PARAMETERS = [
  'logprobs',
  'top_logprobs',
  'n_probs',
  'prompt_logprobs',
  'return_logprob',
  'top_logprobs_num',
  'logprob_token_ids',
  'return_tokens_as_token_ids',
] as const

/**
 * Models that answer a request for logprobs with an error, by the name that the client gives them, with or without a provider before it.
 * OpenAI's reasoning models (“You are not allowed to request logprobs from this model”, “logprobs are not supported with reasoning models”),
 * DeepSeek's reasoner (its documentation), Anthropic's models behind any OpenAI-compatible address (no such parameter).
 */
const REFUSING = [/^o\d(?:-|$)/, /^deepseek-reasoner/, /^claude-/, /^gpt-6/] as const
/** Refuse unless reasoning is switched off, which the later ones allow. */
const REASONING_UNLESS_NONE = /^gpt-5(?!.*chat)/

/**
 * Most alternatives of a token, where the model's name says who answers: xAI 8, Fireworks 5 (their SDKs and recipes). Others take 20, or refuse
 * with a message that names the parameter.
 */
const LIMITS: readonly (readonly [model: RegExp, most: number])[] = [
  [/^(?:xai\/|x-ai\/)?grok-/i, 8],
  [/^(?:fireworks\/|accounts\/fireworks\/)/i, 5],
]
const USUAL_LIMIT = 20

export const leave = (reason: LeaveReason): Ask => ({ kind: 'leave', reason })

/** Whether the client set a parameter that concerns logprobs. */
export function asksItself(request: Request): boolean {
  return OWN_PARAMETERS.some((name) => Object.hasOwn(request, name))
}

/** The model as the client names it, in the body or in the path; `null` where nowhere. */
function modelOf(request: Request, facts: AskFacts): string | null {
  const { model } = request
  if (typeof model === 'string') return model
  return facts.path === undefined ? null : modelIn(facts.path)
}

/** Whether the answer will be a stream: as the caller says, else as path and body do. */
export function isStreamed(request: Request, facts: AskFacts): boolean {
  return facts.stream ?? (request['stream'] === true || (facts.path !== undefined && isStreamPath(facts.path)))
}

/** Whether the model is known to refuse; what is not known here is found out by asking once. */
export function isRefusing(request: Request, facts: AskFacts = {}): boolean {
  const model = modelOf(request, facts)
  if (model === null) return false
  const name = model.slice(model.lastIndexOf('/') + 1).toLowerCase()
  if (REFUSING.some((pattern) => pattern.test(name))) return true
  if (!REASONING_UNLESS_NONE.test(name)) return false
  const reasoning = request['reasoning']
  const effort =
    request['reasoning_effort'] ?? (typeof reasoning === 'object' && reasoning !== null ? (reasoning as Request)['effort'] : undefined)
  return effort !== 'none'
}

/** A number of alternatives that the one who answers takes: a whole number from 0 to the limit. */
export function topFor(request: Request, topLogprobs: number, facts: AskFacts = {}): number {
  const model = modelOf(request, facts)
  const most = (model !== null ? LIMITS.find(([pattern]) => pattern.test(model))?.[1] : undefined) ?? USUAL_LIMIT
  return Math.max(0, Math.min(most, Math.trunc(topLogprobs) || 0))
}

/** What makes a stream close with its usage, where the client said nothing of it: completeness can only be judged against a count. */
export function usageInsertion(request: Request): Insertion | null {
  if (request['stream'] !== true) return null
  const options = request['stream_options']
  const isFree =
    options === undefined ||
    (typeof options === 'object' && options !== null && !Array.isArray(options) && !Object.hasOwn(options, 'include_usage'))
  return isFree ? { kind: 'member', path: ['stream_options'], key: 'include_usage', value: true } : null
}

/** Adds what was found to be needed; the stream's usage where it is free. */
export function askFor(request: Request, insertions: readonly Insertion[]): Ask {
  const usage = usageInsertion(request)
  return {
    kind: 'splice',
    insertions: usage === null ? insertions : [...insertions, usage],
    asked: { logprobs: true, usage: usage !== null },
  }
}

const NAMES_OURS = /log[\s_-]?prob|n_probs|top_n_tokens|stream_options|include_usage|"param"\s*:\s*"include\b/i

/**
 * Whether an error is about what we added, and so about us, not the client: only then is a request tried again without.
 * `text` is the error's body, or the first event of a stream, as it came.
 */
export function namesOurParameter(text: string): boolean {
  return NAMES_OURS.test(text)
}
