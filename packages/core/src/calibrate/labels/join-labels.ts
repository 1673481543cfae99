import type { CalibrationIssue, CalibrationIssueCode } from '../types.ts'

/** One label as it was read from a file. */
export interface LabelRecord {
  readonly traceId: string
  readonly value: 'correct' | 'incorrect' | 'unsure'
  readonly source: string
  readonly samplingProbability: number | null
}

const RIGHT: ReadonlySet<string> = new Set(['1', 'true', 'correct', 'right', 'yes', 'doğru'])
const WRONG: ReadonlySet<string> = new Set(['0', 'false', 'incorrect', 'wrong', 'no', 'yanlış'])
const UNSURE: ReadonlySet<string> = new Set(['unsure', 'unknown', '?', 'emin değil'])

function firstOf(record: Readonly<Record<string, unknown>>, names: readonly string[]): unknown {
  for (const name of names) if (record[name] !== undefined && record[name] !== '' && record[name] !== null) return record[name]
  return undefined
}

/**
 * Reads one record of a label file: `traceId` (or `trace_id`, `id`), `label` (or `value`, `correct`), and where they are given `samplingProbability`
 * (or `sampling_probability`), above 0 up to 1, and `source`. Returns what is wrong instead where it cannot be read. Never throws.
 */
export function parseLabelRecord(record: Readonly<Record<string, unknown>>): LabelRecord | CalibrationIssue {
  const wrong = (code: CalibrationIssueCode, message: string, example: unknown): CalibrationIssue => ({
    code,
    count: 1,
    example: String(example),
    message,
  })
  const id = firstOf(record, ['traceId', 'trace_id', 'id'])
  if (typeof id !== 'string' && typeof id !== 'number')
    return wrong('not-a-label', 'a label names its answer as traceId, trace_id or id', JSON.stringify(record).slice(0, 80))
  const given = firstOf(record, ['label', 'value', 'correct', 'is_correct'])
  const word =
    typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean' ? String(given).trim().toLowerCase() : ''
  const value = RIGHT.has(word) ? 'correct' : WRONG.has(word) ? 'incorrect' : UNSURE.has(word) ? 'unsure' : null
  if (value === null) {
    const isNumber = word === 'nan' || (word !== '' && Number.isFinite(Number(word)))
    return isNumber
      ? wrong('not-a-number', 'a label is 0 or 1, correct, incorrect or unsure: other numbers, and NaN, are none', `${String(id)}: ${word}`)
      : wrong('not-a-label', 'a label is 0 or 1, correct, incorrect or unsure', `${String(id)}: ${word === '' ? 'nothing' : word}`)
  }
  const drawn = firstOf(record, ['samplingProbability', 'sampling_probability'])
  const samplingProbability = drawn === undefined ? null : Number(drawn)
  if (samplingProbability !== null && !(samplingProbability > 0 && samplingProbability <= 1))
    return wrong('not-a-number', 'a sampling probability is above 0 and at most 1', `${String(id)}: ${String(drawn)}`)
  const source = firstOf(record, ['source', 'labeller', 'annotator'])
  return { traceId: String(id), value, source: typeof source === 'string' ? source : 'file', samplingProbability }
}

export interface JoinedLabels<Record extends LabelRecord = LabelRecord> {
  /** The label of each trace that has one that can be used. */
  readonly labels: ReadonlyMap<string, Record>
  readonly issues: readonly CalibrationIssue[]
}

/**
 * Brings labels to the traces that there are. A trace that was labelled both right and wrong keeps no label: which one is true is not known. The
 * same label twice counts once, `unsure` gives way to a judgement. Labels of traces that are not there are counted. Nothing is dropped silently.
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
    else if (before.value === value) repeated.push(traceId)
    else if (value !== 'unsure') contradictory.add(traceId)
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
