import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { createByteReader, DamagedPayloadError, readByte, readBytes, readVarint, type ByteReader } from './byte-reader.ts'
import { createByteWriter, writeByte, writeBytes, writeVarint, written, type ByteWriter } from './byte-writer.ts'
import { DICTIONARIES } from './dictionary.ts'

const PACKED = 1
/** Larger windows find little more in a payload of some kilobytes, and cost ten times the call. */
const OPTIONS = { level: 1, windowBits: 13, memLevel: 6 } as const
/** More than any payload that was accepted: a damaged length must not ask for all memory. */
const LARGEST = 1 << 30

/** Two streams of bytes: one that is worth compressing and one that is not. */
export interface Streams {
  readonly soft: ByteWriter
  readonly hard: ByteWriter
}

const soft = createByteWriter(1 << 16)
const hard = createByteWriter(1 << 16)
const out = createByteWriter(1 << 16)

/** Packs what `write` writes. Not re-entrant. */
export function pack(dictionary: keyof typeof DICTIONARIES, write: (streams: Streams) => void): Uint8Array {
  soft.length = hard.length = out.length = 0
  write({ soft, hard })
  const compressed = deflateRawSync(written(soft), { ...OPTIONS, dictionary: DICTIONARIES[dictionary] })
  writeByte(out, PACKED)
  writeVarint(out, soft.length)
  writeVarint(out, compressed.length)
  writeBytes(out, compressed)
  writeBytes(out, written(hard))
  return written(out).slice()
}

/** The two streams of packed bytes. Throws `DamagedPayloadError` where they are not what `pack` writes. */
export function unpack(dictionary: keyof typeof DICTIONARIES, bytes: Uint8Array): { readonly soft: ByteReader; readonly hard: ByteReader } {
  const reader = createByteReader(bytes)
  const version = readByte(reader)
  if (version !== PACKED) throw new DamagedPayloadError(`the payload is of unknown version ${version}`)
  const length = readVarint(reader)
  if (length > LARGEST) throw new DamagedPayloadError(`the payload claims ${length} bytes`)
  const compressed = readBytes(reader, readVarint(reader))
  let plain: Uint8Array
  try {
    plain = inflateRawSync(compressed, { dictionary: DICTIONARIES[dictionary], maxOutputLength: Math.max(1, length) })
  } catch (cause) {
    throw new DamagedPayloadError(`the payload cannot be decompressed: ${String(cause)}`)
  }
  if (plain.length !== length) throw new DamagedPayloadError(`the payload holds ${plain.length} bytes, not ${length}`)
  return { soft: createByteReader(plain), hard: createByteReader(readBytes(reader, bytes.length - reader.at)) }
}
