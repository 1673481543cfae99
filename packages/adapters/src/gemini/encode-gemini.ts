/** Writes traces as one `generateContent` body. */
import type { Alternative, Token, Trace } from '@logitscope/core'
import type { EncodeResult } from '../contract.ts'
import { decodeValueWith } from '../shared/answer-decoder.ts'
import { isOnlyError } from '../shared/encode-outer.ts'
import { parseJson } from '../shared/json.ts'
import { lostIn } from '../shared/lost.ts'
import { createGeminiReader } from './read-gemini.ts'

const entry = ({ text, id, logprob }: Alternative | Token): object => ({
  token: text,
  ...(id === undefined ? {} : { tokenId: id }),
  ...(logprob === null ? { logProbability: '-inf' } : { logProbability: logprob }),
})

function partsOf({ output }: Trace): object[] {
  const calls = (output.toolCalls ?? []).map(({ id, name, arguments: given }) => {
    const parsed = parseJson(given)
    return { functionCall: { ...(id === undefined ? {} : { id }), name, args: parsed.ok ? parsed.value : {} } }
  })
  return [
    ...(output.reasoning === undefined ? [] : [{ text: output.reasoning, thought: true }]),
    ...(output.text === '' && calls.length > 0 ? [] : [{ text: output.text }]),
    ...calls,
  ]
}

function resultOf(tokens: readonly Token[]): object {
  if (tokens.length === 0) return {}
  const hasLists = tokens.some((token) => token.alternatives.length > 0)
  const topCandidates = tokens.map((token) => ({ candidates: token.alternatives.map(entry) }))
  return { logprobsResult: { ...(hasLists ? { topCandidates } : {}), chosenCandidates: tokens.map(entry) } }
}

export function encodeGemini(traces: readonly Trace[]): EncodeResult {
  const [first] = traces
  const answers = traces.filter((trace) => !isOnlyError(trace))
  const usage = first?.usage
  const counts =
    usage === undefined
      ? {}
      : {
          promptTokenCount: usage.input,
          candidatesTokenCount: usage.output - (usage.reasoning ?? 0),
          ...(usage.reasoning === undefined ? {} : { thoughtsTokenCount: usage.reasoning }),
        }
  const body = JSON.stringify(
    answers.length === 0 && first?.output.error !== undefined
      ? { error: first.output.error }
      : {
          candidates: answers.map((trace) => ({
            index: trace.source.choice,
            content: { role: 'model', parts: partsOf(trace) },
            ...(trace.output.finish.raw === null ? {} : { finishReason: trace.output.finish.raw }),
            ...resultOf(trace.tokens),
          })),
          ...(usage === undefined ? {} : { usageMetadata: counts }),
          modelVersion: first?.source.model ?? '',
          ...(first?.source.responseId === undefined ? {} : { responseId: first.source.responseId }),
        },
  )
  return { body, lost: lostIn(traces, body, (value, options) => decodeValueWith(createGeminiReader(options), value)) }
}
