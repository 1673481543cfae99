import { perTokenOrigin, type Analysis, type TokenColumns, type Trace } from '@logitscope/core'
import { readByte, readText, readVarint } from './byte-reader.ts'
import { writeByte, writeText, writeVarint } from './byte-writer.ts'
import { readDetections, writeDetections } from './detection-list.ts'
import { fromExactJson, toExactJson } from './exact-json.ts'
import { pack, unpack } from './packed.ts'
import { perTokenOf, vocabularyOf } from './per-token.ts'
import { readTrace, writeTrace } from './trace-payload.ts'

const PER_TOKEN_KEPT = 0
const PER_TOKEN_OF_TRACE = 1

/** The vocabulary with which the trace gives its per-token values again: known where they were just made of it, else found by trying. */
function vocabularyFor(trace: Trace, perToken: TokenColumns): number | null {
  const origin = perTokenOrigin(perToken)
  return origin?.trace === trace ? origin.assumedVocabulary : vocabularyOf(trace, perToken)
}

/** An answer as bytes: its trace without `receivedAt`, which the row holds, and its analysis. */
export function packAnswer(trace: Trace, analysis: Analysis): Uint8Array {
  return pack((streams) => {
    writeTrace(streams, trace)
    const { perToken, detections, ...rest } = analysis
    const vocabulary = vocabularyFor(trace, perToken)
    if (vocabulary === null) {
      writeByte(streams.soft, PER_TOKEN_KEPT)
      writeText(streams.soft, JSON.stringify(perToken))
    } else {
      writeByte(streams.soft, PER_TOKEN_OF_TRACE)
      writeVarint(streams.soft, vocabulary)
    }
    writeDetections(streams, trace, perToken, detections)
    writeText(streams.soft, toExactJson(rest))
  })
}

/** The answer that was packed. Throws `DamagedPayloadError` on bytes that are none. */
export function unpackAnswer(bytes: Uint8Array, receivedAt: number): { readonly trace: Trace; readonly analysis: Analysis } {
  const { soft, hard } = unpack(bytes)
  const trace = readTrace(soft, hard, receivedAt)
  const isKept = readByte(soft) === PER_TOKEN_KEPT
  const perToken = isKept ? (JSON.parse(readText(soft)) as TokenColumns) : perTokenOf(trace, readVarint(soft))
  const detections = readDetections(soft, hard, trace, perToken)
  const rest = fromExactJson(readText(soft)) as Omit<Analysis, 'perToken' | 'detections'>
  return { trace, analysis: { ...rest, detections, perToken } }
}
