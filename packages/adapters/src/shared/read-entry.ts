/** One entry of a token list: `{token, logprob, bytes?, top_logprobs?}` and what dialects add to it. */
import { censor, type Alternative, type Part } from '@logitscope/core'
import { makeAlternative, orderAlternatives, type DraftToken, type EntryNotes } from './draft-token.ts'
import { plainName } from './json.ts'
import { names, noteUnknown } from './known-fields.ts'
import { flawOf, isAtClip, isClipped, usableLogprob } from './numbers.ts'
import { readTokenText, type TokenText } from './token-text.ts'
import { asArray, asCount, asRecord, isPresent, type Wire } from './wire.ts'

const KNOWN: ReadonlySet<string> = names(
  'token logprob bytes top_logprobs id token_id text_offset prob top_probs sampling_logprob rank text',
)

/** The value of an entry in nats, `NaN` where it is not usable; linear probabilities, under their own name, are turned into nats. */
function valueOf(entry: Wire, notes: EntryNotes): number {
  const { prob } = entry as { readonly prob?: unknown }
  if (entry['logprob'] === undefined && typeof prob === 'number' && prob >= 0 && prob <= 1) {
    notes.linear += 1
    return prob === 0 ? NaN : Math.log(prob)
  }
  return usableLogprob(entry['logprob'])
}

function flawOfEntry(entry: Wire): ReturnType<typeof flawOf> {
  return entry['logprob'] === undefined && entry['prob'] === 0 ? 'sentinel' : flawOf(entry['logprob'])
}

function noteText(read: TokenText, entry: { bytes?: readonly number[] }, at: number, notes: EntryNotes): void {
  if (read.cut) notes.cutCharacters = true
  if (read.replaced !== null) {
    notes.replaced.push({ entry, bytes: read.replaced })
    if (notes.replacedAt < 0) notes.replacedAt = at
  }
  if (read.invalid) notes.log.add('wrong-type', at, 'bytes is not a list of bytes')
}

function readAlternative(value: unknown, at: number, notes: EntryNotes): Alternative | null {
  const entry = asRecord(value)
  if (entry === null) {
    notes.log.add('wrong-type', at, 'an alternative is not an object')
    return null
  }
  noteUnknown(entry, KNOWN, 'top_logprobs[].', notes.log)
  const logprob = valueOf(entry, notes)
  if (Number.isNaN(logprob)) {
    const flaw = flawOfEntry(entry) ?? 'missing-logprob'
    if (flaw === 'sentinel') notes.masked += 1
    notes.log.add(flaw, at, 'of an alternative, which is left out')
    return null
  }
  if (typeof entry['logprob'] === 'string') notes.log.add('wrong-type', at, 'a number in quotes')
  const read = readTokenText(entry['token'] ?? entry['text'], entry['bytes'])
  const alternative = makeAlternative(read.text, logprob, read.bytes, asCount(entry['id']) ?? asCount(entry['token_id']) ?? read.id)
  noteText(read, alternative, at, notes)
  return alternative
}

function listOf(entry: Wire, at: number, notes: EntryNotes): Alternative[] {
  const given = entry['top_logprobs'] ?? entry['top_probs']
  if (!isPresent(given)) return []
  const list = asArray(given)
  const found: Alternative[] = []
  if (list !== null) {
    const most = notes.limits.alternatives
    if (list.length > most) notes.log.add('limit-exceeded', at, `alternatives beyond ${most} at one token are left out`, list.length - most)
    for (let i = 0; i < list.length && i < most; i++) {
      const alternative = readAlternative(list[i], at, notes)
      if (alternative !== null) found.push(alternative)
    }
    return found
  }
  const dictionary = asRecord(given)
  if (dictionary === null) notes.log.add('wrong-type', at, 'top_logprobs is neither a list nor an object')
  else return readDictionary(dictionary, at, notes)
  return found
}

