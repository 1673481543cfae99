// The interval against entropies of the whole vocabulary that a real model's engine computed.
import { readJsonLines, sharedPath } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { makeAnswer } from '../../test/answers/make-answer.ts'
import { columnsOf } from '../trace/index.ts'
import { createTokenArrays, measureTokens } from './index.ts'

interface Row {
  readonly id: string
  readonly tokens: string[]
  readonly ids: number[]
  readonly logprobs: number[]
  readonly top: [string, number][][]
  readonly entropyBits: (number | null)[]
  readonly vocabulary: number
}

/** The corpus writes its entropies with six decimals. */
const WRITTEN = 5e-7

// The Turkish half of the corpus has no entropies.
describe('own-smollm2-135m-en', () => {
  const path = sharedPath('corpora/own-smollm2-135m-en.jsonl.gz')
  const rows = path === null ? [] : (readJsonLines(path) as Row[])

  it.skipIf(path === null).each([20, 5, 1])('has every known entropy inside the interval of its top %d', (k) => {
    const tokens = createTokenArrays()
    let known = 0
    let width = 0
    for (const row of rows) {
      const trace = makeAnswer(
        row.tokens.map((text, i) => ({ text, logprob: row.logprobs[i]!, list: row.top[i]!.slice(0, k) })),
        { evidence: { vocabulary: row.vocabulary } },
      )
      const columns = columnsOf(trace)
      measureTokens(columns, tokens, { assumedVocabulary: NaN })
      for (let i = 0; i < columns.count; i++) {
        const truth = row.entropyBits[i]
        if (truth === null || truth === undefined) continue
        const where = `${row.id} token ${i}`
        expect(tokens.entropyLowerBits[i], where).toBeLessThanOrEqual(truth + WRITTEN)
        expect(tokens.entropyUpperBits[i], where).toBeGreaterThanOrEqual(truth - WRITTEN)
        known += 1
        width += tokens.entropyUpperBits[i]! - tokens.entropyLowerBits[i]!
      }
    }
    console.log(`${known} entropies inside the interval of the top ${k}, ${(width / known).toFixed(3)} bits wide on average`)
    expect(known).toBeGreaterThan(1000)
  })
})
