/** From the bytes of any accepted input to records with traces. */
import { murmur3, utf8Encode, type ReadIssue, type TraceContext } from '@logitscope/core'
import { DEFAULT_LIMITS, type DecodeLimits } from '../contract.ts'
import { findFormat, FORMATS } from '../formats.ts'
import { asRecord, asText, isPresent, type Wire } from '../shared/wire.ts'
import { columnFields } from './columns/column-fields.ts'
import { readChoice, type ChoiceAnswer } from './choice/read-choice.ts'
import { readColumns, readEntries } from './columns/read-columns.ts'
import type { ReadRecord, RecordReader, RecordReaderOptions } from './contract.ts'
import { createGroups, type Group } from './groups.ts'
import { inOrder, isTooDeep } from './nesting.ts'
import { notAnObject } from './not-an-answer.ts'
import { createOccurrences } from './occurrences.ts'
import { pieceOf } from './pieces.ts'
import { readAnswer, readEvents, type Answer, type AnswerOptions } from './read-answer.ts'
import { isTraceRecord, readTrace } from './read-trace.ts'
import { itemOf, labelOf, ownIdOf } from './record-facts.ts'
import { expandKept } from './sdk/expand.ts'
import { createSplitter, type Place } from './split/splitter.ts'
import { createStreamRecord, type StreamRecord } from './stream-record.ts'

/** Families of pieces that are bodies of their own where they come alone. */
const BODIES: ReadonlySet<string> = new Set(['completions', 'ollama', 'llama-server', 'gemini'])

function checkFormat(format: string | undefined): void {
  const known = ['trace', 'columns', ...FORMATS.map(({ api }) => api)]
  if (format !== undefined && !known.includes(format)) {
    throw new RangeError(`no format is called "${format}": known are ${known.join(', ')}`)
  }
}

