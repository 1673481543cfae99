/** Checks of a record's bytes that its parsed form cannot answer. */
import { utf8Decode } from '@logitscope/core'
import { parseJson } from '../shared/json.ts'
import { asArray, asRecord, isPresent, type Wire } from '../shared/wire.ts'

/** Deeper than any answer or tool schema, and far from what exhausts a stack. */
const DEEPEST = 512

/** Whether a JSON text nests deeper than is read. The bytes are known to be JSON. Cost: linear, a few times that of finding a line feed. */
export function isTooDeep(bytes: Uint8Array): boolean {
  // Every level takes two brackets.
  if (bytes.length < 2 * DEEPEST) return false
  let depth = 0
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!
    if (byte === 0x22) {
      for (i += 1; i < bytes.length && bytes[i] !== 0x22; i++) if (bytes[i] === 0x5c) i += 1
    } else if (byte >= 0x5b) {
      // `[` and `{`, `]` and `}` differ in one bit.
      const bracket = byte | 0x20
      if (bracket === 0x7b) {
        depth += 1
        if (depth > DEEPEST) return true
      } else if (bracket === 0x7d) depth -= 1
    }
  }
  return false
}

function listsById(body: Wire | null): boolean {
  if (body === null) return false
  return (
    isPresent(body['prompt_logprobs']) ||
    (asArray(body['choices'])?.some((choice) => isPresent(asRecord(choice)?.['prompt_logprobs'])) ?? false)
  )
}

/** The record with what `JSON.parse` loses, where it holds such a thing: the order of tokens listed under their ids (see `parseJson`). */
export function inOrder(record: Wire, bytes: Uint8Array): Wire {
  const response = asRecord(record['response'])
  if (![record, response, asRecord(response?.['body'])].some(listsById)) return record
  const parsed = parseJson(utf8Decode(bytes))
  return (parsed.ok ? asRecord(parsed.value) : null) ?? record
}
