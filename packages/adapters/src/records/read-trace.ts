/** Records that hold a trace of our own schema. */
import { parseTrace } from '@logitscope/core'
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

/** Reads the trace of a record; where it cannot be used, the issues say why. */
export function readTrace(record: Wire): Answer {
  const inner = isTrace(record) ? null : asRecord(record['trace'])
  const parsed = parseTrace(inner ?? record)
  const issues =
    inner === null ? parsed.issues : parsed.issues.map((issue) => ({ ...issue, path: issue.path === '' ? 'trace' : `trace.${issue.path}` }))
  return { format: parsed.ok ? 'trace' : null, traces: parsed.ok ? [parsed.value] : [], issues }
}
