/** Bare columns `{tokens[], logprobs[], top?[], ids?[], …}`: how most research dumps keep an answer. */
import { utf8Decode, utf8Encode, withStatedConfidence, type ReadIssue, type Token, type Trace } from '@logitscope/core'
import { limitsOf } from '../../shared/answer-decoder.ts'
import { createEntryNotes, type DraftToken, type EntryNotes } from '../../shared/draft-token.ts'
import { evidenceOf } from '../../shared/evidence.ts'
import { finishOf } from '../../shared/finish.ts'
import { createIssueLog } from '../../shared/issue-log.ts'
import { flawOf, usableLogprob } from '../../shared/numbers.ts'
import { assembleToken, readEntry } from '../../shared/read-entry.ts'
import { requestFacts } from '../../shared/request-facts.ts'
import { readTokenText } from '../../shared/token-text.ts'
import { asArray, asCount, asText, isPresent, type Wire } from '../../shared/wire.ts'
import type { DecodeOptions } from '../../contract.ts'
import { columnFields, textOf, type ColumnFields } from './column-fields.ts'
import { readCell, readTop } from './read-top.ts'
import { restoreSpaces } from './restore-spaces.ts'
import { templateTokens } from './template-tokens.ts'
import { marksOf, unmarkTokens } from './token-marks.ts'

export interface ColumnsResult {
  /** `null` where the columns cannot be read. */
  readonly trace: Trace | null
  readonly issues: readonly ReadIssue[]
}

/** Sampling parameters that may stand beside the columns. */
const PARAMETERS = ['temperature', 'top_p', 'top_k', 'min_p', 'max_tokens', 'seed', 'messages'] as const

const RESTORED = 'tokens came without the space before them; it is taken from the text'

const issue = (code: string, path: string, message: string): ReadIssue => ({ code, path, message })

/** A column that is not as long as the tokens says nothing about any of them. */
function fitting(column: readonly unknown[] | null, name: string, count: number, issues: ReadIssue[]): readonly unknown[] | null {
  if (column === null || column.length === count) return column
  issues.push(issue('length-mismatch', name, `${name} has ${column.length} elements for ${count} tokens and is left out`))
  return null
}

function readTokens(columns: ColumnFields, notes: EntryNotes, issues: ReadIssue[]): DraftToken[] | null {
  const { tokens, logprobs, names } = columns
  if (tokens.length !== logprobs.length) {
    const message = `${names.tokens} has ${tokens.length} elements and ${names.logprobs} has ${logprobs.length}: which value belongs to which token is not known`
    issues.push(issue('length-mismatch', names.logprobs, message))
    return null
  }
  const top = fitting(columns.top, names.top, tokens.length, issues)
  const ids = fitting(columns.ids, names.ids, tokens.length, issues)
  const count = Math.min(tokens.length, notes.limits.tokens)
  if (count < tokens.length) notes.log.add('limit-exceeded', undefined, `tokens beyond ${count} are left out`, tokens.length - count)
  const out: DraftToken[] = []
  for (let i = 0; i < count; i++) {
    const text = tokens[i]
    if (typeof text !== 'string' && asCount(text) === null) notes.log.add('wrong-type', i, 'a token is neither a text nor an id')
    const read = readTokenText(text, undefined)
    const id = asCount(ids?.[i]) ?? read.id ?? asCount(text)
    const cell = readCell(logprobs[i], read.text, id, i, notes)
    const { value } = cell
    const logprob = usableLogprob(value)
    if (Number.isNaN(logprob)) notes.log.add(flawOf(value) ?? 'missing-logprob', i)
    else if (typeof value === 'string') notes.log.add('wrong-type', i, 'a number in quotes')
    const own = cell.text === undefined ? read : { ...read, text: cell.text }
    out.push(assembleToken(own, logprob, id, 'content', cell.alternatives ?? readTop(top?.[i], i, notes), i, notes))
  }
  return out
}

function markTemplate(tokens: readonly DraftToken[]): void {
  const flags = templateTokens(tokens.map((token) => token.text))
  if (flags === null) return
  for (let i = 0; i < tokens.length; i++) if (flags[i] === 1) tokens[i]!.special = true
}

function requestOf(record: Wire): Trace['request'] {
  const prompt = asText(record['prompt']) ?? asText(record['question'])
  const known = PARAMETERS.filter((name) => isPresent(record[name]))
  if (known.length === 0) return prompt === null ? { parameters: {} } : { prompt, parameters: {} }
  const { messages, parameters } = requestFacts(Object.fromEntries(known.map((name) => [name, record[name]])))
  return { ...(messages === null ? {} : { messages }), ...(prompt === null ? {} : { prompt }), parameters }
}

