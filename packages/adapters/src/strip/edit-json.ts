/** Taking values out of JSON bytes, or putting others in their place, without writing the rest anew. */
import { utf8Decode, utf8Encode } from '@logitscope/core'
import { scanContainer, type JsonContainer, type JsonPlace } from '../splice/index.ts'

const BACKSLASH = 0x5c

/** A container with the bytes that it stands in. */
export interface JsonView extends JsonContainer {
  readonly bytes: Uint8Array
}

function viewAt(bytes: Uint8Array, at: number, kind: JsonContainer['kind']): JsonView | null {
  const container = scanContainer(bytes, at)
  return container?.kind === kind ? { ...container, bytes } : null
}

/** The object that the bytes are; a byte-order mark may stand before it. */
export function rootObject(bytes: Uint8Array): JsonView | null {
  return viewAt(bytes, bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0, 'object')
}

/** The object that the bytes are, or the objects of the list that they are. */
export function rootObjects(bytes: Uint8Array): readonly JsonView[] {
  const root = rootObject(bytes)
  if (root !== null) return [root]
  const list = viewAt(bytes, 0, 'array')
  return (list?.places ?? []).map((place) => viewAt(bytes, place.start, 'object')).filter((item) => item !== null)
}

export function objectAt(view: JsonView, place: JsonPlace | null): JsonView | null {
  return place === null ? null : viewAt(view.bytes, place.start, 'object')
}

export function arrayAt(view: JsonView, place: JsonPlace | null): JsonView | null {
  return place === null ? null : viewAt(view.bytes, place.start, 'array')
}

/** The objects among the elements of an array; nothing where there is no array. */
export function objectsIn(view: JsonView, place: JsonPlace | null): readonly JsonView[] {
  const list = arrayAt(view, place)
  return (list?.places ?? []).map((item) => objectAt(view, item)).filter((item) => item !== null)
}

function isNamed(bytes: Uint8Array, key: NonNullable<JsonPlace['key']>, name: string): boolean {
  const length = key.end - key.start - 2
  let escaped = false
  let same = length === name.length
  for (let i = 0; i < length; i++) {
    const byte = bytes[key.start + 1 + i]
    if (byte === BACKSLASH) escaped = true
    if (same && byte !== name.charCodeAt(i)) same = false
  }
  if (!escaped) return same
  try {
    return JSON.parse(utf8Decode(bytes, key.start, key.end)) === name
  } catch {
    return false
  }
}

/** The member with an ASCII name; where a name is repeated, the last, which is the one that parsers keep. `null` where there is none. */
export function memberOf(view: JsonView, name: string): JsonPlace | null {
  for (let i = view.places.length - 1; i >= 0; i--) {
    const place = view.places[i]!
    if (place.key !== null && isNamed(view.bytes, place.key, name)) return place
  }
  return null
}

/** The value at a place; `undefined` where there is none, or where it is no JSON. */
export function valueAt(view: JsonView, place: JsonPlace | null): unknown {
  if (place === null) return undefined
  try {
    return JSON.parse(utf8Decode(view.bytes, place.start, place.end)) as unknown
  } catch {
    return undefined
  }
}

/** Whether a value is there and is not `null`. */
export function holds(view: JsonView, place: JsonPlace | null): boolean {
  return place !== null && view.bytes[place.start] !== 0x6e
}

/** Changes to one piece of bytes, gathered and then made at once. Places must not overlap. */
export interface JsonEdits {
  readonly replace: (place: JsonPlace, json: string) => void
  /** Takes members or elements out, with their commas. One call for all of a container. */
  readonly remove: (view: JsonView, places: ReadonlySet<JsonPlace>) => void
  /** The changed bytes; the same array where nothing was changed. */
  readonly result: () => Uint8Array
}

export function createEdits(bytes: Uint8Array): JsonEdits {
  const edits: { readonly start: number; readonly end: number; readonly by: Uint8Array }[] = []
  const nothing = new Uint8Array(0)
  const startOf = (place: JsonPlace): number => place.key?.start ?? place.start

  return {
    replace(place, json) {
      edits.push({ start: place.start, end: place.end, by: utf8Encode(json) })
    },
    remove({ places }, removed) {
      const first = places.findIndex((place) => !removed.has(place))
      if (first !== 0 && places.length > 0)
        edits.push({ start: startOf(places[0]!), end: first < 0 ? places[places.length - 1]!.end : startOf(places[first]!), by: nothing })
      for (let i = Math.max(first, 0) + 1; first >= 0 && i < places.length; i++)
        if (removed.has(places[i]!)) edits.push({ start: places[i - 1]!.end, end: places[i]!.end, by: nothing })
    },
    result() {
      if (edits.length === 0) return bytes
      edits.sort((a, b) => a.start - b.start)
      const out = new Uint8Array(edits.reduce((length, edit) => length + edit.by.length - (edit.end - edit.start), bytes.length))
      let from = 0
      let to = 0
      for (const { start, end, by } of edits) {
        out.set(bytes.subarray(from, start), to)
        to += start - from
        out.set(by, to)
        to += by.length
        from = end
      }
      out.set(bytes.subarray(from), to)
      return out
    },
  }
}

/** An object with the members of another that it lacks put behind its own, as bytes; as it was where one of the two is no object. */
export function withMembersOf(bytes: Uint8Array, other: Uint8Array, except: readonly string[]): Uint8Array {
  const view = rootObject(bytes)
  const source = rootObject(other)
  if (view === null || source === null) return bytes
  const missing = source.places.filter((place) => {
    const name = place.key === null ? undefined : valueAt(source, { start: place.key.start, end: place.key.end, key: null })
    return typeof name === 'string' && !except.includes(name) && memberOf(view, name) === null
  })
  if (missing.length === 0) return bytes
  const texts = missing.map((place) => utf8Decode(other, place.key!.start, place.end))
  const added = utf8Encode(`${view.places.length > 0 ? ',' : ''}${texts.join(',')}`)
  const at = view.places[view.places.length - 1]?.end ?? view.open + 1
  const out = new Uint8Array(bytes.length + added.length)
  out.set(bytes.subarray(0, at))
  out.set(added, at)
  out.set(bytes.subarray(at), at + added.length)
  return out
}
