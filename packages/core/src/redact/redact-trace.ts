import { alignTokens } from '../trace/alignment/index.ts'
import type { Alternative, Evidence, Message, Output, Token, ToolCall, Trace } from '../trace/types.ts'
import { findSensitive, MASK, maskText, type SensitiveSpan } from './find-sensitive.ts'
import { redactJson } from './redact-json.ts'

export type ContentPolicy = 'full' | 'redacted' | 'none'

/** An alternative as it may be kept beside a masked token: its probability, nothing that spells it. */
const maskedAlternative = ({ logprob }: Alternative): Alternative => ({ text: MASK, logprob })

/** The id and the bytes spell a token as well as its text does, so they go. */
function maskedToken({ id: _id, bytes: _bytes, ...rest }: Token, text: string): Token {
  return { ...rest, text, alternatives: rest.alternatives.map(maskedAlternative) }
}

function maskCalls(calls: readonly ToolCall[]): readonly ToolCall[] {
  return calls.map((call) => ({ ...call, name: maskText(call.name), arguments: maskText(call.arguments) }))
}

function maskMessage(message: Message): Message {
  return {
    ...message,
    content: message.content === null ? null : maskText(message.content),
    ...(message.parts === undefined ? {} : { parts: message.parts.map((part) => redactJson(part)) }),
    ...(message.toolCalls === undefined ? {} : { toolCalls: maskCalls(message.toolCalls) }),
  }
}

/** What is told of a stated confidence names fields of the answer and repeats its number. */
function withoutStated(evidence: Evidence): Evidence {
  const issues = evidence.issues.map((issue) => {
    const { detail: _detail, ...rest } = issue
    return issue.code === 'verbalized-unclear' ? rest : issue
  })
  return { ...evidence, issues }
}

function maskOutput(output: Output): Output {
  return {
    ...output,
    text: maskText(output.text),
    ...(output.refusal === undefined ? {} : { refusal: maskText(output.refusal) }),
    ...(output.reasoning === undefined ? {} : { reasoning: maskText(output.reasoning) }),
    ...(output.toolCalls === undefined ? {} : { toolCalls: maskCalls(output.toolCalls) }),
    ...(output.verbalized === undefined ? {} : { verbalized: { ...output.verbalized, field: maskText(output.verbalized.field) } }),
    ...(output.error === undefined ? {} : { error: { code: output.error.code, message: maskText(output.error.message) } }),
  }
}

/** An unmasked token whose alternatives may still name something sensitive by themselves. */
function withSafeAlternatives(token: Token): Token {
  const isSafe = token.alternatives.every(({ text }) => findSensitive(text).length === 0)
  return isSafe
    ? token
    : {
        ...token,
        alternatives: token.alternatives.map((entry) => (findSensitive(entry.text).length === 0 ? entry : maskedAlternative(entry))),
      }
}

/** Masks in a run of tokens what spells a sensitive span of their joined text: for prompts and parts whose text they do not spell exactly. */
function maskByOwnText(tokens: readonly Token[]): readonly Token[] {
  const joined = tokens.map((token) => token.text).join('')
  const spans = findSensitive(joined)
  if (spans.length === 0) return tokens.map(withSafeAlternatives)
  let end = 0
  return tokens.map((token) => {
    const start = end
    end += token.text.length
    return maskWithin(token, start, end, spans)
  })
}

function maskWithin(token: Token, start: number, end: number, spans: readonly SensitiveSpan[]): Token {
  if (!spans.some((span) => span.start < Math.max(end, start + 1) && span.end > start)) return withSafeAlternatives(token)
  const kept = Array.from({ length: token.text.length }, (_, i) =>
    spans.some((span) => span.start <= start + i && start + i < span.end) ? MASK : token.text[i]!,
  ).join('')
  return maskedToken(token, kept)
}

/**
 * A trace in which nothing spells a sensitive span any more: not the texts, the tool arguments, the request, the tokens, their bytes and ids,
 * nor their alternatives. Logprobs, ranks and lengths in UTF-16 units stay, so that every number and offset of the analysis stays true.
 * Tokens that could not be placed in a text with sensitive spans are masked whole.
 */
export function redactTrace(trace: Trace): Trace {
  const alignment = alignTokens(trace)
  const spansOf = new Map(alignment.parts.map((part) => [part.key, findSensitive(part.text)]))
  const partsAtRisk = new Set(alignment.parts.filter((part) => spansOf.get(part.key)!.length > 0).map((part) => part.part))
  const placed = trace.tokens.map((token, i): Token => {
    const range = alignment.chars(i)
    if (range === null)
      return partsAtRisk.has(token.part) && token.special !== true ? maskedToken(token, MASK.repeat(token.text.length)) : token
    const spans = spansOf.get(range.part) ?? []
    if (!spans.some((span) => span.start < range.end && span.end > range.start)) return token
    const exact = token.text.length === range.end - range.start
    return exact ? maskWithin(token, range.start, range.end, spans) : maskedToken(token, MASK.repeat(token.text.length))
  })
  const { messages, prompt, parameters } = trace.request
  return {
    ...trace,
    request: {
      ...(messages === undefined ? {} : { messages: messages.map(maskMessage) }),
      ...(prompt === undefined ? {} : { prompt: maskText(prompt) }),
      parameters: {
        ...parameters,
        ...(parameters.stop === undefined ? {} : { stop: parameters.stop.map((text) => maskText(text)) }),
        ...(parameters.other === undefined ? {} : { other: redactJson(parameters.other) as Readonly<Record<string, unknown>> }),
      },
    },
    output: maskOutput(trace.output),
    evidence: withoutStated(trace.evidence),
    tokens: maskByOwnText(placed),
    ...(trace.promptTokens === undefined ? {} : { promptTokens: maskByOwnText(trace.promptTokens) }),
  }
}

function withoutText({ id: _id, bytes: _bytes, ...rest }: Token): Token {
  return { ...rest, text: '', alternatives: rest.alternatives.map(({ logprob }) => ({ text: '', logprob })) }
}

/** A trace without any content: no text, no tokens' spelling, no request but its numbers. Logprobs, usage, timing and evidence stay. */
export function withholdContent(trace: Trace): Trace {
  const { stop: _stop, other: _other, ...parameters } = trace.request.parameters
  return {
    ...trace,
    request: { parameters },
    output: {
      text: '',
      finish: trace.output.finish,
      ...(trace.output.verbalized === undefined ? {} : { verbalized: { ...trace.output.verbalized, field: '', raw: '' } }),
      ...(trace.output.error === undefined ? {} : { error: { code: trace.output.error.code, message: '' } }),
    },
    evidence: withoutStated(trace.evidence),
    tokens: trace.tokens.map(withoutText),
    ...(trace.promptTokens === undefined ? {} : { promptTokens: trace.promptTokens.map(withoutText) }),
  }
}
