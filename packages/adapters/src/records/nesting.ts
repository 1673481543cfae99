/** Checks of a record's bytes that its parsed form cannot answer. */
import { utf8Decode } from '@logitscope/core'
import { parseJson } from '../shared/json.ts'
import { asArray, asRecord, isPresent, type Wire } from '../shared/wire.ts'
import { createJsonScanner } from './split/json-scanner.ts'

/** Deeper than any answer or tool schema, and far from what exhausts a stack. */
const DEEPEST = 512

/** Whether a value's JSON text nests deeper than is read. */
export function createNestingCheck(): (bytes: Uint8Array) => boolean {
  const scanner = createJsonScanner()
  return (bytes) => {
    scanner.reset()
    scanner.feed(bytes, 0, bytes.length)
    return scanner.depth > DEEPEST
  }
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
