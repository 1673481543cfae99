/** Writes a trace as one body of the Responses API. */
import type { Finish, Trace } from '@logitscope/core'
import type { EncodeResult } from '../contract.ts'
import { decodeValueWith } from '../shared/answer-decoder.ts'
import { encodeToken } from '../shared/encode-entries.ts'
import { isOnlyError } from '../shared/encode-outer.ts'
import { lostIn } from '../shared/lost.ts'
import { createResponsesReader } from './read-responses.ts'

function statusOf(finish: Finish): { status: string; incomplete_details: { reason: string } | null } {
  const incomplete = (reason: string): { status: string; incomplete_details: { reason: string } } => ({
    status: 'incomplete',
    incomplete_details: { reason },
  })
  switch (finish.unified) {
    case 'length':
      return incomplete(finish.raw === 'length' || finish.raw === null ? 'max_output_tokens' : finish.raw)
    case 'content-filter':
      return incomplete('content_filter')
    case 'error':
      return { status: 'failed', incomplete_details: null }
    case 'cancelled':
      return { status: 'cancelled', incomplete_details: null }
    case 'unknown':
      return { status: 'in_progress', incomplete_details: null }
    case 'stop':
    case 'tool-calls':
    case 'other':
      return { status: 'completed', incomplete_details: null }
  }
}

/** Reasoning, then the message, then the tool calls. Tokens of other parts than the refusal stand in the list of the text, in their order. */
function outputOf(trace: Trace): object[] {
  const { output, tokens } = trace
  const listed = tokens.filter((token) => token.part !== 'refusal').map(encodeToken)
  const refused = tokens.filter((token) => token.part === 'refusal').map(encodeToken)
  const parts = [
    ...(output.text === '' && listed.length === 0 ? [] : [{ type: 'output_text', text: output.text, annotations: [], logprobs: listed }]),
    ...(output.refusal === undefined
      ? []
      : [{ type: 'refusal', refusal: output.refusal, ...(refused.length === 0 ? {} : { logprobs: refused }) }]),
  ]
  return [
    ...(output.reasoning === undefined
      ? []
      : [{ type: 'reasoning', summary: [], content: [{ type: 'reasoning_text', text: output.reasoning }] }]),
    ...(parts.length === 0 ? [] : [{ type: 'message', role: 'assistant', status: 'completed', content: parts }]),
    ...(output.toolCalls ?? []).map((call) => ({
      type: 'function_call',
      ...(call.id === undefined ? {} : { call_id: call.id }),
      name: call.name,
      arguments: call.arguments,
    })),
  ]
}

export function encodeResponses(traces: readonly Trace[]): EncodeResult {
  const [first] = traces
  const { usage } = first ?? {}
  const body = JSON.stringify(
    first !== undefined && isOnlyError(first) && first.output.finish.raw === null
      ? { error: first.output.error }
      : {
          id: first?.source.responseId ?? first?.requestId ?? '',
          object: 'response',
          created_at: Math.floor((first?.startedAt ?? 0) / 1000),
          ...(first === undefined ? {} : statusOf(first.output.finish)),
          error: first?.output.error ?? null,
          model: first?.source.model ?? '',
          output: first === undefined ? [] : outputOf(first),
          ...(usage === undefined
            ? {}
            : {
                usage: {
                  input_tokens: usage.input,
                  output_tokens: usage.output,
                  total_tokens: usage.input + usage.output,
                  ...(usage.reasoning === undefined ? {} : { output_tokens_details: { reasoning_tokens: usage.reasoning } }),
                },
              }),
        },
  )
  return { body, lost: lostIn(traces, body, (value, options) => decodeValueWith(createResponsesReader(options), value)) }
}
