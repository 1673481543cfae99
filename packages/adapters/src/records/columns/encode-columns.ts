/** Writes traces as bare columns, one a line. */
import type { Alternative, Token, Trace } from '@logitscope/core'
import type { DecodeOptions, EncodeResult } from '../../contract.ts'
import { lostIn } from '../../shared/lost.ts'
import { asRecord } from '../../shared/wire.ts'
import type { RecordLabel } from '../record-facts.ts'
import { readColumns } from './read-columns.ts'

/** `[text, logprob]`; with its bytes or id, where the text alone would lose them, an object. */
function topEntry({ text, logprob, bytes, id }: Alternative): unknown {
  const needsBytes = bytes !== undefined && text.includes('\ufffd')
  if (id === undefined && !needsBytes) return [text, logprob]
  return { token: text, logprob, ...(needsBytes ? { bytes } : {}), ...(id === undefined ? {} : { id }) }
}

function columnsOf(trace: Trace, label: RecordLabel | undefined): Record<string, unknown> {
  const { tokens, source, request, output, evidence, context } = trace
  const some = (has: (token: Token) => boolean): boolean => tokens.some(has)
  return {
    ...(context.item === undefined ? {} : { item: context.item }),
    ...(source.model === '' ? {} : { model: source.model }),
    ...(source.provider === 'unknown' ? {} : { provider: source.provider }),
    ...(context.language === undefined ? {} : { language: context.language }),
    ...(request.messages === undefined ? {} : { messages: request.messages }),
    ...(request.prompt === undefined ? {} : { prompt: request.prompt }),
    response: output.text,
    tokens: tokens.map(({ text }) => text),
    logprobs: tokens.map(({ logprob }) => logprob),
    ...(some(({ alternatives }) => alternatives.length > 0) ? { top: tokens.map(({ alternatives }) => alternatives.map(topEntry)) } : {}),
    ...(some(({ id }) => id !== undefined) ? { ids: tokens.map(({ id }) => id ?? null) } : {}),
    ...(evidence.vocabulary === undefined ? {} : { vocabulary: evidence.vocabulary }),
    ...(output.finish.raw === null ? {} : { finish: output.finish.raw }),
    ...(label === undefined ? {} : { correct: label.correct }),
  }
}

function read(value: unknown, options: DecodeOptions): { readonly traces: readonly Trace[]; readonly issues: readonly [] } {
  const record = asRecord(value)
  const trace = record === null ? null : (readColumns(record, options)?.trace ?? null)
  return { traces: trace === null ? [] : [trace], issues: [] }
}

/** One line for each trace, each ended by a line feed; `lost` says what reading a line back would not give. Cost: that of writing and reading it. */
export function encodeColumns(traces: readonly Trace[], label?: RecordLabel): EncodeResult {
  const lines = traces.map((trace) => JSON.stringify(columnsOf(trace, label)))
  const lost = traces.flatMap((trace, i) => lostIn([{ ...trace, source: { ...trace.source, choice: 0 } }], lines[i]!, read))
  return { body: lines.map((line) => `${line}\n`).join(''), lost }
}
