import { parseTraceJson, type Label, type ReadIssue, type Trace } from '@logitscope/core'

/** One line of `POST /traces`: a trace, or `{trace, label | labels}` as the exports write it. */
export type ReadLine =
  | {
      readonly ok: true
      readonly line: number
      readonly trace: Trace
      readonly labels: readonly Omit<Label, 'traceId'>[]
      readonly issues: readonly ReadIssue[]
    }
  | { readonly ok: false; readonly line: number; readonly id: string | null; readonly issues: readonly ReadIssue[] }

/** Longest line, characters. */
const LONGEST_LINE = 64 * 1024 * 1024
/** Most labels of one answer. */
const MOST_LABELS = 100
const VALUES: readonly unknown[] = ['correct', 'incorrect', 'unsure']

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function readLabels(record: Readonly<Record<string, unknown>>): readonly Omit<Label, 'traceId'>[] {
  const { label, labels } = record
  if (isRecord(label) && typeof label['correct'] === 'boolean') {
    return [{ value: label['correct'] ? 'correct' : 'incorrect', source: 'import', at: 0, samplingProbability: null }]
  }
  if (!Array.isArray(labels)) return []
  return (labels as readonly unknown[]).slice(0, MOST_LABELS).flatMap((entry) => {
    if (!isRecord(entry) || !VALUES.includes(entry['value']) || typeof entry['source'] !== 'string') return []
    const { value, source, at, note, samplingProbability } = entry
    return [
      {
        value: value as Label['value'],
        source: source.slice(0, 100),
        at: typeof at === 'number' && Number.isFinite(at) ? at : 0,
        ...(typeof note === 'string' ? { note: note.slice(0, 4_000) } : {}),
        samplingProbability:
          typeof samplingProbability === 'number' && samplingProbability > 0 && samplingProbability <= 1 ? samplingProbability : null,
      },
    ]
  })
}

function readOne(text: string, line: number): ReadLine {
  if (text.length > LONGEST_LINE)
    return {
      ok: false,
      line,
      id: null,
      issues: [{ code: 'too-large', path: '', message: `the line is longer than ${LONGEST_LINE} characters` }],
    }
  let inner = text
  let labels: readonly Omit<Label, 'traceId'>[] = []
  // The outer object is looked into only where it can be one of ours: most lines are bare traces.
  if (/^\s*\{\s*"(?:trace|label|labels|analysis)"/.test(text)) {
    try {
      const outer = JSON.parse(text) as unknown
      if (isRecord(outer) && isRecord(outer['trace'])) {
        labels = readLabels(outer)
        inner = JSON.stringify(outer['trace'])
      }
    } catch {
      // The reader of traces says where it is wrong.
    }
  }
  const parsed = parseTraceJson(inner)
  if (!parsed.ok) return { ok: false, line, id: null, issues: parsed.issues }
  return { ok: true, line, trace: parsed.value, labels, issues: parsed.issues }
}

/** The records of a body: an NDJSON line each, or the elements of one JSON array, or one object over several lines. Never throws. */
export function* readLines(body: string): Generator<ReadLine, void, undefined> {
  const start = /\S/.exec(body)
  if (start?.[0] === '[') {
    let list: unknown
    try {
      list = JSON.parse(body)
    } catch (error) {
      yield {
        ok: false,
        line: 1,
        id: null,
        issues: [{ code: 'not-json', path: '', message: `the array is not JSON: ${(error as Error).message}` }],
      }
      return
    }
    let line = 0
    for (const entry of list as readonly unknown[]) yield readOne(JSON.stringify(entry), (line += 1))
    return
  }
  // One object spread over lines is one record, but only where its first line is none by itself.
  if (start?.[0] === '{' && isJson(body)) {
    yield readOne(body, 1)
    return
  }
  let line = 0
  let from = 0
  while (from <= body.length) {
    const found = body.indexOf('\n', from)
    const end = found === -1 ? body.length : found
    line += 1
    const text = body.slice(from, end)
    if (text.trim() !== '') yield readOne(text, line)
    from = end + 1
  }
}

/** Whether a body with line breaks is one value: looked at only where the first line ends inside an object. */
function isJson(body: string): boolean {
  const firstBreak = body.indexOf('\n')
  if (firstBreak === -1) return false
  try {
    JSON.parse(body.slice(0, firstBreak))
    return false
  } catch {
    try {
      JSON.parse(body)
      return true
    } catch {
      return false
    }
  }
}
