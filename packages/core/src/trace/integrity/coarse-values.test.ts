import { describe, expect, it } from 'vitest'
import type { Token } from '../types.ts'
import { findCoarseValues } from './coarse-values.ts'

const tokens = (values: readonly (number | null)[]): Token[] =>
  values.map((logprob) => ({ text: 'a', logprob, part: 'content', alternatives: [] }))
const zeros = Array.from({ length: 10 }, () => 0)

describe('values of a few bits', () => {
  it('are found where all are steps of a quarter and most are 0', () => {
    expect(findCoarseValues(tokens([...zeros, -0.25, -0.75]))).toEqual({
      code: 'coarse-values',
      count: 12,
      detail: 'all 12 values are steps of 0.25',
    })
  })

  it('are not suspected in few values, in zeros alone, in one exact value, or where any value is finer', () => {
    expect(findCoarseValues(tokens([0, 0, -0.25, -0.5]))).toBeNull()
    expect(findCoarseValues(tokens([...zeros, 0, 0]))).toBeNull()
    expect(findCoarseValues(tokens([...zeros, 0, -0.5]))).toBeNull()
    expect(findCoarseValues(tokens([...zeros, -0.25, -0.75, -0.3]))).toBeNull()
    expect(findCoarseValues(tokens(zeros.map(() => -0.5).concat(zeros)))).not.toBeNull()
    expect(findCoarseValues(tokens([...zeros.map(() => -0.5), 0, 0]))).toBeNull()
    expect(findCoarseValues([])).toBeNull()
  })
})
