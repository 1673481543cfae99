/** An event stream inside an input: finds its format by its first events and reads it as it comes. */
import { createMurmur3, digestMurmur3, updateMurmur3, type ReadIssue } from '@logitscope/core'
import type { Decoder } from '../contract.ts'
import { findFormat, formatOf } from '../formats.ts'
import { errorIn, type WireError } from '../shared/error-body.ts'
import { parseJson } from '../shared/json.ts'
import { asRecord } from '../shared/wire.ts'
import { createSseParser, type SseEvent } from '../sse/index.ts'
import { notAnAnswer } from './not-an-answer.ts'
import { quote } from './quote.ts'
import { apiError, createdAt, settle, type Answer, type AnswerOptions } from './read-answer.ts'

/** Events looked at to find the format; streams begin with pings and events of other kinds. */
const EVENTS = 64
/** Bytes kept meanwhile. */
const BYTES = 4 * 1024 * 1024
/** How the names of a time begin: an event without it is not parsed a second time. */
const CREATED = '"created'

export interface StreamRecord {
  readonly push: (bytes: Uint8Array) => void
  /** What was read; `name` makes the request's id of the digest of the stream's bytes. */
  readonly end: (name: (digest: string) => string) => Answer
}

export function createStreamRecord(options: AnswerOptions): StreamRecord {
  const hash = createMurmur3()
  const parser = createSseParser(BYTES)
  const forced = options.format === undefined ? null : formatOf(options.format)
  let decoder: Decoder | null = null
  let api = ''
  let kept: Uint8Array[] = []
  let size = 0
  let looking = true
  let values: unknown[] = []
  let firstText = ''
  let error: WireError | null = null
  /** When the answer was made; some streams say so at their end only. */
  let created: number | null = null

  function start(): void {
    const format = forced ?? findFormat(values)
    if (format === null) return
    api = format.api
    decoder = format.decoder(options)
    for (const bytes of kept) decoder.push(bytes)
    stopLooking()
  }

  function stopLooking(): void {
    looking = false
    kept = []
  }

  /** Looks at one event after the other, so that how the bytes were cut into blocks changes nothing. */
  function look(events: readonly SseEvent[]): void {
    for (const { data } of events) {
      if (!looking && (created !== null || !data.includes(CREATED))) continue
      const parsed = parseJson(data)
      if (parsed.ok) created ??= createdAt(parsed.value)
      if (!looking) continue
      if (parsed.ok) {
        values.push(parsed.value)
        error ??= errorIn(parsed.value)
        start()
      } else if (firstText === '') firstText = data
      if (values.length > EVENTS) stopLooking()
    }
    if (size > BYTES) stopLooking()
  }

  function why(): ReadIssue {
    if (error !== null) return apiError(error)
    const first = asRecord(values[0])
    if (first !== null) return { ...notAnAnswer(first), message: `an event stream: ${notAnAnswer(first).message}` }
    const shown = firstText === '' ? 'it has no data' : `its data is not JSON: ${quote(firstText)}`
    return { code: 'unknown-format', path: '', message: `an event stream, but not of an answer: ${shown}` }
  }

  return {
    push(bytes) {
      updateMurmur3(hash, bytes)
      if (decoder !== null) {
        decoder.push(bytes)
        if (created === null) look(parser.push(bytes))
        return
      }
      if (!looking) return
      kept.push(bytes.slice())
      size += bytes.length
      look(parser.push(bytes))
    },
    end(name) {
      if (created === null || looking) look(parser.end())
      if (decoder === null) return { format: null, traces: [], issues: [why()] }
      const answer = settle(api, decoder.end())
      values = []
      const requestId = name(digestMurmur3(hash))
      const startedAt = created ?? options.startedAt
      const traces = answer.traces.map((trace) => ({ ...trace, id: `${requestId}.${trace.source.choice}`, requestId, startedAt }))
      return { ...answer, traces }
    },
  }
}