/** A reader for one input. Throws `RangeError` where `options.format` is not known; never throws while reading. */
export function createRecordReader(options: RecordReaderOptions = {}): RecordReader {
  checkFormat(options.format)
  const limits: DecodeLimits = { ...DEFAULT_LIMITS, ...options.limits }
  const base: TraceContext = options.context ?? { project: 'default' }
  const occurrences = createOccurrences()
  let records: ReadRecord[] = []
  let count = 0
  let stream: { readonly record: StreamRecord; readonly index: number; readonly line: number } | null = null
  let others: { value: unknown; count: number; line: number } | null = null

  const nextIndex = (): number => count++

  function nameOf(digest: string): string {
    const before = occurrences.next(digest)
    return before === 0 ? digest : `${digest}-${before + 1}`
  }

  function answerOptions(requestId: string, context: TraceContext): AnswerOptions {
    return {
      requestId,
      startedAt: options.startedAt ?? 0,
      context,
      limits,
      ...(options.format === undefined ? {} : { format: options.format }),
      ...(options.confidence === undefined ? {} : { confidence: options.confidence }),
    }
  }

  function contextOf(record: Wire, isBody: boolean): TraceContext {
    const item = itemOf(record, isBody)
    const language = asText(record['language'])
    const own = item === null ? base : { ...base, item }
    return language === null || language === '' ? own : { ...own, language }
  }

  function add(
    index: number,
    line: number,
    { traces, issues, format }: Answer,
    more: readonly ReadIssue[] = [],
    record?: Wire,
    choice: ChoiceAnswer | null = null,
  ): void {
    const label = record === undefined ? null : labelOf(record)
    const ownId = record === undefined ? null : ownIdOf(record)
    records.push({
      index,
      traces,
      issues: more.length === 0 ? issues : [...issues, ...more],
      ...(label === null ? {} : { label }),
      ...(ownId === null ? {} : { ownId }),
      ...(choice === null ? {} : { choice }),
      format,
      line,
    })
  }

  function unreadable(issue: ReadIssue, line: number): void {
    flushOthers()
    groups.close('tokens')
    add(nextIndex(), line, { format: null, traces: [], issues: [issue] })
  }

  function flushOthers(): void {
    if (others === null) return
    const { value, count: howMany, line } = others
    others = null
    add(nextIndex(), line, { format: null, traces: [], issues: [notAnObject(value, howMany)] })
  }

  function closed(group: Group): void {
    const context = answerOptions(nameOf(group.digest()), base)
    const [first] = group.values
    const single = group.values.length === 1 && BODIES.has(group.family) ? asRecord(first) : null
    const answer: Answer =
      group.family === 'tokens'
        ? { format: 'columns', ...asAnswer(readEntries(group.values, {}, context)) }
        : single !== null
          ? readAnswer(single, context)
          : readEvents(group.values, context)
    const message = `${group.dropped} pieces of this answer are left out: it is too long`
    add(group.index, group.line, answer, group.dropped === 0 ? [] : [{ code: 'limit-exceeded', path: '', message }])
  }
  const groups = createGroups({ bytes: limits.recordBytes, values: limits.tokens }, closed)

  /** What a platform wrapped into one object: each a record of its own. */
  function expand(record: Wire, bytes: Uint8Array, place: Place, issues: readonly ReadIssue[]): boolean {
    const inner = options.format === undefined ? expandKept(record) : null
    if (inner === null || inner.length === 0 || isTooDeep(bytes)) return false
    for (const one of inner) value(one, utf8Encode(JSON.stringify(one)), place, issues, true)
    return true
  }

  function value(parsed: unknown, bytes: Uint8Array, place: Place, issues: readonly ReadIssue[], isInner = false): void {
    const { line, array } = place
    const record = asRecord(parsed)
    if (record === null) {
      groups.close('tokens')
      if (others === null) others = { value: parsed, count: 1, line }
      else others.count += 1
      return
    }
    flushOthers()
    if (!isInner && expand(record, bytes, place, issues)) return
    if (options.format === 'trace' || (options.format === undefined && isTraceRecord(record))) {
      groups.close('tokens')
      add(nextIndex(), line, readTrace(record, options.confidence), issues, record)
      return
    }
    if ((options.format === undefined || options.format === 'columns') && columnFields(record) !== null) {
      groups.close('tokens')
      columns(record, bytes, line, issues)
      return
    }
    if (isTooDeep(bytes)) {
      const message = 'objects or arrays are nested too deeply to be an answer'
      unreadable({ code: 'too-deep', path: '', message }, line)
      return
    }
    const piece = options.format === 'columns' ? null : pieceOf(record, array)
    if (piece?.family !== 'tokens') groups.close('tokens')
    if (piece !== null && groups.take(piece, parsed, bytes, line, nextIndex)) return
    const ordered = inOrder(record, bytes)
    const context = contextOf(record, findFormat(record) !== null)
    const own = answerOptions(nameOf(murmur3(bytes)), context)
    const answer = readAnswer(ordered, own)
    add(nextIndex(), line, answer, issues, record, answer.traces.length > 0 ? null : readChoice(record, own))
  }

  function columns(record: Wire, bytes: Uint8Array, line: number, issues: readonly ReadIssue[]): void {
    if (isPresent(record['messages']) && isTooDeep(bytes)) {
      unreadable({ code: 'too-deep', path: 'messages', message: 'messages are nested too deeply' }, line)
      return
    }
    const read = readColumns(record, answerOptions(nameOf(murmur3(bytes)), contextOf(record, false)))
    if (read !== null) add(nextIndex(), line, { format: 'columns', ...asAnswer(read) }, issues, record)
  }

  const splitter = createSplitter(
    {
      value,
      unreadable,
      stream(bytes, line) {
        if (stream === null) {
          flushOthers()
          groups.close('tokens')
          stream = { record: createStreamRecord(answerOptions('', base)), index: nextIndex(), line }
        }
        stream.record.push(bytes)
      },
      streamEnd() {
        if (stream === null) return
        const { record, index, line } = stream
        stream = null
        add(index, line, record.end(nameOf))
      },
    },
    limits,
  )

  function take(): readonly ReadRecord[] {
    const taken = records
    records = []
    return taken
  }

  return {
    push(bytes) {
      splitter.push(bytes)
      return take()
    },
    end() {
      splitter.end()
      flushOthers()
      groups.close()
      return take()
    },
  }
}

function asAnswer({ trace, issues }: ReturnType<typeof readEntries>): Omit<Answer, 'format'> {
  return { traces: trace === null ? [] : [trace], issues }
}
