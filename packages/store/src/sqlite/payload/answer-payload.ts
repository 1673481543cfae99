import type { Analysis, TokenColumns, Trace } from '@logitscope/core'
import { readByte, readText, readVarint } from './byte-reader.ts'
import { writeByte, writeText, writeVarint } from './byte-writer.ts'
import { fromExactJson, toExactJson } from './exact-json.ts'
import { pack, unpack } from './packed.ts'
import { perTokenOf, vocabularyOf } from './per-token.ts'
import { readTrace, writeTrace } from './trace-payload.ts'

const PER_TOKEN_KEPT = 0
const PER_TOKEN_OF_TRACE = 1

/** An answer as bytes: its trace without `receivedAt`, which the row holds, and its analysis. */
export function packAnswer(trace: Trace, analysis: Analysis): Uint8Array {
  return pack('trace', (streams) => {
    writeTrace(streams, trace)
    const { perToken, ...rest } = analysis
    const vocabulary = vocabularyOf(trace, perToken)
    if (vocabulary === null) {
      writeByte(streams.soft, PER_TOKEN_KEPT)
      writeText(streams.soft, JSON.stringify(perToken))
    } else {
      writeByte(streams.soft, PER_TOKEN_OF_TRACE)
      writeVarint(streams.soft, vocabulary)
    }
    writeText(streams.soft, toExactJson(rest))
  })
}

/** The answer that was packed. Throws `DamagedPayloadError` on bytes that are none. */
export function unpackAnswer(bytes: Uint8Array, receivedAt: number): { readonly trace: Trace; readonly analysis: Analysis } {
  const { soft, hard } = unpack('trace', bytes)
  const trace = readTrace(soft, hard, receivedAt)
  const isKept = readByte(soft) === PER_TOKEN_KEPT
  const perToken = isKept ? (JSON.parse(readText(soft)) as TokenColumns) : perTokenOf(trace, readVarint(soft))
  const rest = fromExactJson(readText(soft)) as Omit<Analysis, 'perToken'>
  return { trace, analysis: { ...rest, perToken } }
}
