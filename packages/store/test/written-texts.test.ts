import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createByteReader, readText } from '../src/sqlite/payload/byte-reader.ts'
import { createByteWriter, writeAscii, writeText, writeVarint, written, type ByteWriter } from '../src/sqlite/payload/byte-writer.ts'
import { readTexts, writeTexts } from '../src/sqlite/payload/text-column.ts'

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', '\0', 'a'.repeat(64), 'a'.repeat(65), 'ş'.repeat(64)),
)
const anyTexts = fc.oneof(fc.array(fc.string()), fc.array(anyText))

function writtenBy(write: (writer: ByteWriter) => void): Uint8Array {
  const writer = createByteWriter(1)
  write(writer)
  return written(writer)
}

/** UTF-8 with its length before it. */
function encoded(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'utf8')
  return Uint8Array.from([...writtenBy((writer) => writeVarint(writer, bytes.length)), ...bytes])
}

describe('texts in a payload', () => {
  it('are UTF-8 with its length before it, whichever way they are written', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(writtenBy((writer) => writeText(writer, text))).toEqual(encoded(text))
      }),
    )
  })

  it('stand in a list with NULs between them, and are read back', () => {
    fc.assert(
      fc.property(anyTexts, (texts) => {
        const bytes = writtenBy((writer) => writeTexts(writer, texts))
        expect(readTexts(createByteReader(bytes), texts.length)).toEqual(texts)
        if (texts.every((text) => !text.includes('\0'))) expect(bytes.subarray(1)).toEqual(encoded(texts.join('\0')))
        else expect(readText(createByteReader(bytes.subarray(1)))).toBe(JSON.stringify(texts))
      }),
    )
  })

  it('leave nothing behind where they are not ASCII', () => {
    expect(writtenBy((writer) => writeAscii(writer, 'abcç'))).toHaveLength(0)
    expect(writtenBy((writer) => writeAscii(writer, 'ab\0'))).toHaveLength(0)
    expect([...writtenBy((writer) => writeAscii(writer, 'ab'))]).toEqual([97, 98])
  })
})
