/** A scored prompt as vLLM sends it: for each prompt token an object from token id to `{logprob, rank, decoded_token}`, null for the first. */
import { censor, type Alternative } from '@logitscope/core'
import { makeAlternative, type DraftToken, type EntryNotes } from './draft-token.ts'
import { plainName } from './json.ts'
import { names, noteUnknown } from './known-fields.ts'
import { flawOf, usableLogprob } from './numbers.ts'
import { asArray, asCount, asNumber, asRecord, asText } from './wire.ts'

const KNOWN: ReadonlySet<string> = names('logprob rank decoded_token')
const DIGITS = /^\d{1,10}$/

interface Listed {
  readonly id: number
  readonly text: string
  readonly logprob: number
  readonly flawed: boolean
  readonly rank: number | null
}

/** The list of one position, and how many entries lie beyond the limit. */
function listedIn(value: unknown, at: number, notes: EntryNotes): readonly [Listed[], number] {
  const entries = asRecord(value)
  if (entries === null) return [[], 0]
  const listed: Listed[] = []
  let beyond = 0
  for (const name in entries) {
    const entry = asRecord(entries[name])
    const key = plainName(name)
    if (entry === null || !DIGITS.test(key)) {
      notes.log.add('wrong-type', undefined, 'prompt_logprobs holds something else than entries by token id')
      continue
    }
    if (listed.length >= notes.limits.alternatives) {
      beyond += 1
      continue
    }
    noteUnknown(entry, KNOWN, 'prompt_logprobs[].', notes.log)
    const logprob = usableLogprob(entry['logprob'])
    if (Number.isNaN(logprob)) notes.log.add(flawOf(entry['logprob']) ?? 'missing-logprob', undefined, `prompt token ${at}`)
    listed.push({
      id: Number(key),
      text: asText(entry['decoded_token']) ?? '',
      logprob,
      flawed: Number.isNaN(logprob),
      rank: asNumber(entry['rank']),
    })
  }
  const most = notes.limits.alternatives
  if (beyond > 0) notes.log.add('limit-exceeded', undefined, `alternatives beyond ${most} at one token are left out`, beyond)
  return [listed, beyond]
}

/**
 * Which of the listed is the prompt's own token: the one with the known id; else the one whose rank is beyond the others' (the list holds
 * ranks 1 to k, and the own token); else the first, where the order of the JSON text was kept. −1 where it cannot be told.
 */
function ownIndex(listed: readonly Listed[], id: number | null, ordered: boolean): number {
  if (id !== null) return listed.findIndex((entry) => entry.id === id)
  if (listed.length <= 1) return listed.length - 1
  const beyond = listed.findIndex(
    (entry) =>
      entry.rank !== null &&
      entry.rank > listed.length - 1 &&
      listed.filter((other) => other.rank !== null && other.rank >= entry.rank!).length === 1,
  )
  if (beyond >= 0 && listed[beyond]!.rank! > listed.length) return beyond
  return ordered ? 0 : -1
}

/** Reads a scored prompt; `null` where there is none. `ids`: the prompt's token ids where the payload gives them. */
export function readPromptLogprobs(value: unknown, ids: unknown, notes: EntryNotes): DraftToken[] | null {
  const positions = asArray(value)
  if (positions === null || positions.length === 0) return null
  const known = asArray(ids)
  const ordered = positions.some((position) => Object.keys(asRecord(position) ?? {}).some((name) => plainName(name) !== name))
  let untold = 0
  const most = notes.limits.tokens
  if (positions.length > most)
    notes.log.add('limit-exceeded', undefined, `prompt tokens beyond ${most} are left out`, positions.length - most)
  const tokens = positions.slice(0, most).map((position, i): DraftToken => {
    const [listed, beyond] = listedIn(position, i, notes)
    const id = asCount(known?.[i])
    // Without an id or an order, the own entry may be one of those that were left out.
    const own = beyond > 0 && id === null && !ordered ? -1 : ownIndex(listed, id, ordered)
    const alternatives = listed
      .filter((entry) => !entry.flawed)
      .sort((a, b) => b.logprob - a.logprob || (a.rank ?? Infinity) - (b.rank ?? Infinity) || 0)
      .map((entry): Alternative => makeAlternative(entry.text, entry.logprob, null, entry.id))
    const entry = listed[own]
    if (listed.length > 0 && entry === undefined) untold += 1
    const token: DraftToken = {
      text: entry?.text ?? '',
      logprob: entry === undefined || entry.flawed ? null : entry.logprob,
      part: 'content',
      alternatives,
    }
    const tokenId = entry?.id ?? id
    if (tokenId !== null) token.id = tokenId
    if (token.logprob === null && listed.length > 0) {
      const { ceiling } = censor(null, tokenId === null || alternatives.some((other) => other.id === tokenId) ? [] : alternatives)
      if (ceiling !== undefined) token.ceiling = ceiling
    }
    return token
  })
  if (untold > 0) notes.log.add('missing-logprob', undefined, "prompt tokens whose own entry cannot be told from their list's", untold)
  return tokens
}
