import { answerDecoder, formatForRequest, FORMATS, parseJson, type DecodeOptions, type Decoder, type Formats } from '@logitscope/adapters'
import type { ReadIssue, Trace } from '@logitscope/core'
import type { CaptureRecord } from './contract.ts'
import { decompress, decompressAll, DecompressError, isPlain } from './decompress.ts'

export interface ExchangeLimits {
  /** Most bytes of a decompressed body. */
  readonly bodyBytes: number
}

/** Where the path says nothing, the content decides among all formats. */
const ANY_FORMAT = FORMATS as Formats

async function readRequest(record: CaptureRecord, limits: ExchangeLimits): Promise<unknown> {
  if (record.requestBody === null || record.requestBody.byteLength === 0) return undefined
  try {
    const bytes = await decompressAll(record.requestBody, record.requestEncoding, limits.bodyBytes)
    const parsed = parseJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
    return parsed.ok ? parsed.value : undefined
  } catch (error) {
    if (error instanceof DecompressError) return undefined
    throw error
  }
}

interface Reading {
  readonly traces: readonly Trace[]
  readonly issues: readonly ReadIssue[]
}

async function readAnswer(record: CaptureRecord, decoder: Decoder, clock: { at: number }, limits: ExchangeLimits): Promise<Reading> {
  const { responseBody, arrivals } = record
  const timeAt = (i: number): number => record.startedAt + (arrivals?.[i] ?? (i === 0 ? record.firstByteMs : null) ?? record.totalMs)
  let index = -1
  let total = 0
  const pieces = function* (): Generator<Uint8Array, void, undefined> {
    for (const piece of responseBody) {
      index += 1
      yield piece
    }
  }
  const take = (block: Uint8Array): void => {
    clock.at = timeAt(index)
    decoder.push(block)
  }
  let problem: ReadIssue | null = null
  try {
    // Plain pieces, of which a stream has hundreds, need no turn of the loop each.
    if (isPlain(record.contentEncoding)) {
      for (const piece of pieces()) {
        total += piece.byteLength
        if (total > limits.bodyBytes) throw new DecompressError('too-large', `the data are larger than ${limits.bodyBytes} bytes`)
        take(piece)
      }
    } else {
      for await (const block of decompress(pieces(), record.contentEncoding, limits.bodyBytes)) take(block)
    }
  } catch (error) {
    if (!(error instanceof DecompressError)) throw error
    // A stream that was cut ends inside its compression too: what was readable counts.
    problem = { code: error.code, path: '', message: error.message }
  }
  clock.at = record.startedAt + record.totalMs
  const { traces, issues } = decoder.end()
  return { traces, issues: problem === null ? issues : [problem, ...issues] }
}

/** Why there is no answer, as an error that the trace carries. */
function absenceOf(record: CaptureRecord, issues: readonly ReadIssue[]): { readonly code: string; readonly message: string } {
  if (record.end === 'client-left') return { code: 'client-left', message: 'the client left before the answer came' }
  if (record.end === 'upstream-failed') return { code: 'upstream-failed', message: 'the upstream failed before the answer was complete' }
  if (record.status >= 400) return { code: `http-${record.status}`, message: `the upstream answered with HTTP status ${record.status}` }
  return { code: 'unreadable-answer', message: issues[0]?.message ?? 'the answer is in no format that is known here' }
}

function settle(trace: Trace, record: CaptureRecord): Trace {
  const { output } = trace
  const settled = {
    ...trace,
    source: { ...trace.source, status: record.status, ...(record.retries === 0 ? {} : { retries: record.retries }) },
    timing: { ...trace.timing, totalMs: record.totalMs },
    context: record.context,
  }
  // Raw words of the provider count more than how the connection ended: a client may leave after the last word.
  if (record.end === 'complete' || (output.finish.unified !== 'unknown' && output.finish.unified !== 'error')) return settled
  if (record.end === 'upstream-failed') {
    const error = output.error ?? absenceOf(record, [])
    return { ...settled, output: { ...output, error, finish: { unified: 'error', raw: output.finish.raw } } }
  }
  const { error, ...rest } = output
  return {
    ...settled,
    output: { ...rest, ...(error === undefined ? {} : { error }), finish: { unified: 'cancelled', raw: output.finish.raw } },
  }
}

/**
 * Reads what the gateway captured into traces, one for each output. Answers without logprobs become traces of tier `none`; an error, an answer that
 * nobody waited for, and an answer in no known format become a trace that says so. Never throws for what an upstream or a client sent.
 */
export async function readExchange(
  record: CaptureRecord,
  limits: ExchangeLimits,
): Promise<{ readonly traces: readonly Trace[]; readonly fetched: boolean }> {
  const request = await readRequest(record, limits)
  const route = formatForRequest({ method: record.method, path: record.path, body: request })
  const formats = route?.formats ?? ANY_FORMAT
  const clock = { at: record.startedAt }
  const provider = record.provider ?? route?.provider
  const options: DecodeOptions = {
    requestId: record.requestId,
    startedAt: record.startedAt,
    ...(request === undefined ? {} : { request }),
    path: record.path,
    status: record.status,
    ...(provider === null || provider === undefined ? {} : { provider }),
    context: record.context,
    limits: { recordBytes: limits.bodyBytes },
    now: () => clock.at,
  }
  const read = await readAnswer(record, answerDecoder(formats, options), clock, limits)
  const found = read.traces.length > 0 ? read.traces : readAbsence(record, formats, options, read.issues)
  return { traces: found.map((trace) => settle(trace, record)), fetched: route?.fetched ?? false }
}

/** The trace of an answer that is none: the facts of the request and what went wrong. */
function readAbsence(record: CaptureRecord, formats: Formats, options: DecodeOptions, issues: readonly ReadIssue[]): readonly Trace[] {
  const decoder = formats[0].decoder(options)
  decoder.push(Buffer.from(JSON.stringify({ error: absenceOf(record, issues) })))
  return decoder.end().traces
}
