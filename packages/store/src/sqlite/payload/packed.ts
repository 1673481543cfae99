import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { createByteReader, DamagedPayloadError, readByte, readBytes, readVarint, type ByteReader } from './byte-reader.ts'
import { createByteWriter, writeByte, writeBytes, writeVarint, written, type ByteWriter } from './byte-writer.ts'
import { DICTIONARIES } from './dictionary.ts'

const PACKED = 2
/** The window holds the payload of an answer of some hundred tokens: half of it took a tenth more bytes and time, twice of it saves nothing more. */
const OPTIONS = { level: 1, windowBits: 14, memLevel: 6, chunkSize: 8_192, dictionary: DICTIONARIES.get(PACKED)! } as const
/** More than any payload that was accepted: a damaged length must not ask for all memory. */
const LARGEST = 1 << 30

/** Two streams of bytes: one that is worth compressing and one that is not. */
export interface Streams {
  readonly soft: ByteWriter
  readonly hard: ByteWriter
}

const soft = createByteWriter(1 << 16)
const hard = createByteWriter(1 << 16)

function assemble(softLength: number, compressed: Uint8Array, rest: Uint8Array): Uint8Array {
  const out = createByteWriter(compressed.length + rest.length + 16)
  writeByte(out, PACKED)
  writeVarint(out, softLength)
  writeVarint(out, compressed.length)
  writeBytes(out, compressed)
  writeBytes(out, rest)
  return written(out)
}

/** Packs what `write` writes. Not re-entrant. */
export function pack(write: (streams: Streams) => void): Uint8Array {
  soft.length = hard.length = 0
  write({ soft, hard })
  return assemble(soft.length, deflateRawSync(written(soft), OPTIONS), written(hard))
}

/** The two streams of packed bytes. Throws `DamagedPayloadError` where they are not what `pack` writes. */
export function unpack(bytes: Uint8Array): { readonly soft: ByteReader; readonly hard: ByteReader } {
  const reader = createByteReader(bytes)
  const version = readByte(reader)
  const dictionary = DICTIONARIES.get(version)
  if (dictionary === undefined) throw new DamagedPayloadError(`the payload is of unknown version ${version}`)
  const length = readVarint(reader)
  if (length > LARGEST) throw new DamagedPayloadError(`the payload claims ${length} bytes`)
  const compressed = readBytes(reader, readVarint(reader))
  let plain: Uint8Array
  try {
    plain = inflateRawSync(compressed, { dictionary, maxOutputLength: Math.max(1, length) })
  } catch (cause) {
    throw new DamagedPayloadError(`the payload cannot be decompressed: ${String(cause)}`)
  }
  if (plain.length !== length) throw new DamagedPayloadError(`the payload holds ${plain.length} bytes, not ${length}`)
  return { soft: createByteReader(plain), hard: createByteReader(readBytes(reader, bytes.length - reader.at)) }
}
