import { createRecordReader, type ReadRecord } from '@logitscope/adapters'
import { messagesFor, say, type Analysis, type ConfidenceOptions, type Evidence, type Trace } from '@logitscope/core'
import { GzipError } from '../input/gunzip.ts'
import { problemOf, type InputProblem } from '../input/input-problem.ts'
import type { InputFile } from '../input/list-inputs.ts'
import { openBytes } from '../input/open-bytes.ts'
import type { Answer, Judged, Unreadable } from './answer.ts'

export interface ReadOptions {
  readonly stdin: AsyncIterable<Uint8Array>
  /** Read every record so, whatever it looks like. */
  readonly format?: string
  /** Where answers state a confidence of their own. */
  readonly confidence?: ConfidenceOptions
  /** Read multiple-choice records as answers of one letter; else they are unreadable, since nobody wrote an answer there. */
  readonly choices?: boolean
  readonly analyze: (trace: Trace) => Analysis
  readonly onBytes: (count: number) => void
  /** Called when the records of a block were handed out, before more is waited for: the time to show what there is. */
  readonly afterBlock?: () => Promise<void>
}

/** A trace as it was read, before any analysis. */
export interface ReadTrace {
  readonly kind: 'trace'
  readonly file: string
  readonly index: number
  readonly trace: Trace
  readonly label?: { readonly correct: boolean }
  readonly judged: Judged
}

/** Something to say about a record that was read all the same. */
export interface Remark {
  readonly kind: 'remark'
  readonly file: string
  readonly index: number
  readonly line: number
  readonly code: string
  readonly message: string
  /** A part of the record could not be used as it stood: the input counts as bad, though the record was read. */
  readonly bad?: true
}

/** Input that says something else than it should; a provider's own placeholders are not among it. */
const DAMAGE: ReadonlySet<string> = new Set(['non-finite', 'wrong-type', 'limit-exceeded'])

type Place = Pick<Remark, 'file' | 'index' | 'line'>

/** One remark for each kind of damage at the tokens of an answer. */
function* damageOf(place: Place, { issues }: Evidence): Generator<Remark, void, undefined> {
  for (const { code, count, at, detail } of issues) {
    if (!DAMAGE.has(code) || at === undefined) continue
    const times = count > 1 ? `, ${count} times` : ''
    const message = `${say(messagesFor('en').issues, code)}${times}, first at token ${at}${detail === undefined ? '' : ` (${detail})`}`
    yield { kind: 'remark', ...place, code, message, bad: true }
  }
}

/** An answer that is nothing but an error: there is nothing in it to analyse. */
function isOnlyError({ output, tokens }: Trace): boolean {
  return output.error !== undefined && tokens.length === 0 && output.text === ''
}

function* tracesOf(file: string, record: ReadRecord, choices: boolean): Generator<ReadTrace | Unreadable | Remark, void, undefined> {
  const { index, issues, label, line } = record
  const traces = record.traces.filter((trace) => !isOnlyError(trace))
  const judged: Judged = { ownId: record.ownId ?? null, isUnsure: label?.unsure === true, notALabel: label?.notALabel ?? null }
  if (traces.length === 0 && choices && record.choice !== undefined) {
    const { trace, correct } = record.choice
    yield { kind: 'trace', file, index, trace, judged, ...(correct === null ? {} : { label: { correct } }) }
    return
  }
  if (traces.length === 0) {
    yield { kind: 'unreadable', file, index, line, issues }
    return
  }
  const correct = label?.correct ?? null
  for (const trace of traces) yield { kind: 'trace', file, index, trace, judged, ...(correct === null ? {} : { label: { correct } }) }
  for (const { evidence } of traces) yield* damageOf({ file, index, line }, evidence)
  for (const issue of issues)
    yield {
      kind: 'remark',
      file,
      index,
      line,
      code: issue.code,
      message: issue.path === '' ? issue.message : `${issue.path}: ${issue.message}`,
    }
}

/** A whole input that could not be read. */
export function unreadableFile({ file, code, message }: InputProblem): Unreadable {
  return { kind: 'unreadable', file, index: null, issues: [{ code, path: '', message }] }
}

/** Reads inputs record by record; what cannot be read is handed out in its place, and the rest still read. Holds one block and one record at a time. */
export async function* readTraces(
  files: readonly InputFile[],
  { stdin, format, confidence, choices = false, onBytes, afterBlock }: Omit<ReadOptions, 'analyze'>,
): AsyncGenerator<ReadTrace | Unreadable | Remark, void, undefined> {
  for (const file of files) {
    const reader = createRecordReader({ ...(format === undefined ? {} : { format }), ...(confidence === undefined ? {} : { confidence }) })
    let failure: Unreadable | null = null
    try {
      for await (const block of openBytes(file, stdin, onBytes)) {
        for (const record of reader.push(block)) yield* tracesOf(file.path, record, choices)
        await afterBlock?.()
      }
    } catch (error) {
      failure = unreadableFile(
        error instanceof GzipError ? { file: file.path, code: 'bad-gzip', message: error.message } : problemOf(file.path, error),
      )
    }
    const rest = reader.end()
    // A file that failed before its first record has nothing else to say than why.
    const isEmpty = rest.length === 1 && rest[0]?.index === 0 && rest[0].traces.length === 0
    if (failure === null || !isEmpty) for (const record of rest) yield* tracesOf(file.path, record, choices)
    if (failure !== null) yield failure
  }
}

/** `readTraces` with every trace analysed and numbered. */
export async function* readAnswers(
  files: readonly InputFile[],
  options: ReadOptions,
): AsyncGenerator<Answer | Unreadable | Remark, void, undefined> {
  let number = 0
  for await (const item of readTraces(files, options)) {
    if (item.kind !== 'trace') {
      yield item
      continue
    }
    number += 1
    yield { ...item, kind: 'answer', number, analysis: options.analyze(item.trace) }
  }
}
