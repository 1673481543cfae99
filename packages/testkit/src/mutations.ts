/** Hostile versions of a recorded answer, seeded. */
import type { Seeded } from './seeded.ts'

/** What stands where a value should be. */
const HOSTILE: readonly string[] = [
  'null',
  'true',
  '[]',
  '{}',
  '""',
  '0',
  '-0',
  '-1',
  '1.5',
  '-9999.0',
  '-100.0',
  '1e308',
  '-1e308',
  '1e999',
  '-1e999',
  '9007199254740993',
  'NaN',
  'Infinity',
  '-Infinity',
  '"NaN"',
  '"-inf"',
  '"-0.5"',
  '"\\ud800"',
  '"\\u0000"',
  '"\\ufffd"',
  '"__proto__"',
  '"token_id:7"',
  '"bytes:\\\\xe2\\\\x80"',
  '[[[[[[]]]]]]',
  '[null]',
  '[-1,256,1.5]',
  '[255,255]',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":null}',
  '[239,191,189]',
  '"<|channel|>"',
  '"<|message|>"',
]

const encoder = new TextEncoder()
const decoder = new TextDecoder()

function spliced(bytes: Uint8Array, from: number, to: number, insert: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length - (to - from) + insert.length)
  out.set(bytes.subarray(0, from))
  out.set(insert, from)
  out.set(bytes.subarray(to), from + insert.length)
  return out
}

/** Ranges of the JSON values that are no objects or lists, by a scan that knows strings. */
function scalars(text: string): [number, number][] {
  const found: [number, number][] = []
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\b(?:true|false|null)\b/g)) {
    if (match[1] === undefined) found.push([match.index, match.index + match[0].length])
  }
  return found
}

function byteMutation(bytes: Uint8Array, random: Seeded): Uint8Array {
  const at = random.index(bytes.length)
  const to = Math.min(bytes.length, at + 1 + random.index(12))
  switch (random.index(6)) {
    case 0: {
      const out = bytes.slice()
      out[at] = random.index(256)
      return out
    }
    case 1:
      return spliced(bytes, at, to, new Uint8Array(0))
    case 2:
      return spliced(bytes, at, at, bytes.slice(at, Math.min(bytes.length, at + 1 + random.index(200))))
    case 3:
      return spliced(
        bytes,
        at,
        at,
        encoder.encode(random.pick(['"', '\\', '{', '[', '}', ']', ',', '\n', '\r\n\r\n', 'data: ', '\0', '\uFEFF', '}}}}', ': x\n'])),
      )
    case 4:
      return bytes.slice(0, at)
    default:
      return bytes.slice(at)
  }
}

function valueMutation(bytes: Uint8Array, random: Seeded): Uint8Array {
  const text = decoder.decode(bytes)
  const values = scalars(text)
  if (values.length === 0) return byteMutation(bytes, random)
  let out = text
  const times = 1 + random.index(3)
  const chosen = Array.from({ length: times }, () => random.pick(values)).sort((a, b) => b[0] - a[0])
  for (const [from, to] of chosen) if (to <= out.length) out = out.slice(0, from) + random.pick(HOSTILE) + out.slice(to)
  return encoder.encode(out)
}

function nameMutation(bytes: Uint8Array, random: Seeded): Uint8Array {
  const text = decoder.decode(bytes)
  const names = [...text.matchAll(/"([a-z_]+)"\s*:/g)]
  if (names.length === 0) return byteMutation(bytes, random)
  const match = random.pick(names)
  const name = random.pick([...names.map((other) => other[1]!), '__proto__', 'constructor', 'hasOwnProperty', 'toString', '0', ''])
  return encoder.encode(`${text.slice(0, match.index)}"${name}":${text.slice(match.index + match[0].length)}`)
}

/** One hostile version. */
export function mutated(bytes: Uint8Array, random: Seeded): Uint8Array {
  if (bytes.length === 0) return bytes
  const kind = random.next()
  if (kind < 0.45) return valueMutation(bytes, random)
  if (kind < 0.6) return nameMutation(bytes, random)
  return byteMutation(bytes, random)
}
