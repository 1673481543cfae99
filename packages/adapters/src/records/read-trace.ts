/** Records that hold a trace of our own schema. */
import { parseTrace, withStatedConfidence, type ConfidenceOptions } from '@logitscope/core'
import { asRecord, type Wire } from '../shared/wire.ts'
import type { Answer } from './read-answer.ts'

function isTrace(record: Wire): boolean {
  return typeof record['schema'] === 'number' && (record['tokens'] !== undefined || record['output'] !== undefined)
}

/** Whether a record is a trace, or a line of `analyze --json` or of an export that holds one. */
export function isTraceRecord(record: Wire): boolean {
  if (isTrace(record)) return true
  const inner = asRecord(record['trace'])
  return inner !== null && isTrace(inner)
}

/** Reads the trace of a record; where it cannot be used, the issues say why. `confidence`: look for a stated one again. */
export function readTrace(record: Wire, confidence?: ConfidenceOptions): Answer {
  const inner = isTrace(record) ? null : asRecord(record['trace'])
  const parsed = parseTrace(inner ?? record)
  const issues =
    inner === null ? parsed.issues : parsed.issues.map((issue) => ({ ...issue, path: issue.path === '' ? 'trace' : `trace.${issue.path}` }))
  if (!parsed.ok) return { format: null, traces: [], issues }
  return { format: 'trace', traces: [confidence === undefined ? parsed.value : withStatedConfidence(parsed.value, confidence)], issues }
}
