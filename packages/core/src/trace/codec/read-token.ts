/** Tokens of a trace in JSON. */
import { censor } from '../censor.ts'
import { isSentinel } from '../integrity/sentinels.ts'
import type { Alternative, Part, Token } from '../types.ts'
import type { IssueCounter } from './issue-counter.ts'
import { isAlternative, isByteList, isToken } from './right-token.ts'
import { kindOf, readIndex, readList, readObject, readOneOf, readText, type Reader } from './readers.ts'

const PARTS: readonly Part[] = ['content', 'refusal', 'reasoning', 'tool']

/** A logprob, or `null` with an issue where the value cannot be one. */
function readLogprob(value: unknown, issues: IssueCounter): number | null {
  if (typeof value !== 'number') issues.add('wrong-type', `is ${kindOf(value)} where a number or null is expected`)
  else if (!Number.isFinite(value)) issues.add('non-finite', `is ${value}: taken as censored`)
  else if (isSentinel(value)) issues.add('sentinel', `is ${value}, which stands for no value: taken as censored`)
  else return value === 0 ? 0 : value
  return null
}

const readUsableLogprob: Reader<number> = (value, issues) => readLogprob(value, issues) ?? undefined

const readBytes: Reader<readonly number[]> = (value, issues) => {
  if (isByteList(value)) return value
  issues.add('wrong-type', 'is not a list of bytes from 0 to 255')
  return undefined
}

const readAlternativeFields = readObject<Alternative>({
  text: { read: readText, otherwise: () => '' },
  bytes: { read: readBytes },
  id: { read: readIndex },
  logprob: { read: readUsableLogprob, needed: true },
})

/** An alternative; one without a usable logprob says nothing and is left out. */
const readAlternative: Reader<Alternative> = (value, issues) => (isAlternative(value) ? value : readAlternativeFields(value, issues))

const readSpecial: Reader<true> = (value, issues) => {
  if (value === true) return true
  if (value !== false) issues.add('wrong-type', `is ${kindOf(value)} where true is expected`)
  return undefined
}

const readFields = readObject<Token>({
  text: { read: readText, otherwise: () => '' },
  bytes: { read: readBytes },
  logprob: { read: (value, issues) => (value === null ? null : readLogprob(value, issues)), otherwise: () => null },
  ceiling: { read: readUsableLogprob },
  id: { read: readIndex },
  part: { read: readOneOf(PARTS), otherwise: () => 'content' },
  partIndex: { read: readIndex },
  special: { read: readSpecial },
  alternatives: { read: readList(readAlternative), otherwise: () => [] },
})

/** A token. A logprob that is none becomes `null`, with the list's smallest as its bound. */
export const readToken: Reader<Token> = (value, issues) => {
  if (isToken(value)) return value
  const token = readFields(value, issues)
  if (token?.logprob !== null || token.ceiling !== undefined) return token
  const given = (value as Readonly<Record<string, unknown>>)['logprob']
  return typeof given === 'number' ? { ...token, ...censor(given, token.alternatives) } : token
}

/** Stands for an entry that is no token, so that the others keep their places. */
export function missingToken(): Token {
  return { text: '', logprob: null, part: 'content', alternatives: [] }
}
