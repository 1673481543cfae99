import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { decodeContent } from './open-bytes.ts'
import { GzipError } from './gunzip.ts'

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size))
}

async function read(bytes: Uint8Array, size = 1000): Promise<{ text: string; error: unknown }> {
  const blocks: Uint8Array[] = []
  try {
    for await (const block of decodeContent(pieces(bytes, size))) blocks.push(Buffer.from(block))
    return { text: Buffer.concat(blocks).toString(), error: null }
  } catch (error) {
    return { text: Buffer.concat(blocks).toString(), error }
  }
}

/** Text that gzip cannot shrink to nothing. */
function noise(lines: number): string {
  let state = 1
  const out: string[] = []
  for (let i = 0; i < lines; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    out.push(`{"line":${i},"noise":"${state.toString(36)}"}\n`)
  }
  return out.join('')
}

describe('decodeContent', () => {
  const text = noise(20_000)

  it.each([1, 3, 4096, 1_000_000])('reads plain and gzipped content alike, in pieces of %d bytes', async (size) => {
    const short = noise(50)
    const source = size < 100 ? short : text
    expect(await read(Buffer.from(source), size)).toEqual({ text: source, error: null })
    expect(await read(gzipSync(source), size)).toEqual({ text: source, error: null })
  })

  it('reads members behind one another, and gzip inside gzip', async () => {
    expect((await read(Buffer.concat([gzipSync('one\n'), gzipSync(''), gzipSync(text), gzipSync('two\n')]))).text).toBe(`one\n${text}two\n`)
    expect((await read(gzipSync(gzipSync(text)))).text).toBe(text)
  })

  it('hands out everything before the place where compressed data were cut', async () => {
    const packed = gzipSync(text)
    for (const keep of [30, 1000, packed.length >> 1, packed.length - 9, packed.length - 1]) {
      const { text: got, error } = await read(packed.subarray(0, keep), 777)
      expect(error).toBeInstanceOf(GzipError)
      expect(String(error)).toContain('cut off')
      expect(text.startsWith(got)).toBe(true)
      // Deflate works in blocks: what lies before the cut comes out but for the last symbols.
      if (keep > 1000) expect(got.length).toBeGreaterThan((text.length * keep) / packed.length / 1.2 - 40_000)
      if (keep >= packed.length - 9) expect(got).toBe(text)
    }
  })

  it('says when compressed data are damaged', async () => {
    const packed = Buffer.from(gzipSync(text))
    packed.fill(0xff, 50_000, 50_100)
    const { error } = await read(packed)
    expect(error).toBeInstanceOf(GzipError)
    expect(String(error)).toContain('damaged')
  })

  it('passes an error of the source on', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(gzipSync(text).subarray(0, 5000))
      throw new Error('disk on fire')
    }
    const blocks: Uint8Array[] = []
    await expect(async () => {
      for await (const block of decodeContent(failing())) blocks.push(block)
    }).rejects.toThrow('disk on fire')
    expect(blocks.length).toBeGreaterThan(0)
  })

  it('stops reading the source when the reader stops', async () => {
    let closed = false
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        yield gzipSync(text)
        for (;;) yield await Promise.resolve(gzipSync('more'))
      } finally {
        closed = true
      }
    }
    for await (const block of decodeContent(endless())) {
      expect(block.length).toBeGreaterThan(0)
      break
    }
    expect(closed).toBe(true)
  })

  it('turns UTF-16 of Windows shells into UTF-8', async () => {
    expect((await read(Buffer.from('\ufeff{"a":"ğ😀"}', 'utf16le'), 3)).text).toBe('{"a":"ğ😀"}')
    expect((await read(Buffer.from('{"a":"ğ"}', 'utf16le'))).text).toBe('{"a":"ğ"}')
    expect((await read(Buffer.from('{"a":"ğ"}', 'utf16le').swap16())).text).toBe('{"a":"ğ"}')
  })

  it('has nothing to say about empty content', async () => {
    expect(await read(new Uint8Array(0))).toEqual({ text: '', error: null })
  })
})
