/** Chat payloads for tests, written in few words, and what reading them gave. */
import { openAiChat, type DecodeResult, type Delta } from '@logitscope/adapters'
import type { Trace } from '@logitscope/core'

const encoder = new TextEncoder()
export const bytesOf = (text: string): number[] => Array.from(encoder.encode(text))

/** A token entry with its bytes and an empty list. */
export const entry = (token: string, logprob: unknown, more: object = {}): object => ({
  token,
  logprob,
  bytes: bytesOf(token),
  top_logprobs: [],
  ...more,
})

/** The list of an entry. */
export const top = (...list: readonly (readonly [string, unknown])[]): object => ({
  top_logprobs: list.map(([token, logprob]) => ({ token, logprob, bytes: bytesOf(token) })),
})

/** The log-probabilities of a choice. */
export const content = (...entries: readonly object[]): object => ({ logprobs: { content: entries } })

/** Reads a whole answer of one choice. */
export function readWhole(message: object, choice: object, outer: object = {}, request?: unknown): DecodeResult {
  const body = {
    id: 'x',
    model: 'm',
    choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: 'stop', ...choice }],
    ...outer,
  }
  return openAiChat.decodeValue(body, { requestId: 'r', startedAt: 0, ...(request === undefined ? {} : { request }) })
}

/** One event of a stream. */
export const chunk = (delta: object, choice: object = {}, outer: object = {}): object => ({
  id: 'x',
  model: 'm',
  choices: [{ index: 0, delta, finish_reason: null, ...choice }],
  ...outer,
})

/** Reads a stream; `end` is what stands behind the events. */
export function readStream(
  events: readonly (object | string)[],
  end = 'data: [DONE]\n\n',
): DecodeResult & { readonly deltas: readonly Delta[] } {
  const decoder = openAiChat.decoder({ requestId: 'r', startedAt: 0 })
  const text = events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join('') + end
  const deltas = decoder.push(encoder.encode(text))
  return { ...decoder.end(), deltas }
}

/** The one trace that was read. */
export function onlyTrace({ traces }: DecodeResult): Trace {
  if (traces.length !== 1) throw new Error(`one trace expected, got ${traces.length}`)
  return traces[0]!
}

/** Each token as `text|part`, the index of a tool call behind it, a star where it is special. */
export const partsOf = (trace: Trace): string[] =>
  trace.tokens.map(({ text, part, partIndex, special }) => `${text}|${part}${partIndex ?? ''}${special === true ? '*' : ''}`)

export const codesOf = (trace: Trace): string[] => trace.evidence.issues.map(({ code }) => code)
