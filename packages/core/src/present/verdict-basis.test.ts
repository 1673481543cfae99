import { describe, expect, it } from 'vitest'
import type { Analysis } from '../analyze/types.ts'
import { EN_MESSAGES, TR_MESSAGES } from './messages/index.ts'
import { verdictBasis } from './verdict-basis.ts'

const verdict = (basis: Analysis['verdict']['basis']): Analysis['verdict'] => ({
  action: 'review',
  rule: 'r',
  matched: [],
  undecided: [],
  basis,
})

describe('what a verdict rests on', () => {
  it('is said of starting rules, of an own group, and of a level above, which is named', () => {
    expect(verdictBasis(EN_MESSAGES, { verdict: verdict('starting rules') })).toBe(EN_MESSAGES.sentences.startingRules)
    const own = { verdict: verdict('calibrated'), calibration: { key: 'language=en model=m', level: 'group', reason: null } } as const
    expect(verdictBasis(TR_MESSAGES, own)).toBe(TR_MESSAGES.sentences.calibrated)
    const above = { verdict: verdict('calibrated'), calibration: { key: 'language=en', level: 'language', reason: null } } as const
    expect(verdictBasis(EN_MESSAGES, above)).toContain('labelled answers of other groups (language=en)')
    expect(verdictBasis(TR_MESSAGES, above)).toContain('(language=en)')
  })
})
