/** Writes traces as one Chat Completions body. */
import type { Token, Trace } from '@logitscope/core'
import type { EncodeResult } from '../contract.ts'
import { decodeValueWith } from '../shared/answer-decoder.ts'
import { encodeToken } from '../shared/encode-entries.ts'
import { encodeUsage, isOnlyError } from '../shared/encode-outer.ts'
import { lostIn } from '../shared/lost.ts'
import { createChatReader } from './read-chat.ts'

function messageOf(trace: Trace): object {
  const { text, refusal, reasoning, toolCalls } = trace.output
  return {
    role: 'assistant',
    content: text === '' && (toolCalls !== undefined || refusal !== undefined) ? null : text,
    refusal: refusal ?? null,
    ...(reasoning === undefined ? {} : { reasoning_content: reasoning }),
    ...(toolCalls === undefined
      ? {}
      : {
          tool_calls: toolCalls.map(({ id, name, arguments: given }) => ({
            ...(id === undefined ? {} : { id }),
            type: 'function',
            function: { name, arguments: given },
          })),
        }),
  }
}

/** Everything the model wrote goes into `content`, a refusal into its own list, as OpenAI does. */
function logprobsOf(tokens: readonly Token[]): object | null {
  if (tokens.length === 0) return null
  const refusal = tokens.filter((token) => token.part === 'refusal')
  const content = tokens.filter((token) => token.part !== 'refusal')
  return {
    content: content.length === 0 ? null : content.map(encodeToken),
    refusal: refusal.length === 0 ? null : refusal.map(encodeToken),
  }
}

export function encodeChat(traces: readonly Trace[]): EncodeResult {
  const [first] = traces
  const choices = traces
    .filter((trace) => !isOnlyError(trace))
    .map((trace) => ({
      index: trace.source.choice,
      message: messageOf(trace),
      logprobs: logprobsOf(trace.tokens),
      finish_reason: trace.output.finish.raw,
      ...(trace.output.error === undefined ? {} : { error: trace.output.error }),
    }))
  const body = JSON.stringify(
    choices.length === 0 && first?.output.error !== undefined
      ? { error: first.output.error }
      : {
          id: first?.source.responseId ?? first?.requestId ?? '',
          object: 'chat.completion',
          created: Math.floor((first?.startedAt ?? 0) / 1000),
          model: first?.source.model ?? '',
          choices,
          ...encodeUsage(first),
        },
  )
  return { body, lost: lostIn(traces, body, (value, options) => decodeValueWith(createChatReader(options), value)) }
}
