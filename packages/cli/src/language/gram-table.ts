import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'

/** Which languages a gram of up to six bytes speaks for, and how much: the table of the `eld` library (Nito T.M., Apache-2.0) in typed arrays. */
export interface GramTable {
  /** ISO 639-1 codes. */
  readonly languages: readonly string[]
  /** Score of a usual text in each language, 0 to 1. */
  readonly averages: readonly number[]
  /** The grams, their bytes read as one number, ascending. */
  readonly keys: Float64Array
  /** Where the pairs of each gram begin; one more than there are grams. */
  readonly starts: Uint32Array
  /** Pairs of a language, by its place in `languages`, and a score. */
  readonly pairLanguages: Uint8Array
  readonly pairScores: Uint8Array
}

const FILE = new URL('../../assets/languages.bin.gz', import.meta.url)
const KEY_BYTES = 6

/** Reads the table that `tools/build-language-table.mjs` wrote: about 1.5 MB in memory, 10 ms. */
export async function readGramTable(): Promise<GramTable> {
  const bytes = gunzipSync(await readFile(FILE))
  const headEnd = 4 + bytes.readUInt32LE(0)
  const head = JSON.parse(bytes.toString('utf8', 4, headEnd)) as {
    readonly languages: readonly string[]
    readonly averages: readonly number[]
    readonly grams: number
    readonly pairs: number
  }
  const { languages, averages, grams, pairs } = head
  const keys = new Float64Array(grams)
  const starts = new Uint32Array(grams + 1)
  const countsAt = headEnd + KEY_BYTES * grams
  for (let i = 0; i < grams; i++) {
    keys[i] = bytes.readUIntBE(headEnd + KEY_BYTES * i, KEY_BYTES)
    starts[i + 1] = starts[i]! + bytes[countsAt + i]!
  }
  const pairsAt = countsAt + grams
  // Copies: the file's bytes are let go.
  return {
    languages,
    averages,
    keys,
    starts,
    pairLanguages: Uint8Array.from(bytes.subarray(pairsAt, pairsAt + pairs)),
    pairScores: Uint8Array.from(bytes.subarray(pairsAt + pairs, pairsAt + 2 * pairs)),
  }
}

/** Index of a gram, or −1. */
export function findGram({ keys }: GramTable, key: number): number {
  let low = 0
  let high = keys.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const found = keys[middle]!
    if (found === key) return middle
    if (found < key) low = middle + 1
    else high = middle - 1
  }
  return -1
}
