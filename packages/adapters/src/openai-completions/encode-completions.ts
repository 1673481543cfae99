/** Writes traces as one legacy Completions body. */
import type { Alternative, Token, Trace } from '@logitscope/core'
import type { EncodeResult } from '../contract.ts'
import { decodeValueWith } from '../shared/answer-decoder.ts'
import { byteText, fromBytes } from '../shared/byte-text.ts'
import { countPoints } from '../shared/code-points.ts'
import { encodeUsage, isOnlyError } from '../shared/encode-outer.ts'
import { lostIn } from '../shared/lost.ts'
import { createCompletionsReader } from './read-completions.ts'

/** A token whose bytes its text does not give is written in the notation of the old API, `bytes:\xe2\x80`. */
function textOf(entry: Token | Alternative): string {
  if (entry.bytes === undefined || entry.text.startsWith('bytes:') || fromBytes(entry.bytes) === byteText(entry.text)) return entry.text
  return `bytes:${entry.bytes.map((byte) => (byte > 0x20 && byte < 0x7f && byte !== 0x5c ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`)).join('')}`
}

/** Equal texts fall together in such a list; the most probable stays. */
function listOf(token: Token): object | null {
  const list = new Map<string, number>()
  for (const entry of token.alternatives) if (!list.has(textOf(entry))) list.set(textOf(entry), entry.logprob)
  return list.size === 0 ? null : Object.fromEntries(list)
}

function arraysOf(tokens: readonly Token[], start: number): object {
  const texts = tokens.map(textOf)
  let offset = start
  const withIds = tokens.length > 0 && tokens.every((token) => token.id !== undefined)
  return {
    tokens: texts,
    token_logprobs: tokens.map((token) => token.logprob),
    top_logprobs: tokens.some((token) => token.alternatives.length > 0) ? tokens.map(listOf) : null,
    text_offset: tokens.map((token) => {
      const at = offset
      offset += countPoints(token.text)
      return at
    }),
    ...(withIds ? { token_ids: tokens.map((token) => token.id) } : {}),
  }
}

/** Whether a scored prompt can be written by token ids, which keeps what a list keyed by text does not. */
function isByIds(prompt: readonly Token[]): boolean {
  return (
    prompt.some(({ alternatives }) => alternatives.length > 0) &&
    prompt.every(({ id, logprob, alternatives }) =>
      alternatives.length === 0
        ? logprob === null
        : id !== undefined &&
          alternatives.every((entry) => entry.id !== undefined) &&
          alternatives.some((entry) => entry.id === id && entry.logprob === logprob),
    )
  )
}

function listsById(prompt: readonly Token[]): unknown[] {
  return prompt.map(({ alternatives }) =>
    alternatives.length === 0
      ? null
      : Object.fromEntries(
          alternatives.map((entry, i) => [String(entry.id), { logprob: entry.logprob, rank: i + 1, decoded_token: entry.text }]),
        ),
  )
}

/** The prompt is repeated before the answer, as servers do it; where its tokens have ids, its lists are written by id beside that. */
function choiceOf(trace: Trace): object {
  const prompt = trace.promptTokens ?? []
  const tokens = [...prompt, ...trace.tokens]
  return {
    text: prompt.map((token) => token.text).join('') + trace.output.text,
    index: trace.source.choice,
    logprobs: tokens.length === 0 ? null : arraysOf(tokens, 0),
    finish_reason: trace.output.finish.raw,
    ...(prompt.length > 0 ? { prompt_token_ids: prompt.map((token) => token.id ?? null) } : {}),
    ...(isByIds(prompt) ? { prompt_logprobs: listsById(prompt) } : {}),
    ...(trace.output.reasoning === undefined ? {} : { reasoning: trace.output.reasoning }),
    ...(trace.output.error === undefined ? {} : { error: trace.output.error }),
  }
}

export function encodeCompletions(traces: readonly Trace[]): EncodeResult {
  const [first] = traces
  const choices = traces.filter((trace) => !isOnlyError(trace)).map(choiceOf)
  const body = JSON.stringify(
    choices.length === 0 && first?.output.error !== undefined
      ? { error: first.output.error }
      : {
          id: first?.source.responseId ?? first?.requestId ?? '',
          object: 'text_completion',
          created: Math.floor((first?.startedAt ?? 0) / 1000),
          model: first?.source.model ?? '',
          choices,
          ...encodeUsage(first),
        },
  )
  return { body, lost: lostIn(traces, body, (value, options) => decodeValueWith(createCompletionsReader(options), value)) }
}
