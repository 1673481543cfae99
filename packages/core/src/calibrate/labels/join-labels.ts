import { foldCase } from '../../language/fold-case.ts'
import type { CalibrationIssue, CalibrationIssueCode } from '../types.ts'
import { labelValue } from './label-word.ts'

/** One label as it was read from a file. */
export interface LabelRecord {
  readonly traceId: string
  readonly value: 'correct' | 'incorrect' | 'unsure'
  readonly source: string
  readonly samplingProbability: number | null
}

/** Columns that name the answer, the label, and more, as `columnKey` makes them. */
const IDS = ['traceid', 'id', 'answerid', 'requestid', 'recordid'] as const
const VALUES = ['label', 'value', 'correct', 'iscorrect'] as const
const SHARES = ['samplingprobability', 'inclusionprobability'] as const
const SOURCES = ['source', 'labeller', 'labeler', 'annotator'] as const

/** Names of columns are compared by their letters only: `Trace ID`, `trace_id` and `traceId` are one. */
const columnKey = (name: string): string => foldCase(name).replace(/[^a-z]/g, '')

/** What the columns of a label file lack, in words; `null` where they hold an id and a label. */
export function missingColumns(names: readonly string[]): string | null {
  const keys = new Set(names.map(columnKey))
  const lacks = (of: readonly string[]): boolean => !of.some((name) => keys.has(name))
  const missing = [
    ...(lacks(IDS) ? ['the answer (traceId, trace_id or id)'] : []),
    ...(lacks(VALUES) ? ['the label (label, value or correct)'] : []),
  ]
  return missing.length === 0 ? null : `no column for ${missing.join(', and none for ')}`
}

function firstOf(record: ReadonlyMap<string, unknown>, names: readonly string[]): unknown {
  for (const name of names) {
    const value = record.get(name)
    if (value !== undefined && value !== '' && value !== null) return value
  }
  return undefined
}

/**
 * Reads one record of a label file: `traceId` (or `id`), `label` (or `value`, `correct`), and where they are given `samplingProbability`, above 0 up
 * to 1, and `source`; names in any case, with or without blanks and underscores. Returns what is wrong instead where it cannot be read. Never throws.
 */
export function parseLabelRecord(record: Readonly<Record<string, unknown>>): LabelRecord | CalibrationIssue {
  const wrong = (code: CalibrationIssueCode, message: string, example: unknown): CalibrationIssue => ({
    code,
    count: 1,
    example: String(example),
    message,
  })
  const fields = new Map(Object.entries(record).map(([name, value]) => [columnKey(name), value]))
  const id = firstOf(fields, IDS)
  if (typeof id !== 'string' && typeof id !== 'number')
    return wrong('not-a-label', 'labels name no answer: its id is traceId, trace_id or id', JSON.stringify(record).slice(0, 80))
  const given = firstOf(fields, VALUES)
  const value = labelValue(given)
  if (value === null) {
    const word = typeof given === 'string' || typeof given === 'number' ? String(given).trim() : ''
    const isNumber = word.toLowerCase() === 'nan' || (word !== '' && !Number.isNaN(Number(word)))
    return isNumber
      ? wrong('not-a-number', 'labels are no labels: a label is 0 or 1, correct, incorrect or unsure', `${String(id)}: ${word}`)
      : wrong(
          'not-a-label',
          'labels are no labels: a label is 0 or 1, correct, incorrect or unsure',
          `${String(id)}: ${word === '' ? 'nothing' : word}`,
        )
  }
  const drawn = firstOf(fields, SHARES)
  const samplingProbability = drawn === undefined ? null : Number(drawn)
  if (samplingProbability !== null && !(samplingProbability > 0 && samplingProbability <= 1))
    return wrong(
      'not-a-number',
      'labels have a sampling probability that is not above 0 and at most 1; they are left out',
      `${String(id)}: ${String(drawn)}`,
    )
  const source = firstOf(fields, SOURCES)
  return { traceId: String(id), value, source: typeof source === 'string' ? source : 'file', samplingProbability }
}

export interface JoinedLabels<Record extends LabelRecord = LabelRecord> {
  /** The label of each trace that has one that can be used. */
  readonly labels: ReadonlyMap<string, Record>
  readonly issues: readonly CalibrationIssue[]
}

/**
 * Brings labels to the traces that there are. A trace that was labelled both right and wrong keeps no label: which one is true is not known. The
 * same label twice counts once, as the one whose answer was drawn with a known probability, where one was: promises may rest on it. `unsure` gives way
 * to a judgement. Labels of traces that are not there are counted. Nothing is dropped silently.
 */
export function joinLabels<Record extends LabelRecord>(records: Iterable<Record>, traceIds: ReadonlySet<string>): JoinedLabels<Record> {
  const labels = new Map<string, Record>()
  const contradictory = new Set<string>()
  const repeated: string[] = []
  const unknown: string[] = []
  for (const record of records) {
    const { traceId, value } = record
    if (!traceIds.has(traceId)) {
      unknown.push(traceId)
      continue
    }
    const before = labels.get(traceId)
    if (before === undefined || (before.value === 'unsure' && value !== 'unsure')) labels.set(traceId, record)
    else if (before.value === value) {
      repeated.push(traceId)
      if (before.samplingProbability === null && record.samplingProbability !== null) labels.set(traceId, record)
    } else if (value !== 'unsure') contradictory.add(traceId)
  }
  for (const traceId of contradictory) labels.delete(traceId)
  const issues: CalibrationIssue[] = []
  const tell = (code: CalibrationIssueCode, ids: readonly string[], message: string): void => {
    if (ids.length > 0) issues.push({ code, count: ids.length, example: ids[0]!, message })
  }
  tell('unknown-trace', unknown, 'labels of answers that are not in the input; they are left out')
  tell('contradictory-labels', [...contradictory], 'answers labelled both right and wrong; they are left out until somebody decides')
  tell('duplicated-label', repeated, 'labels that say what another label of the same answer said; counted once')
  return { labels, issues }
}
