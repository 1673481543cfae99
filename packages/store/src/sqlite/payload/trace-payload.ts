import type { Token, Trace } from '@logitscope/core'
import { readByte, readText, type ByteReader } from './byte-reader.ts'
import { writeByte, writeText } from './byte-writer.ts'
import type { Streams } from './packed.ts'
import { readTokens, writeTokens } from './token-list.ts'

const TEXT_IS_SPELLED = 1
const HAS_PROMPT_TOKENS = 2

/** The text that the content tokens spell. */
function spelled(tokens: readonly Token[]): string {
  let text = ''
  for (const token of tokens) if (token.part === 'content' && token.special !== true) text += token.text
  return text
}

/** Writes a trace without `receivedAt`. */
export function writeTrace({ soft, hard }: Streams, trace: Trace): void {
  const { tokens, promptTokens, schema, id, requestId, startedAt, source, request, output, evidence, usage, timing, context } = trace
  const isSpelled = spelled(tokens) === output.text
  const { text: _text, ...rest } = output
  const head = { schema, id, requestId, startedAt, source, request, output: isSpelled ? rest : output, evidence, usage, timing, context }
  writeByte(soft, (isSpelled ? TEXT_IS_SPELLED : 0) | (promptTokens === undefined ? 0 : HAS_PROMPT_TOKENS))
  writeText(soft, JSON.stringify(head))
  writeTokens(soft, hard, tokens)
  if (promptTokens !== undefined) writeTokens(soft, hard, promptTokens)
}

/** The trace that was written. */
export function readTrace(soft: ByteReader, hard: ByteReader, receivedAt: number): Trace {
  const flags = readByte(soft)
  const head = JSON.parse(readText(soft)) as Omit<Trace, 'tokens' | 'promptTokens' | 'receivedAt'>
  const tokens = readTokens(soft, hard)
  const promptTokens = (flags & HAS_PROMPT_TOKENS) === 0 ? undefined : readTokens(soft, hard)
  const output = (flags & TEXT_IS_SPELLED) === 0 ? head.output : { ...head.output, text: spelled(tokens) }
  return { ...head, receivedAt, output, tokens, ...(promptTokens === undefined ? {} : { promptTokens }) }
}
