import zlib from 'node:zlib'
import type { Transform } from 'node:stream'

/** Bodies that cannot be decompressed: an unknown encoding, damaged data, or more than the limit. What came out before is handed out. */
export class DecompressError extends Error {
  override readonly name = 'DecompressError'
  readonly code: 'unknown-encoding' | 'damaged' | 'too-large'

  constructor(code: DecompressError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** Where this Node has it (22.15 and newer). */
const createZstd = (zlib as unknown as { readonly createZstdDecompress?: () => Transform }).createZstdDecompress

function createStage(encoding: string): Transform | null {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip()
    case 'deflate':
      return zlib.createInflate()
    case 'br':
      return zlib.createBrotliDecompress()
    case 'zstd':
      return createZstd?.() ?? null
    default:
      return null
  }
}

/** The encodings of a `Content-Encoding` header, in the order in which they are taken off. */
function encodingsOf(header: string | null): readonly string[] {
  if (header === null) return []
  const names = header.split(',').map((name) => name.trim().toLowerCase())
  return names.filter((name) => name !== '' && name !== 'identity').reverse()
}

/** Whether a `Content-Encoding` header leaves the bytes as they are. */
export function isPlain(header: string | null): boolean {
  return encodingsOf(header).length === 0
}

/** Most encodings behind one another: more is an attack, not a use. */
const MOST_ENCODINGS = 2

/** Feeds one piece and waits until all that it gives is out. */
function feed(stage: Transform, piece: Uint8Array, failed: Promise<never>): Promise<void> {
  return Promise.race([new Promise<void>((resolve) => stage.write(piece, () => resolve())), failed])
}

async function* throughStage(
  stage: Transform,
  pieces: AsyncIterable<Uint8Array>,
  limitBytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let ready: Uint8Array[] = []
  let total = 0
  let tooLarge = false
  let fail: (error: unknown) => void = () => undefined
  const failed = new Promise<never>((_, reject) => (fail = reject))
  failed.catch(() => undefined)
  stage.on('error', (error: Error) => fail(new DecompressError('damaged', `the compressed data are damaged (${error.message})`)))
  stage.on('data', (block: Uint8Array) => {
    total += block.byteLength
    if (total <= limitBytes) ready.push(block)
    else if (!tooLarge) {
      tooLarge = true
      fail(new DecompressError('too-large', `the decompressed data are larger than ${limitBytes} bytes`))
      stage.destroy()
    }
  })
  const take = (): readonly Uint8Array[] => {
    const blocks = ready
    ready = []
    return blocks
  }
  try {
    for await (const piece of pieces) {
      await feed(stage, piece, failed)
      yield* take()
    }
    const ended = new Promise<void>((resolve) => stage.once('end', resolve))
    stage.end()
    await Promise.race([ended, failed])
    yield* take()
  } catch (error) {
    yield* take()
    throw error
  } finally {
    stage.destroy()
  }
}

async function* each(pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  // eslint-disable-next-line @typescript-eslint/await-thenable -- a list is made asynchronous
  for await (const piece of pieces) yield piece
}

/**
 * Takes the encodings of a `Content-Encoding` header off pieces as they came; each piece gives what it holds before the next is read, so that
 * times of arrival stay true. gzip, deflate, br, and zstd where this Node has it. At most `limitBytes` come out; throws `DecompressError` where
 * something is wrong, after handing out all that could be read.
 */
export function decompress(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  encoding: string | null,
  limitBytes: number,
): AsyncIterable<Uint8Array> {
  let source: AsyncIterable<Uint8Array> = Symbol.asyncIterator in pieces ? pieces : each(pieces)
  const encodings = encodingsOf(encoding)
  if (encodings.length > MOST_ENCODINGS)
    throw new DecompressError('unknown-encoding', `${encodings.length} content encodings behind one another are not read`)
  for (const name of encodings) {
    const stage = createStage(name)
    if (stage === null) throw new DecompressError('unknown-encoding', `the content encoding "${name}" is not known here`)
    source = throughStage(stage, source, limitBytes)
  }
  return encodings.length === 0 ? limited(source, limitBytes) : source
}

async function* limited(pieces: AsyncIterable<Uint8Array>, limitBytes: number): AsyncGenerator<Uint8Array, void, undefined> {
  let total = 0
  for await (const piece of pieces) {
    total += piece.byteLength
    if (total > limitBytes) throw new DecompressError('too-large', `the data are larger than ${limitBytes} bytes`)
    yield piece
  }
}

/** All of `decompress` in one piece. */
export async function decompressAll(bytes: Uint8Array, encoding: string | null, limitBytes: number): Promise<Uint8Array> {
  const blocks: Uint8Array[] = []
  for await (const block of decompress([bytes], encoding, limitBytes)) blocks.push(block)
  return blocks.length === 1 ? blocks[0]! : Buffer.concat(blocks)
}
