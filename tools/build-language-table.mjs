/**
 * Writes `packages/cli/assets/languages.bin.gz` from the table of the `eld` library (a development dependency), which as JavaScript objects takes
 * 150 MB of memory where these bytes take 2 MB. Run after `eld` was updated: node tools/build-language-table.mjs
 *
 * Before compression: length of the JSON head, four bytes; the head `{languages, averages, grams, pairs}`; the keys of the grams, ascending, in six
 * bytes each; how many pairs each gram has, a byte each; the languages of all pairs; their scores. `packages/cli/src/language/gram-table.ts` reads it.
 */
import { writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const part = (name) => import(new URL(`../${name}`, import.meta.resolve('eld')).href)
const [{ ngramsData }, { dictionary }, { avgScore }] = await Promise.all([
  part('ngrams/small.js'),
  part('dictionary.js'),
  part('avgScore.js'),
])

// eld writes a byte that is no ASCII letter as a character of its own choice.
const byteOf = new Map([[' ', 0x20]])
dictionary.forEach((character, byte) => {
  if (character !== ' ') byteOf.set(character, byte)
})

/** The bytes of a gram as one whole number below 2^48. */
function keyOf(gram) {
  let key = 0
  for (const character of gram) {
    const byte = byteOf.get(character)
    if (byte === undefined) throw new Error(`the gram ${JSON.stringify(gram)} holds a character that stands for no byte`)
    key = key * 256 + byte
  }
  return key
}

const grams = Object.entries(ngramsData.ngrams).map(([gram, scores]) => ({ key: keyOf(gram), pairs: Object.entries(scores) }))
grams.sort((a, b) => a.key - b.key)
const pairs = grams.flatMap((gram) => gram.pairs)
const languages = Object.values(ngramsData.languages)
const head = Buffer.from(
  JSON.stringify({ languages, averages: languages.map((tag) => avgScore[tag]), grams: grams.length, pairs: pairs.length }),
)
const size = Buffer.alloc(4)
size.writeUInt32LE(head.length)
const keys = Buffer.alloc(6 * grams.length)
grams.forEach(({ key }, i) => keys.writeUIntBE(key, 6 * i, 6))
const bytes = Buffer.concat([
  size,
  head,
  keys,
  Buffer.from(grams.map((gram) => gram.pairs.length)),
  Buffer.from(pairs.map(([language]) => Number(language))),
  Buffer.from(pairs.map(([, score]) => score)),
])
const packed = gzipSync(bytes, { level: 9 })
writeFileSync(join(root, 'packages/cli/assets/languages.bin.gz'), packed)
console.log(
  `${grams.length} grams, ${pairs.length} pairs, ${languages.length} languages: ${bytes.length} bytes, ${packed.length} compressed`,
)
