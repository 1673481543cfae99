/** The alternatives of one token in the ways that research dumps write them. */
import type { Alternative } from '@logitscope/core'
import { makeAlternative, type EntryNotes } from '../../shared/draft-token.ts'
import { flawOf, usableLogprob } from '../../shared/numbers.ts'
import { readDictionary, readEntry } from '../../shared/read-entry.ts'
import { readTokenText } from '../../shared/token-text.ts'
import { asArray, asCount, asRecord, asText, isPresent, type Wire } from '../../shared/wire.ts'

function pairOf(pair: readonly unknown[], at: number, notes: EntryNotes): Alternative | null {
  // Some write the value first.
  const [first, second] = typeof pair[0] === 'number' && typeof pair[1] === 'string' ? [pair[1], pair[0]] : [pair[0], pair[1]]
  const logprob = usableLogprob(second)
  if (Number.isNaN(logprob)) {
    const flaw = flawOf(second) ?? 'missing-logprob'
    if (flaw === 'sentinel') notes.masked += 1
    notes.log.add(flaw, at, 'of an alternative, which is left out')
    return null
  }
  if (typeof second === 'string') notes.log.add('wrong-type', at, 'a number in quotes')
  const read = readTokenText(first, undefined)
  if (typeof first !== 'string' && asCount(first) === null) notes.log.add('wrong-type', at, 'an alternative has no text')
  return makeAlternative(read.text, logprob, read.bytes, asCount(first) ?? read.id)
}

/** `{token, logprob}` in a list. */
function entryOf(value: unknown, at: number, notes: EntryNotes): Alternative | null {
  const token = readEntry(value, 'content', at, notes)
  if (token?.logprob == null) return null
  return makeAlternative(token.text, token.logprob, token.bytes ?? null, token.id ?? null)
}

/** `{"<id>": {logprob, decoded_token}}`, as vLLM's own library writes a position. */
function idDictionary(dictionary: Wire, at: number, notes: EntryNotes): Alternative[] | null {
  const found: Alternative[] = []
  for (const key in dictionary) {
    const entry = asRecord(dictionary[key])
    if (entry === null) return null
    const logprob = usableLogprob(entry['logprob'])
    if (Number.isNaN(logprob)) notes.log.add(flawOf(entry['logprob']) ?? 'missing-logprob', at, 'of an alternative, which is left out')
    else
      found.push(
        makeAlternative(
          asText(entry['decoded_token']) ?? asText(entry['token']) ?? '',
          logprob,
          null,
          /^\d{1,9}$/.test(key) ? Number(key) : null,
        ),
      )
  }
  return found.length === 0 ? null : found
}

/** Reads the list of one token: `[text, logprob][]`, `{[text]: logprob}`, `{token, logprob}[]` or `{[id]: {logprob, decoded_token}}`. */
export function readTop(given: unknown, at: number, notes: EntryNotes): Alternative[] {
  if (!isPresent(given)) return []
  const list = asArray(given)
  if (list === null) {
    const dictionary = asRecord(given)
    if (dictionary !== null) return idDictionary(dictionary, at, notes) ?? readDictionary(dictionary, at, notes)
    notes.log.add('wrong-type', at, 'a list of alternatives is neither a list nor an object')
    return []
  }
  const most = notes.limits.alternatives
  if (list.length > most) notes.log.add('limit-exceeded', at, `alternatives beyond ${most} at one token are left out`, list.length - most)
  const found: Alternative[] = []
  for (let i = 0; i < list.length && i < most; i++) {
    const pair = asArray(list[i])
    const alternative = pair === null ? entryOf(list[i], at, notes) : pairOf(pair, at, notes)
    if (alternative !== null) found.push(alternative)
  }
  return found
}

export interface Cell {
  /** The value of the chosen token, not read yet. */
  readonly value: unknown
  /** The chosen token's text, where only the cell has it. */
  readonly text?: string
  readonly alternatives?: Alternative[]
}

/**
 * An element of the column of values: a value, `{logprob, top_logprobs?}`, or a list by id of which the chosen token (known by its id or
 * text) is one.
 */
export function readCell(cell: unknown, text: string, id: number | null, at: number, notes: EntryNotes): Cell {
  const record = asRecord(cell)
  if (record === null) return { value: cell }
  if (record['logprob'] !== undefined) {
    const list = record['top_logprobs'] ?? record['top']
    return isPresent(list) ? { value: record['logprob'], alternatives: readTop(list, at, notes) } : { value: record['logprob'] }
  }
  const alternatives = idDictionary(record, at, notes)
  if (alternatives === null) return { value: cell }
  const chosen = alternatives.find((entry) => (id !== null && entry.id !== undefined ? entry.id === id : entry.text === text))
  return { value: chosen?.logprob, alternatives, ...(text === '' && chosen !== undefined ? { text: chosen.text } : {}) }
}
