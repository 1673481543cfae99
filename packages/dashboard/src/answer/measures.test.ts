import { describe, expect, it } from 'vitest'
import type { TokenColumns } from '@logitscope/core'
import { MEASURES, measureClass } from './measures.ts'

const columns: TokenColumns = {
  logprob: [],
  probability: [0, 0.55, 1, null],
  surprisalBits: [],
  rank: [1, 2, 99, null],
  margin: [0, 2.5, 50, null],
  chosenMargin: [],
  entropyBits: [],
  entropyLowerBits: [0, 1.5, 20, null],
  entropyUpperBits: [],
  varentropyBits2: [],
}

describe('measureClass', () => {
  it.each([
    ['probability', [0, 5, 9, null]],
    ['entropy', [9, 5, 0, null]],
    ['margin', [0, 5, 9, null]],
    ['rank', [9, 6, 0, null]],
  ] as const)('maps %s to the classes', (measure, classes) => {
    expect([0, 1, 2, 3].map((token) => measureClass(columns, token, measure))).toEqual(classes)
  })

  it('knows nothing of tokens that are not there', () => {
    for (const measure of MEASURES) expect(measureClass(columns, 99, measure)).toBeNull()
  })
})