function traceOf(record: Wire, tokens: DraftToken[], notes: EntryNotes, options: DecodeOptions): Trace {
  markTemplate(tokens)
  let spelled = ''
  const texts: string[] = []
  for (const token of tokens) {
    spelled += token.text
    if (token.special !== true) texts.push(token.text)
  }
  const given = textOf(record, spelled)
  const marks = given === spelled ? 'plain' : marksOf(texts, given)
  if (marks !== 'plain') {
    unmarkTokens(tokens, marks)
    markTemplate(tokens)
  } else if (given !== null && given !== spelled) {
    const restored = restoreSpaces(tokens, given)
    if (restored !== null) notes.log.add('restored-spaces', restored.first, RESTORED, restored.count)
  }
  if (tokens.length === 0) notes.log.add('no-logprobs', undefined, 'the list is empty')
  const text = given ?? spell(tokens)
  const model = asText(record['model']) ?? ''
  const vocabulary = asCount(record['vocabulary']) ?? asCount(record['vocab_size'])
  const finish = finishOf(asText(record['finish']) ?? asText(record['finish_reason']))
  const output = { text, finish }
  const kept: readonly Token[] = tokens
  const evidence = evidenceOf({ output, tokens: kept, basis: 'unknown', completeness: null, log: notes.log })
  const trace: Trace = {
    schema: 1,
    id: `${options.requestId}.0`,
    requestId: options.requestId,
    startedAt: options.startedAt,
    source: {
      provider: options.provider ?? asText(record['provider']) ?? 'unknown',
      api: 'columns',
      requestedModel: model,
      model,
      choice: 0,
      streamed: false,
    },
    request: requestOf(record),
    output,
    tokens: kept,
    evidence: vocabulary === null || vocabulary === 0 ? evidence : { ...evidence, vocabulary },
    timing: { totalMs: 0 },
    context: options.context ?? { project: 'default' },
  }
  return withStatedConfidence(trace, options.confidence)
}

/** The text that the tokens spell, by their bytes where a token is a part of a character. */
function spell(tokens: readonly DraftToken[]): string {
  const own = tokens.filter((token) => token.special !== true)
  if (own.every((token) => token.bytes === undefined)) return own.map((token) => token.text).join('')
  return utf8Decode(own.flatMap((token) => Array.from(token.bytes ?? utf8Encode(token.text))))
}

/** Reads one record of bare columns; `null` where it is none. */
export function readColumns(record: Wire, options: DecodeOptions): ColumnsResult | null {
  const columns = columnFields(record)
  if (columns === null) return null
  const issues: ReadIssue[] = []
  const notes = createEntryNotes(createIssueLog(), limitsOf(options))
  const tokens = readTokens(columns, notes, issues)
  return { trace: tokens === null ? null : traceOf(record, tokens, notes, options), issues }
}

/** The token entries of a record that holds nothing else known: `{logprobs: [{token, logprob}], …}` or `{logprobs: {content: […]}, …}`. */
export function entriesIn(record: Wire): readonly unknown[] | null {
  const { logprobs } = record as { readonly logprobs?: unknown }
  const list = asArray(logprobs) ?? asArray((logprobs as Wire | null | undefined)?.['content'])
  return list !== null && list.length > 0 && isEntry(list[0]) ? list : null
}

/** Whether a value is one token of an answer: `{token, logprob}` with or without bytes and alternatives. */
export function isEntry(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { token, logprob } = value as { readonly token?: unknown; readonly logprob?: unknown }
  return (
    (typeof token === 'string' || typeof token === 'number') &&
    (typeof logprob === 'number' || typeof logprob === 'string' || logprob === null)
  )
}

/** Reads token entries as one answer; `record` holds what stands beside them. */
export function readEntries(entries: readonly unknown[], record: Wire, options: DecodeOptions): ColumnsResult {
  const notes = createEntryNotes(createIssueLog(), limitsOf(options))
  const count = Math.min(entries.length, notes.limits.tokens)
  if (count < entries.length) notes.log.add('limit-exceeded', undefined, `tokens beyond ${count} are left out`, entries.length - count)
  const tokens: DraftToken[] = []
  for (let i = 0; i < count; i++) {
    const token = readEntry(entries[i], 'content', tokens.length, notes)
    if (token !== null) tokens.push(token)
  }
  return { trace: traceOf(record, tokens, notes, options), issues: [] }
}
