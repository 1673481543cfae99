import type { TokenStatistics } from '@logitscope/core'
import { createByteReader, DamagedPayloadError, readByte, readFloat64, readText, readVarint } from '../payload/byte-reader.ts'
import { createByteWriter, writeByte, writeFloat64, writeText, writeVarint, written } from '../payload/byte-writer.ts'
import { fromStored, toStored } from '../stored-text.ts'

/** Low-confidence tokens by text: how often, and the sum of their logprobs in nats. The number of texts is bounded. */
export interface LowTokens {
  readonly texts: Map<string, { low: number; sum: number }>
  /** Low tokens whose text found no place. */
  other: number
}

/** Texts in one row of a rollup, and in what is read of many. */
export const MOST_TEXTS = 400
const MOST_READ = 20_000
const VERSION = 1
const out = createByteWriter(4096)

export function createLowTokens(): LowTokens {
  return { texts: new Map(), other: 0 }
}

/** Counts `low` low tokens of a text. */
export function pushLowToken(into: LowTokens, text: string, low: number, sum: number, most: number = MOST_READ): void {
  const known = into.texts.get(text)
  if (known !== undefined) {
    known.low += low
    known.sum += sum
  } else if (into.texts.size < most) into.texts.set(text, { low, sum })
  else into.other += low
}

/** Adds what `other` has counted, or takes it out again. */
export function mergeLowTokens(into: LowTokens, other: LowTokens, sign: 1 | -1 = 1, most: number = MOST_TEXTS): void {
  into.other += other.other
  for (const [text, { low, sum }] of other.texts) {
    if (sign > 0) {
      pushLowToken(into, text, low, sum, most)
      continue
    }
    const known = into.texts.get(text)
    if (known === undefined) into.other = Math.max(0, into.other - low)
    else if (known.low <= low) into.texts.delete(text)
    else {
      known.low -= low
      known.sum -= sum
    }
  }
}

export function encodeLowTokens({ texts, other }: LowTokens): Uint8Array {
  out.length = 0
  writeByte(out, VERSION)
  writeVarint(out, other)
  writeVarint(out, texts.size)
  for (const [text, { low, sum }] of texts) {
    writeText(out, toStored(text))
    writeVarint(out, low)
    writeFloat64(out, sum)
  }
  return written(out).slice()
}

/** Adds encoded low tokens to `into`. */
export function addLowTokens(into: LowTokens, bytes: Uint8Array): void {
  const reader = createByteReader(bytes)
  const version = readByte(reader)
  if (version !== VERSION) throw new DamagedPayloadError(`a rollup of tokens is of unknown version ${version}`)
  into.other += readVarint(reader)
  const count = readVarint(reader)
  for (let i = 0; i < count; i++) pushLowToken(into, fromStored(readText(reader)), readVarint(reader), readFloat64(reader))
}

/** The most frequent ones; those left out of the list by `limit` are simply not in it. */
export function tokenStatistics({ texts, other }: LowTokens, limit: number): TokenStatistics {
  const items = [...texts]
    .sort(([a, left], [b, right]) => right.low - left.low || (a < b ? -1 : a > b ? 1 : 0))
    .slice(0, limit)
    .map(([text, { low, sum }]) => ({ text, low, meanLogprob: sum / low }))
  return { items, other }
}
