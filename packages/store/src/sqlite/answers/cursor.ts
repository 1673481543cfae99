import { StoreError } from '../../contract/store-error.ts'

/** Where a page ended: the value that it is sorted by, and the answer. */
export interface Position {
  readonly value: number | null
  readonly seq: number
}

/** A short fingerprint of what a cursor belongs to. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(36)
}

/** An opaque cursor, valid for the same question only. */
export function encodeCursor(question: string, { value, seq }: Position): string {
  return Buffer.from(JSON.stringify([fingerprint(question), value, seq])).toString('base64url')
}

/** Throws a `StoreError` `bad-cursor` on a text that is no cursor of this question. */
export function decodeCursor(question: string, cursor: string): Position {
  let read: unknown
  try {
    read = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    read = null
  }
  if (Array.isArray(read)) {
    const [of, value, seq] = read as unknown[]
    const isValue = value === null || (typeof value === 'number' && Number.isFinite(value))
    if (of === fingerprint(question) && isValue && Number.isSafeInteger(seq)) return { value, seq: seq as number }
  }
  throw new StoreError('bad-cursor', 'the cursor does not belong to this question; start again without one')
}