/** A list written as an object from text to value. Equal texts fall together in it: the list may have holes. Its order says nothing. */
export function readDictionary(dictionary: Wire, at: number, notes: EntryNotes): Alternative[] {
  const found: Alternative[] = []
  for (const name in dictionary) {
    const key = plainName(name)
    if (found.length >= notes.limits.alternatives) {
      notes.log.add('limit-exceeded', at, `alternatives beyond ${notes.limits.alternatives} at one token are left out`)
      break
    }
    const value = dictionary[name]
    const logprob = usableLogprob(value)
    if (Number.isNaN(logprob)) {
      const flaw = flawOf(value) ?? 'missing-logprob'
      if (flaw === 'sentinel') notes.masked += 1
      notes.log.add(flaw, at, 'of an alternative, which is left out')
      continue
    }
    if (typeof value === 'string') notes.log.add('wrong-type', at, 'a number in quotes')
    const read = readTokenText(key, undefined)
    found.push(makeAlternative(read.text, logprob, read.bytes, read.id))
  }
  return found.sort((a, b) => b.logprob - a.logprob)
}

/** Takes out of a list what was clipped. */
function withoutClipped(alternatives: Alternative[], at: number, notes: EntryNotes): Alternative[] {
  if (!alternatives.some(isAtClip)) return alternatives
  const kept = alternatives.filter((entry) => !isClipped(entry.logprob, alternatives))
  const clipped = alternatives.length - kept.length
  if (clipped === 0) return alternatives
  notes.masked += clipped
  notes.log.add('sentinel', at, 'of an alternative, which is left out', clipped)
  return kept
}

/** Puts a token together; `at` is its index among the tokens of the answer. `value`: its logprob, `NaN` where not usable. */
export function assembleToken(
  read: TokenText,
  value: number,
  id: number | null,
  part: Part,
  listed: Alternative[],
  at: number,
  notes: EntryNotes,
): DraftToken {
  const clipped = isClipped(value, listed)
  if (clipped) notes.log.add('sentinel', at)
  const logprob = clipped ? NaN : value
  const alternatives = withoutClipped(listed, at, notes)
  const isOwn = (entry: Alternative): boolean => (id !== null && entry.id !== undefined ? entry.id === id : entry.text === read.text)
  orderAlternatives(alternatives, (entry) => isOwn(entry) && entry.logprob === logprob, at, notes)
  const token: DraftToken = { text: read.text, logprob: Number.isNaN(logprob) ? null : logprob, part, alternatives }
  if (read.bytes !== null) token.bytes = read.bytes
  if (id !== null) token.id = id
  if (token.logprob !== null) return token
  const { ceiling } = censor(null, alternatives.some(isOwn) ? [] : alternatives)
  if (ceiling !== undefined) token.ceiling = ceiling
  return token
}

/** Reads one entry; `null` for what is no object, which is counted. */
export function readEntry(value: unknown, part: Part, at: number, notes: EntryNotes): DraftToken | null {
  const entry = asRecord(value)
  if (entry === null) {
    notes.log.add('wrong-type', at, 'an entry of the token list is not an object')
    return null
  }
  noteUnknown(entry, KNOWN, 'logprobs.content[].', notes.log)
  const logprob = valueOf(entry, notes)
  if (Number.isNaN(logprob)) notes.log.add(flawOfEntry(entry) ?? 'missing-logprob', at)
  else if (typeof entry['logprob'] === 'string') notes.log.add('wrong-type', at, 'a number in quotes')
  const text = entry['token'] ?? entry['text']
  if (typeof text !== 'string') {
    if (isPresent(text)) notes.log.add('wrong-type', at, 'token is not a text')
    notes.textless += 1
  }
  if (isPresent(entry['sampling_logprob'])) notes.sampled += 1
  const read = readTokenText(text, entry['bytes'])
  const id = asCount(entry['id']) ?? asCount(entry['token_id']) ?? read.id ?? (typeof text === 'number' ? asCount(text) : null)
  const token = assembleToken(read, logprob, id, part, listOf(entry, at, notes), at, notes)
  noteText(read, token, at, notes)
  // What is no number may be anything: being outside of the list bounds it only where the provider says that it is outside.
  if (token.ceiling !== undefined && flawOfEntry(entry) === 'non-finite') delete token.ceiling
  return token
}
