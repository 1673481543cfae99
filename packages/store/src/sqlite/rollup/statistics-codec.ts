import { mergeSum } from '@logitscope/core'
import {
  createByteReader,
  DamagedPayloadError,
  readByte,
  readFloat64,
  readText,
  readVarint,
  type ByteReader,
} from '../payload/byte-reader.ts'
import { createByteWriter, writeByte, writeFloat64, writeText, writeVarint, written, type ByteWriter } from '../payload/byte-writer.ts'
import type { Measure, Statistics } from './statistics.ts'

// Only what is not zero is written. The bins of each metric are those of its scale in core/stats, of which this version is written.
const VERSION = 1
const out = createByteWriter(4096)

function writeCounts(writer: ByteWriter, counts: Float64Array): void {
  let present = 0
  for (const count of counts) if (count !== 0) present += 1
  writeVarint(writer, present)
  let before = -1
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] === 0) continue
    writeVarint(writer, i - before - 1)
    writeVarint(writer, counts[i]!)
    before = i
  }
}

function addCounts(reader: ByteReader, into: Float64Array): void {
  const present = readVarint(reader)
  let at = -1
  for (let n = 0; n < present; n++) {
    at += readVarint(reader) + 1
    if (at >= into.length) throw new DamagedPayloadError('a rollup counts in a bin that its scale does not have')
    into[at]! += readVarint(reader)
  }
}

function writeMeasure(writer: ByteWriter, { histogram, sum }: Measure): void {
  writeVarint(writer, histogram.notFinite.nan)
  writeVarint(writer, histogram.total)
  if (histogram.total === 0) return
  writeFloat64(writer, sum.sum)
  writeFloat64(writer, sum.compensation)
  writeFloat64(writer, histogram.min)
  writeFloat64(writer, histogram.max)
  writeCounts(writer, histogram.counts)
}

function addMeasure(reader: ByteReader, { histogram, sum }: Measure): void {
  histogram.notFinite.nan += readVarint(reader)
  const total = readVarint(reader)
  if (total === 0) return
  histogram.total += total
  mergeSum(sum, { sum: readFloat64(reader), compensation: readFloat64(reader) })
  histogram.min = Math.min(histogram.min, readFloat64(reader))
  histogram.max = Math.max(histogram.max, readFloat64(reader))
  addCounts(reader, histogram.counts)
}

/** Statistics as bytes. */
export function encodeStatistics(statistics: Statistics): Uint8Array {
  out.length = 0
  writeByte(out, VERSION)
  for (const name of ['count', 'withEvidence', 'tokens', 'lowTokens', 'lowTokensOf', 'flagged'] as const) writeVarint(out, statistics[name])
  writeCounts(out, statistics.actions)
  writeCounts(out, statistics.tiers)
  writeCounts(out, statistics.finishes)
  writeVarint(out, statistics.detections.size)
  for (const [kind, count] of statistics.detections) {
    writeText(out, kind)
    writeVarint(out, count)
  }
  for (const measure of statistics.measures) writeMeasure(out, measure)
  writeFloat64(out, statistics.entropyUpper.sum)
  writeFloat64(out, statistics.entropyUpper.compensation)
  return written(out).slice()
}

/** Adds encoded statistics to `into`. Throws `DamagedPayloadError` on bytes that are none. */
export function addStatistics(into: Statistics, bytes: Uint8Array): void {
  const reader = createByteReader(bytes)
  const version = readByte(reader)
  if (version !== VERSION) throw new DamagedPayloadError(`a rollup is of unknown version ${version}`)
  for (const name of ['count', 'withEvidence', 'tokens', 'lowTokens', 'lowTokensOf', 'flagged'] as const) into[name] += readVarint(reader)
  addCounts(reader, into.actions)
  addCounts(reader, into.tiers)
  addCounts(reader, into.finishes)
  const kinds = readVarint(reader)
  for (let i = 0; i < kinds; i++) {
    const kind = readText(reader)
    into.detections.set(kind, (into.detections.get(kind) ?? 0) + readVarint(reader))
  }
  for (const measure of into.measures) addMeasure(reader, measure)
  mergeSum(into.entropyUpper, { sum: readFloat64(reader), compensation: readFloat64(reader) })
}
