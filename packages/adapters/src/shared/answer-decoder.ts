/** The part that all decoders share: how the bytes come, limits, errors; what an event or a body means is the format's own. */
import type { ReadIssue } from '@logitscope/core'
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
import {
  createAmazonEventStream,
  createEventStream,
  createJsonList,
  createJsonText,
  isAmazonEventStream,
  issue,
  type Transport,
  type TransportOptions,
} from '../transport/index.ts'

export function limitsOf(options: DecodeOptions): DecodeLimits {
  return { ...DEFAULT_LIMITS, ...options.limits }
}

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

const isBlank = (byte: number): boolean => [0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf].includes(byte)

/** Finds out how an answer comes by its first byte that is not white space or part of a byte-order mark. */
function transportFor(first: number, options: TransportOptions): Transport {
  if (isAmazonEventStream(first)) return createAmazonEventStream(options)
  if (first === 0x7b) return createJsonText(options)
  return first === 0x5b ? createJsonList(options) : createEventStream(options)
}

export function createAnswerDecoder(reader: AnswerReader, limits: DecodeLimits): Decoder {
  const issues: ReadIssue[] = []
  const options: TransportOptions = { reader, limitBytes: limits.recordBytes, issues }
  let transport: Transport | null = null
  let blank: Uint8Array[] = []
  let ended = false

  function begin(bytes: Uint8Array, out: Delta[]): void {
    const first = bytes.find((byte) => !isBlank(byte))
    if (first === undefined) {
      blank.push(bytes.slice())
      return
    }
    transport = transportFor(first, options)
    for (const before of blank) transport.push(before, out)
    blank = []
    transport.push(bytes, out)
  }

  return {
    push(bytes) {
      const out: Delta[] = []
      if (ended || bytes.length === 0) return out
      guarded(issues, () => {
        if (transport === null) begin(bytes, out)
        else transport.push(bytes, out)
      })
      return out
    },
    end() {
      if (ended) return { traces: [], issues: [] }
      ended = true
      guarded(issues, () => {
        if (transport === null) issues.push(issue('empty', 'the answer is empty, or holds nothing but white space'))
        else transport.end([])
      })
      return finish(reader, issues)
    },
  }
}
