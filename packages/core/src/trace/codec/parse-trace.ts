/** Traces in JSON, one a line: schema version 1. */
import { assessEvidence } from '../evidence.ts'
import type { ReadIssue, Trace } from '../types.ts'
import { createIssueCounter } from './issue-counter.ts'
import { parseJson } from './parse-json.ts'
import { kindOf } from './readers.ts'
import { readTrace } from './read-trace.ts'

/** A trace with what was wrong in its record, or only what was wrong. */
export type ParsedTrace =
  | { readonly ok: true; readonly value: Trace; readonly issues: readonly ReadIssue[] }
  | { readonly ok: false; readonly issues: readonly ReadIssue[] }

const SCHEMA = 1

function refused(code: string, path: string, message: string, issues: readonly ReadIssue[] = []): ParsedTrace {
  return { ok: false, issues: [...issues, { code, path, message }] }
}

/** What makes a record no trace that this version can read; `null` where nothing does. */
function refusal(value: unknown): ParsedTrace | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refused('not-a-trace', '', `is ${kindOf(value)} where a trace is expected`)
  const own = (name: string): unknown => (Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined)
  const schema = own('schema')
  if (typeof schema === 'number' && schema > SCHEMA) {
    return refused('unsupported-schema', 'schema', `is ${schema}: this version reads traces of schema ${SCHEMA} only; use a newer version`)
  }
  if (schema !== SCHEMA)
    return refused('not-a-trace', 'schema', `is ${kindOf(schema)} where the number ${SCHEMA} is expected: this is not a trace`)
  const id = own('id')
  if (typeof id !== 'string' || id === '') return refused('wrong-type', 'id', `is ${kindOf(id)} where a text that is not empty is expected`)
  const tokens = own('tokens')
  if (!Array.isArray(tokens)) return refused('wrong-type', 'tokens', `is ${kindOf(tokens)} where a list of tokens is expected`)
  const output = own('output')
  if (typeof output !== 'object' || output === null || Array.isArray(output))
    return refused('wrong-type', 'output', `is ${kindOf(output)} where an object is expected`)
  return null
}

/**
 * Reads a trace from a parsed JSON value and says what was wrong in it and where (`tokens[3].logprob`).
 *
 * Refused: what is not an object, another schema version, a record without `id`, `tokens` or `output`. All else that is missing or wrong gets a
 * stand-in that claims nothing, with an issue: a logprob that is no number becomes `null`, an alternative without one is left out, an unknown
 * field is left out and counted, evidence that cannot be read is assessed anew from the tokens.
 * Issues of one kind at one place are counted together. Parts that are right are shared with `value`, not copied.
 * Cost: linear. Never throws, whatever the nesting, the names or the types.
 */
export function parseTrace(value: unknown): ParsedTrace {
  const refusedAs = refusal(value)
  if (refusedAs !== null) return refusedAs
  const issues = createIssueCounter()
  const read = readTrace(value, issues)
  if (read === undefined) return { ok: false, issues: issues.list() }
  const raw = read.requestId === '' ? { ...read, requestId: read.id } : read
  const { evidence } = raw
  if (evidence !== undefined) {
    const unreported = issues.list().filter(({ code, path }) => code === 'sentinel' && path.startsWith('tokens'))
    if (unreported.length === 0 || evidence.issues.some(({ code }) => code === 'sentinel'))
      return { ok: true, value: { ...raw, evidence }, issues: issues.list() }
    const count = unreported.reduce((sum, issue) => sum + (issue.count ?? 1), 0)
    const all = [...evidence.issues, { code: 'sentinel', count }]
    return { ok: true, value: { ...raw, evidence: { ...evidence, issues: all } }, issues: issues.list() }
  }
  issues.add('missing-evidence', 'is assessed anew from the tokens', 'evidence')
  const assessed = assessEvidence({
    tokens: raw.tokens,
    output: raw.output,
    ...(raw.usage === undefined ? {} : { usage: raw.usage }),
    basis: 'unknown',
    streamed: raw.source.streamed,
    choices: raw.request.parameters.choices ?? 1,
    ...(raw.request.messages === undefined ? {} : { messages: raw.request.messages }),
  })
  return { ok: true, value: { ...raw, evidence: assessed }, issues: issues.list() }
}

/** `parseTrace` of a JSON text. A bare `NaN` or `Infinity` reads as `null` and is counted; what is not JSON is refused with line and column. */
export function parseTraceJson(text: string): ParsedTrace {
  let value: unknown
  let strict = true
  try {
    value = JSON.parse(text)
  } catch {
    strict = false
  }
  // Reading a trace looks no deeper than a trace goes: only what is not JSON needs the other parser.
  if (strict) return parseTrace(value)
  const parsed = parseJson(text)
  if (!parsed.ok) return { ok: false, issues: [parsed.issue] }
  const trace = parseTrace(parsed.value)
  return parsed.issues.length === 0 ? trace : { ...trace, issues: [...parsed.issues, ...trace.issues] }
}

/**
 * A trace as one line of JSON: no line break inside, lone surrogates escaped, numbers that are not finite written as `null`.
 * What `parseTraceJson` reads back is equal to the trace. Throws where `request` holds what JSON cannot (a cycle, a bigint).
 */
export function serializeTrace(trace: Trace): string {
  return JSON.stringify(trace)
}
