import { utf8Decode, utf8Encode } from '@logitscope/core'
import { scanContainer, skipSpace, type JsonContainer, type JsonPlace } from './scan-json.ts'

/** One value to add to a JSON body: a member of the object at `path`, or an element of the array at `path`. What is missing on the way is made. */
export type Insertion =
  | { readonly kind: 'member'; readonly path: readonly string[]; readonly key: string; readonly value: unknown }
  | { readonly kind: 'element'; readonly path: readonly string[]; readonly value: unknown }

interface Edit {
  readonly at: number
  readonly bytes: Uint8Array
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]

function keyOf(bytes: Uint8Array, place: JsonPlace): string | null {
  if (place.key === null) return null
  try {
    return JSON.parse(utf8Decode(bytes, place.key.start, place.key.end)) as string
  } catch {
    return null
  }
}

/** The members with a key: more than one where the body repeats it. */
function membersNamed(bytes: Uint8Array, container: JsonContainer, key: string): readonly JsonPlace[] {
  return container.places.filter((place) => keyOf(bytes, place) === key)
}

function append(container: JsonContainer, text: string): Edit {
  const last = container.places[container.places.length - 1]
  return last === undefined ? { at: container.open + 1, bytes: utf8Encode(text) } : { at: last.end, bytes: utf8Encode(`,${text}`) }
}

function nested(path: readonly string[], inner: string): string {
  return path.reduceRight((text, key) => `{${JSON.stringify(key)}:${text}}`, inner)
}

function editFor(bytes: Uint8Array, root: JsonContainer, insertion: Insertion): Edit | null {
  const leaf =
    insertion.kind === 'member'
      ? `{${JSON.stringify(insertion.key)}:${JSON.stringify(insertion.value)}}`
      : `[${JSON.stringify(insertion.value)}]`
  let container = root
  for (let depth = 0; depth < insertion.path.length; depth++) {
    const key = insertion.path[depth]!
    if (container.kind !== 'object') return null
    const found = membersNamed(bytes, container, key)
    if (found.length === 0) return append(container, `${JSON.stringify(key)}:${nested(insertion.path.slice(depth + 1), leaf)}`)
    const inner = found.length === 1 ? scanContainer(bytes, found[0]!.start) : null
    if (inner === null) return null
    container = inner
  }
  if (insertion.kind === 'element') return container.kind === 'array' ? append(container, JSON.stringify(insertion.value)) : null
  if (container.kind !== 'object' || membersNamed(bytes, container, insertion.key).length > 0) return null
  return append(container, leaf.slice(1, -1))
}

function apply(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  const result = new Uint8Array(edits.reduce((length, edit) => length + edit.bytes.length, bytes.length))
  let from = 0
  let to = 0
  for (const edit of edits) {
    result.set(bytes.subarray(from, edit.at), to)
    to += edit.at - from
    result.set(edit.bytes, to)
    to += edit.bytes.length
    from = edit.at
  }
  result.set(bytes.subarray(from), to)
  return result
}

/**
 * Adds values to the bytes of a JSON object without writing the rest of it anew: every other byte stays where it was in the order.
 *
 * `null` (leave the body alone) where the bytes are not one JSON object, a member that would be added is there already, a container on the way is
 * repeated or is something else (`null`, a number), or anything stands behind the object. A byte-order mark and white space around it are kept.
 * Insertions under one missing container must be given as one nested value.
 */
export function splice(bytes: Uint8Array, insertions: readonly Insertion[]): Uint8Array | null {
  const start = BYTE_ORDER_MARK.every((byte, i) => bytes[i] === byte) ? 3 : 0
  const root = scanContainer(bytes, start)
  if (root?.kind !== 'object' || skipSpace(bytes, root.close + 1) < bytes.length) return null
  const edits: Edit[] = []
  for (const insertion of insertions) {
    const edit = editFor(bytes, root, insertion)
    if (edit === null) return null
    edits.push(edit)
  }
  // Appending several members to an empty object needs commas between them.
  const sorted = edits.map((edit, order) => ({ ...edit, order })).sort((a, b) => a.at - b.at || a.order - b.order)
  const joined = sorted.map((edit, i) => {
    const before = sorted[i - 1]
    const follows = before?.at === edit.at && edit.bytes[0] !== 0x2c
    return follows ? { at: edit.at, bytes: utf8Encode(`,${utf8Decode(edit.bytes)}`) } : edit
  })
  return apply(bytes, joined)
}
