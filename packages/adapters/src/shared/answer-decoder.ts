/** The part that all decoders share: body or stream, limits, errors; what an event or a body means is the format's own. */
import { utf8Decode, type ReadIssue } from '@logitscope/core'
import {
  DEFAULT_LIMITS,
  type AnswerReader,
  type DecodeLimits,
  type DecodeOptions,
  type DecodeResult,
  type Decoder,
  type Delta,
  type Format,
} from '../contract.ts'
import { createSseParser, type SseEvent, type SseParser } from '../sse/index.ts'
import { errorIn } from './error-body.ts'
import { parseJson } from './json.ts'

export function limitsOf(options: DecodeOptions): DecodeLimits {
  return { ...DEFAULT_LIMITS, ...options.limits }
}

const issue = (code: string, message: string): ReadIssue => ({ code, path: '', message })
const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d
const SHOWN = 80

/** Whether the value is a whole body, or the events of a stream as a list. */
function feedValue(reader: AnswerReader, value: unknown, out: Delta[]): void {
  if (!Array.isArray(value)) reader.body(value, out)
  else for (const event of value as readonly unknown[]) reader.event(event, '', out)
}

/** The three ways to read that a format offers, from the one that it has. */
export function readingWith(reader: (options: DecodeOptions) => AnswerReader): Pick<Format, 'reader' | 'decoder' | 'decodeValue'> {
  return {
    reader,
    decoder: (options) => createAnswerDecoder(reader(options), limitsOf(options)),
    decodeValue: (value, options) => decodeValueWith(reader(options), value),
  }
}

export function decodeValueWith(reader: AnswerReader, value: unknown): DecodeResult {
  const issues: ReadIssue[] = []
  guarded(issues, () => feedValue(reader, value, []))
  return finish(reader, issues)
}

/** A reader must not throw; if one does all the same, the caller gets an issue instead. */
function guarded(issues: ReadIssue[], run: () => void): void {
  try {
    run()
  } catch (error) {
    issues.push(issue('reader-failed', `the reader failed on this answer: ${error instanceof Error ? error.message : 'unknown error'}`))
  }
}

function finish(reader: AnswerReader, issues: ReadIssue[]): DecodeResult {
  let result: DecodeResult = { traces: [], issues }
  guarded(issues, () => {
    result = reader.end(issues)
  })
  return result
}

export function createAnswerDecoder(reader: AnswerReader, limits: DecodeLimits): Decoder {
  const issues: ReadIssue[] = []
  let kind: 'unknown' | 'json' | 'stream' = 'unknown'
  let parser: SseParser | null = null
  let chunks: Uint8Array[] = []
  let size = 0
  let events = 0
  let ended = false
  let strayErrors: unknown[] = []

  function take(list: readonly SseEvent[], out: Delta[]): void {
    for (const { data, name, unfinished } of list) {
      events += 1
      if (data.trim() === '[DONE]') {
        reader.done()
        continue
      }
      const parsed = parseJson(data)
      if (parsed.ok) reader.event(parsed.value, name, out)
      else if (name === 'error') reader.event(data, name, out)
      else if (unfinished) reader.unreadable('cut', `the stream ends inside event ${events}`)
      else reader.unreadable('malformed', `event ${events} is not JSON: ${parsed.message}`)
    }
  }

  function takeStray(out: Delta[]): void {
    for (const value of strayErrors) reader.event(value, 'error', out)
    events += strayErrors.length
    strayErrors = []
  }

  /** Finds out what this is by the first byte that is not white space or part of a byte-order mark. */
  function kindOf(bytes: Uint8Array): 'unknown' | 'json' | 'stream' {
    for (const byte of bytes) {
      if (isSpace(byte) || byte === 0xef || byte === 0xbb || byte === 0xbf) continue
      return byte === 0x7b || byte === 0x5b ? 'json' : 'stream'
    }
    return 'unknown'
  }

  function pushStream(bytes: Uint8Array, out: Delta[]): void {
    parser ??= createSseParser(limits.recordBytes, (line) => {
      // Some servers write an error into the stream as a bare line.
      const parsed = line.startsWith('{') ? parseJson(line) : null
      if (parsed?.ok === true && errorIn(parsed.value) !== null) strayErrors.push(parsed.value)
    })
    take(parser.push(bytes), out)
    takeStray(out)
  }

  function keep(bytes: Uint8Array): void {
    size += bytes.length
    if (size > limits.recordBytes) chunks = []
    else chunks.push(bytes.slice())
  }

  function joined(): Uint8Array {
    if (chunks.length === 1) return chunks[0]!
    const all = new Uint8Array(size)
    let at = 0
    for (const chunk of chunks) {
      all.set(chunk, at)
      at += chunk.length
    }
    return all
  }

  function endJson(out: Delta[]): void {
    if (size > limits.recordBytes) {
      issues.push(issue('record-too-large', `the answer is longer than ${limits.recordBytes} bytes`))
      return
    }
    const text = utf8Decode(joined()).replace(/^\uFEFF/, '')
    const parsed = parseJson(text)
    if (parsed.ok) {
      feedValue(reader, parsed.value, out)
      return
    }
    const lines = text.split('\n').filter((line) => line.trim() !== '')
    const values = lines.length > 1 ? lines.map((line) => parseJson(line)) : []
    if (values.length === 0 || !values[0]!.ok) {
      issues.push(issue('malformed-json', `the answer is not JSON: ${parsed.message}`))
      return
    }
    values.forEach((value, i) => {
      if (value.ok) reader.event(value.value, '', out)
      else if (i === values.length - 1) reader.unreadable('cut', `the stream ends inside line ${i + 1}`)
      else reader.unreadable('malformed', `line ${i + 1} is not JSON: ${value.message}`)
    })
  }

  function endStream(out: Delta[]): void {
    if (parser === null) return
    take(parser.end(), out)
    takeStray(out)
    const oversized = parser.oversized()
    if (oversized > 0) {
      reader.unreadable('oversized', `${oversized} events are longer than ${limits.recordBytes} bytes`)
      issues.push(issue('record-too-large', `${oversized} events are longer than ${limits.recordBytes} bytes and were left out`))
    }
    const stray = parser.strayLines()
    if (events > 0 || oversized > 0) return
    issues.push(
      stray.count > 0
        ? issue('not-an-answer', `neither JSON nor an event stream; it begins with "${stray.first.slice(0, SHOWN)}"`)
        : issue('empty', 'the event stream holds no event'),
    )
  }

  return {
    push(bytes) {
      const out: Delta[] = []
      if (ended || bytes.length === 0) return out
      guarded(issues, () => {
        if (kind === 'unknown') {
          kind = kindOf(bytes)
          if (kind !== 'stream') keep(bytes)
          else {
            const before = chunks
            chunks = []
            for (const chunk of before) pushStream(chunk, out)
            pushStream(bytes, out)
          }
        } else if (kind === 'json') keep(bytes)
        else pushStream(bytes, out)
      })
      return out
    },
    end() {
      if (ended) return { traces: [], issues: [] }
      ended = true
      guarded(issues, () => {
        if (kind === 'json') endJson([])
        else if (kind === 'stream') endStream([])
        else issues.push(issue('empty', 'the answer is empty, or holds nothing but white space'))
      })
      return finish(reader, issues)
    },
  }
}
