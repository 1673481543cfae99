import { createReadStream } from 'node:fs'
import { gunzip } from './gunzip.ts'
import { STDIN, type InputFile } from './list-inputs.ts'

const CHUNK = 256 * 1024
/** Bytes that tell kinds of content apart. */
const HEAD = 2

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  bytes.length >= start.length && start.every((byte, i) => bytes[i] === byte)

async function* withHead(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    if (head.length > 0) yield head
    for (;;) {
      const next = await rest.next()
      if (next.done === true) return
      yield next.value
    }
  } finally {
    await rest.return?.()
  }
}

async function* transcodeUtf16(source: AsyncIterable<Uint8Array>, label: string): AsyncGenerator<Uint8Array, void, undefined> {
  const decoder = new TextDecoder(label)
  for await (const chunk of source) yield Buffer.from(decoder.decode(chunk, { stream: true }))
  yield Buffer.from(decoder.decode())
}

/** Content by its first bytes, never by its name: gzip (also gzip in gzip) is decompressed, UTF-16 (what Windows shells write) turned into UTF-8. */
export async function* decodeContent(source: AsyncIterable<Uint8Array>, depth = 0): AsyncGenerator<Uint8Array, void, undefined> {
  const iterator = source[Symbol.asyncIterator]()
  let head = new Uint8Array(0)
  while (head.length < HEAD) {
    const next = await iterator.next()
    if (next.done === true) break
    head = head.length === 0 ? (next.value as Uint8Array<ArrayBuffer>) : new Uint8Array([...head, ...next.value])
  }
  const whole = withHead(head, iterator)
  if (startsWith(head, [0x1f, 0x8b]) && depth < 2) yield* decodeContent(gunzip(whole), depth + 1)
  else if (startsWith(head, [0xff, 0xfe]) || startsWith(head, [0x7b, 0x00])) yield* transcodeUtf16(whole, 'utf-16le')
  else if (startsWith(head, [0xfe, 0xff]) || startsWith(head, [0x00, 0x7b])) yield* transcodeUtf16(whole, 'utf-16be')
  else yield* whole
}

/** The bytes of an input as they are stored, counted by `onBytes`. */
async function* storedBytes(
  file: InputFile,
  stdin: AsyncIterable<Uint8Array>,
  onBytes: (count: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const stream = file.path === STDIN ? stdin : (createReadStream(file.path, { highWaterMark: CHUNK }) as AsyncIterable<Uint8Array>)
  for await (const chunk of stream) {
    onBytes(chunk.length)
    yield chunk
  }
}

/** The readable content of an input in pieces; throws the system's error or `GzipError`. */
export function openBytes(
  file: InputFile,
  stdin: AsyncIterable<Uint8Array>,
  onBytes: (count: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  return decodeContent(storedBytes(file, stdin, onBytes))
}
