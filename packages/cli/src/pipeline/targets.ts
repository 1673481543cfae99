import { encodeColumns, FORMATS, formatOf, type EncodeResult } from '@logitscope/adapters'
import { serializeTrace, type Trace } from '@logitscope/core'

/** The answers of one record, with the judgement that stood there. */
export interface ConvertRecord {
  readonly traces: readonly Trace[]
  readonly label?: { readonly correct: boolean }
}

/** Names that `--to` takes. */
export const TARGETS: readonly string[] = [...FORMATS.map((format) => format.api), 'trace', 'columns']

function traceLines({ traces, label }: ConvertRecord): EncodeResult {
  const lines = traces.map((trace) => (label === undefined ? serializeTrace(trace) : JSON.stringify({ trace, label })))
  return { body: lines.map((line) => `${line}\n`).join(''), lost: [] }
}

/** Writes a record as lines of the target: one for all outputs of a request where the target is the body of an API, else one for each output. */
export function encodeAs(target: string, record: ConvertRecord): EncodeResult {
  if (target === 'trace') return traceLines(record)
  if (target === 'columns') return encodeColumns(record.traces, record.label)
  const format = formatOf(target)
  if (format === null) throw new RangeError(`no format is called "${target}": known are ${TARGETS.join(', ')}`)
  const { body, lost } = format.encode(record.traces)
  return { body: `${body}\n`, lost }
}
