/** Hostile versions of recorded answers: read without a throw, a hang, a broken trace, or more output than there was input. */
import { deepStrictEqual, ok } from 'node:assert/strict'
import type { DecodeResult, Format } from '@logitscope/adapters'
import type { Check } from './check.ts'
import { decoded, sound } from './decode-recording.ts'
import { mutated } from './mutations.ts'
import type { Recording } from './recordings.ts'
import { seeded } from './seeded.ts'
import { MUTATIONS } from './test-share.ts'

const LARGEST = 24_000
/** One of so many is read in pieces too. */
const IN_PIECES = 8
/** A character of input that is repeated into every output of a request, and the words around it. */
const MOST_A_BYTE = 64
const MOST_AT_ALL = 65_536

/** What a result holds of its input: entries, and characters of text. */
function sizeOf({ traces, issues }: DecodeResult): number {
  let size = issues.length
  for (const { tokens, promptTokens, output, evidence } of traces) {
    size += output.text.length + (output.reasoning?.length ?? 0) + (output.refusal?.length ?? 0) + evidence.issues.length
    for (const call of output.toolCalls ?? []) size += call.name.length + call.arguments.length
    for (const token of [...tokens, ...(promptTokens ?? [])]) {
      size += 1 + token.text.length + (token.bytes?.length ?? 0)
      for (const { text, bytes } of token.alternatives) size += 1 + text.length + (bytes?.length ?? 0)
    }
  }
  return size
}

export function hostileCheck(format: Format, recordings: readonly Recording[]): Check {
  return {
    name: `${MUTATIONS} hostile versions are read without a throw, a hang or a broken trace`,
    run() {
      const small = recordings.filter((recording) => recording.bytes.length <= LARGEST)
      if (small.length === 0) return
      const random = seeded(20)
      for (let i = 0; i < MUTATIONS; i++) {
        const recording = small[i % small.length]!
        let { bytes } = recording
        for (let times = 1 + random.index(3); times > 0; times--) bytes = mutated(bytes, random)
        const what = `mutation ${i} of ${recording.name}`
        const result = decoded(format, recording, [bytes])
        sound(result, what)
        ok(sizeOf(result) <= MOST_AT_ALL + MOST_A_BYTE * bytes.length, `${what}: more comes out than went in`)
        if (i % IN_PIECES !== 0) continue
        const cut = random.index(bytes.length + 1)
        deepStrictEqual(decoded(format, recording, [bytes.slice(0, cut), bytes.slice(cut)]), result, `${what}, split at ${cut}`)
      }
    },
  }
}
