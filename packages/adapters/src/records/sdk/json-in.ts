/** JSON that platforms keep as text. */
import { utf8Encode } from '@logitscope/core'
import { parseJson } from '../../shared/json.ts'
import { asArray, asRecord, type Wire } from '../../shared/wire.ts'
import { isTooDeep } from '../nesting.ts'

/** The value of a text that holds a JSON object or list; any other value as it is. */
export function jsonIn(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value) || isTooDeep(utf8Encode(value))) return value
  const parsed = parseJson(value)
  return parsed.ok ? parsed.value : value
}

/** The objects of a list; none where it is no list. */
export function objectsIn(value: unknown): readonly Wire[] {
  return (asArray(value) ?? []).map(asRecord).filter((record) => record !== null)
}
