import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { decompress, decompressAll, DecompressError } from './decompress.ts'

const TEXT = 'data: {"x":1}\n\n'.repeat(500)
const BYTES = Buffer.from(TEXT)
const LIMIT = 1_000_000

async function collect(source: AsyncIterable<Uint8Array>): Promise<{ readonly text: string; readonly error: DecompressError | null }> {
  const blocks: Uint8Array[] = []
  try {
    for await (const block of source) blocks.push(block)
  } catch (error) {
    expect(error).toBeInstanceOf(DecompressError)
    return { text: Buffer.concat(blocks).toString(), error: error as DecompressError }
  }
  return { text: Buffer.concat(blocks).toString(), error: null }
}

describe('decompress', () => {
  it.each([
    ['gzip', gzipSync(BYTES)],
    ['x-gzip', gzipSync(BYTES)],
    ['GZIP', gzipSync(BYTES)],
    ['br', brotliCompressSync(BYTES)],
    ['deflate', deflateSync(BYTES)],
    ['identity', BYTES],
    ['gzip, br', brotliCompressSync(gzipSync(BYTES))],
  ])('takes off %s, however the bytes are cut', async (encoding, compressed) => {
    for (const size of [1, 7, 1_000, compressed.length]) {
      const pieces = Array.from({ length: Math.ceil(compressed.length / size) }, (_, i) => compressed.subarray(i * size, (i + 1) * size))
      expect(await collect(decompress(pieces, encoding, LIMIT))).toEqual({ text: TEXT, error: null })
    }
    expect(Buffer.from(await decompressAll(BYTES, null, LIMIT)).toString()).toBe(TEXT)
  })

  it('gives what a piece holds before the next is read', async () => {
    const stream = brotliCompressSync(BYTES)
    const seen: string[] = []
    const pieces = function* (): Generator<Uint8Array> {
      for (const [name, piece] of [['first', stream.subarray(0, -5)] as const, ['second', stream.subarray(-5)] as const]) {
        seen.push(name)
        yield piece
      }
    }
    for await (const block of decompress(pieces(), 'br', LIMIT)) if (block.length > 0) seen.push('block')
    expect(seen.indexOf('block')).toBeLessThan(seen.indexOf('second'))
  })

  it('stops at the limit, whatever the data promise', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024))
    const { error } = await collect(decompress([bomb], 'gzip', 100_000))
    expect(error?.code).toBe('too-large')
    const plain = await collect(decompress([BYTES], null, 100))
    expect(plain.error?.code).toBe('too-large')
  })

  it('hands out what came before the damage', async () => {
    const cut = gzipSync(BYTES).subarray(0, -12)
    const { text, error } = await collect(decompress([cut], 'gzip', LIMIT))
    expect(error?.code).toBe('damaged')
    expect(TEXT.startsWith(text)).toBe(true)
    const garbage = await collect(decompress([Buffer.from('no gzip at all')], 'gzip', LIMIT))
    expect(garbage.error?.code).toBe('damaged')
  })

  it.each(['compress', 'gzip, gzip, gzip', 'x'])('refuses %s', async (encoding) => {
    await expect(decompressAll(BYTES, encoding, LIMIT)).rejects.toMatchObject({ code: 'unknown-encoding' })
  })
})
