import type { Heatmap } from '@logitscope/core'
import { createByteReader, DamagedPayloadError, readByte, readVarint, type ByteReader } from '../payload/byte-reader.ts'
import { createByteWriter, writeByte, writeVarint, written, type ByteWriter } from '../payload/byte-writer.ts'

const VERSION = 1
const out = createByteWriter(4096)

function writeCounts(writer: ByteWriter, counts: Float64Array): void {
  let before = -1
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] === 0) continue
    writeVarint(writer, i - before)
    writeVarint(writer, counts[i]!)
    before = i
  }
  writeVarint(writer, 0)
}

function addCounts(reader: ByteReader, into: Float64Array): void {
  let at = -1
  for (let step = readVarint(reader); step > 0; step = readVarint(reader)) {
    at += step
    if (at >= into.length) throw new DamagedPayloadError('a heatmap counts in a cell that its scales do not have')
    into[at]! += readVarint(reader)
  }
}

/** A heatmap as bytes: the cells that are not empty. */
export function encodeHeatmap(heatmap: Heatmap): Uint8Array {
  out.length = 0
  writeByte(out, VERSION)
  writeCounts(out, heatmap.cells)
  writeCounts(out, heatmap.unknown)
  return written(out).slice()
}

/** Adds an encoded heatmap to `into`. */
export function addHeatmap(into: Heatmap, bytes: Uint8Array): void {
  const reader = createByteReader(bytes)
  const version = readByte(reader)
  if (version !== VERSION) throw new DamagedPayloadError(`a heatmap is of unknown version ${version}`)
  addCounts(reader, into.cells)
  addCounts(reader, into.unknown)
}
