/**
 * Whether tokens are right as they are: nearly all of them, so that this is decided without the machinery that says what is wrong.
 * What is refused here is read field by field.
 */
import { isSentinel } from '../integrity/sentinels.ts'
import type { Alternative, Token } from '../types.ts'

function isIndex(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0 && !Object.is(value, -0)
}

function isLogprob(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && !isSentinel(value) && !Object.is(value, -0)
}

/** Whether a value is a list of whole numbers from 0 to 255. */
export function isByteList(value: unknown): value is readonly number[] {
  if (!Array.isArray(value)) return false
  const bytes = value as readonly unknown[]
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]
    if (typeof byte !== 'number' || (byte & 0xff) !== byte) return false
  }
  return true
}

/** Whether a parsed JSON value is an alternative in every field, with no other field. */
export function isAlternative(value: unknown): value is Alternative {
  if (typeof value !== 'object' || value === null) return false
  const entry = value as Readonly<Record<string, unknown>>
  let needed = 2
  for (const name in entry) {
    const item = entry[name]
    if (name === 'text') {
      if (typeof item !== 'string') return false
      needed -= 1
    } else if (name === 'logprob') {
      if (!isLogprob(item)) return false
      needed -= 1
    } else if (name === 'bytes') {
      if (!isByteList(item)) return false
    } else if (name !== 'id' || !isIndex(item)) return false
  }
  return needed === 0
}

/** Whether a parsed JSON value is a token in every field, with no other field. */
export function isToken(value: unknown): value is Token {
  if (typeof value !== 'object' || value === null) return false
  const entry = value as Readonly<Record<string, unknown>>
  let needed = 4
  for (const name in entry) {
    const item = entry[name]
    let right = false
    switch (name) {
      case 'text':
        right = typeof item === 'string'
        needed -= 1
        break
      case 'logprob':
        right = item === null || isLogprob(item)
        needed -= 1
        break
      case 'part':
        right = item === 'content' || item === 'refusal' || item === 'reasoning' || item === 'tool'
        needed -= 1
        break
      case 'alternatives':
        right = Array.isArray(item) && item.every(isAlternative)
        needed -= 1
        break
      case 'bytes':
        right = isByteList(item)
        break
      case 'ceiling':
        right = isLogprob(item)
        break
      case 'id':
      case 'partIndex':
        right = isIndex(item)
        break
      case 'special':
        right = item === true
        break
    }
    if (!right) return false
  }
  return needed === 0
}
