/** From one parsed record to the outputs in it. */
import { utf8Encode, type ReadIssue, type Trace, type TraceContext } from '@logitscope/core'
import { findFormat, formatOf } from '../formats.ts'
import type { DecodeOptions, DecodeResult, Format } from '../contract.ts'
import { errorIn, type WireError } from '../shared/error-body.ts'
import { parseJson } from '../shared/json.ts'
import { asArray, asRecord, type Wire } from '../shared/wire.ts'
import { entriesIn, isEntry, readColumns, readEntries } from './columns/read-columns.ts'
import { notAnAnswer, notAnObject } from './not-an-answer.ts'
import { quote } from './quote.ts'
import { readKept } from './sdk/read-kept.ts'
import { unwrapBatch, unwrapField, unwrapPair, type Unwrapped } from './unwrap.ts'

export interface Answer {
  readonly format: string | null
  readonly traces: readonly Trace[]
  readonly issues: readonly ReadIssue[]
}

/** `format`: read it so, whatever it looks like. */
export type AnswerOptions = DecodeOptions & { readonly format?: string; readonly context: TraceContext }

const none = (issue: ReadIssue): Answer => ({ format: null, traces: [], issues: [issue] })

function at(path: string, issues: readonly ReadIssue[]): readonly ReadIssue[] {
  if (path === '') return issues
  return issues.map((issue) => ({ ...issue, path: issue.path === '' ? path : `${path}.${issue.path}` }))
}

export function apiError({ code, message }: WireError): ReadIssue {
  return {
    code: 'api-error',
    path: '',
    message: `the API answered with an error: ${quote(message, 300)}${code === 'error' ? '' : ` (${quote(code)})`}`,
  }
}

function isOnlyError({ output, tokens }: Trace): boolean {
  return (
    output.error !== undefined &&
    tokens.length === 0 &&
    output.text === '' &&
    output.reasoning === undefined &&
    output.toolCalls === undefined
  )
}

/** An error is no answer: the record gets an issue and no trace. */
export function settle(format: string, { traces, issues }: DecodeResult): Answer {
  const errors = traces.filter(isOnlyError)
  if (errors.length === 0 || errors.length < traces.length) return { format, traces, issues }
  const others = issues.filter((issue) => issue.code !== 'provider-error')
  return { format, traces: [], issues: [apiError(errors[0]!.output.error!), ...others] }
}

/** When the answer was made, where it says so. */
export function createdAt(value: unknown): number | null {
  const record = asRecord(value) ?? asRecord(asArray(value)?.[0])
  const seconds = record?.['created'] ?? record?.['created_at'] ?? asRecord(record?.['response'])?.['created_at']
  const ms = typeof seconds === 'number' ? seconds * 1000 : typeof seconds === 'string' ? Date.parse(seconds) : NaN
  // Between 2001 and 2286: anything else is no time in seconds.
  return ms > 1e12 && ms < 1e13 ? Math.round(ms) : null
}

function decode(format: Format, value: unknown, options: AnswerOptions): Answer {
  const startedAt = createdAt(value) ?? options.startedAt
  return settle(format.api, format.decodeValue(value, { ...options, startedAt }))
}

function columnsIn(record: Wire, options: AnswerOptions): Answer | null {
  const entries = entriesIn(record)
  const read = readColumns(record, options) ?? (entries === null ? null : readEntries(entries, record, options))
  return read === null ? null : { format: 'columns', traces: read.trace === null ? [] : [read.trace], issues: read.issues }
}

/** Reads a body, or the events of a stream as a list; `null` where it is neither. */
function readValue(value: unknown, options: AnswerOptions): Answer | null {
  const format = (options.format === undefined ? null : formatOf(options.format)) ?? findFormat(value)
  if (format !== null) return decode(format, value, options)
  const record = asRecord(value)
  if (record === null) return isEntry(asArray(value)?.[0]) ? columnsIn({ logprobs: value }, options) : null
  return columnsIn(record, options)
}

/** Reads an answer that was kept as text: JSON, or an event stream. */
function readText(text: string, options: AnswerOptions): Answer {
  const parsed = parseJson(text)
  if (parsed.ok && typeof parsed.value === 'object') return readValue(parsed.value, options) ?? unread(parsed.value)
  const events = text.split(/\r\n|\n|\r/).flatMap((line) => {
    const data = /^data: ?(.*)$/.exec(line)
    const event = data === null ? null : parseJson(data[1]!)
    return event?.ok === true ? [event.value] : []
  })
  const format = options.format === undefined ? findFormat(events) : formatOf(options.format)
  if (format !== null) {
    const decoder = format.decoder({ ...options, startedAt: events.map(createdAt).find((at) => at !== null) ?? options.startedAt })
    decoder.push(utf8Encode(text))
    return settle(format.api, decoder.end())
  }
  const error = events.map(errorIn).find((found) => found !== null)
  if (error != null) return none(apiError(error))
  return none({ code: 'no-logprobs', path: '', message: `a text, not the JSON or event stream of an answer: ${quote(text)}` })
}

/** Why a value is no answer. */
function unread(value: unknown): Answer {
  const record = asRecord(value)
  if (record === null) return none(notAnObject(value, 1))
  const error = errorIn(record)
  return none(error === null ? notAnAnswer(record) : apiError(error))
}

function readWrapped(unwrapped: Unwrapped, options: AnswerOptions): Answer {
  if (!unwrapped.ok) return none(unwrapped.issue)
  const { answer, path, request, status } = unwrapped.wrapped
  const known: AnswerOptions = { ...options, ...(request === undefined ? {} : { request }), ...(status === undefined ? {} : { status }) }
  const read = typeof answer === 'string' ? readText(answer, known) : (readValue(answer, known) ?? unread(answer))
  return { ...read, issues: at(path, read.issues) }
}

/** Reads one record: an answer by itself, or one in an envelope. */
export function readAnswer(record: Wire, options: AnswerOptions): Answer {
  if (options.format === 'columns') return columnsIn(record, options) ?? unread(record)
  const batch = unwrapBatch(record)
  if (batch !== null) return readWrapped(batch, options)
  const kept = options.format === undefined ? readKept(record, options, createdAt) : null
  if (kept !== null) return settle(kept.format, kept)
  const envelope = options.format === undefined || findFormat(record) !== null ? null : unwrapPair(record)
  const read = envelope === null ? readValue(record, options) : null
  if (read !== null) return read
  const found = envelope ?? unwrapPair(record) ?? (errorIn(record) === null ? unwrapField(record) : null)
  return found === null ? unread(record) : readWrapped(found, options)
}

/** Reads the events of one stream that came as values of their own. */
export function readEvents(values: readonly unknown[], options: AnswerOptions): Answer {
  return readValue(values, options) ?? unread(values[0])
}
