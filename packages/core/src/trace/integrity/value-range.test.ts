import { anyToken } from '@logitscope/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Token } from '../types.ts'
import * as rules from './index.ts'

const odd = fc.constantFrom(NaN, Infinity, -Infinity, 5, 1e-4, 1.1e-4, -100, -99.9, -1000, -9999, 0, -0)

/** Tokens some of whose values, chosen and listed, were put in by hand. */
const anyTokens = fc
  .tuple(fc.array(anyToken, { maxLength: 10 }), fc.array(fc.tuple(fc.nat(), fc.nat(), odd), { maxLength: 4 }))
  .map(([list, changes]): Token[] => {
    const tokens = list.map((token) => ({ ...token, alternatives: token.alternatives.map((other) => ({ ...other })) }))
    for (const [at, place, value] of changes) {
      const token = tokens[at % Math.max(1, tokens.length)]
      if (token === undefined) break
      const entry = token.alternatives[place % (token.alternatives.length + 1)]
      if (entry === undefined) token.logprob = value
      else entry.logprob = value
    }
    return tokens
  })

describe('valueRange', () => {
  it('is empty without values', () => {
    expect(rules.valueRange([])).toEqual({ least: Infinity, most: -Infinity, isFinite: true, isDescending: true })
  })

  it('never rules out what a rule would find', () => {
    let found = 0
    fc.assert(
      fc.property(anyTokens, (tokens) => {
        const range = rules.valueRange(tokens)
        const outcomes = [
          [range.least <= rules.SUSPICIOUS_FROM, rules.findSentinels(tokens)],
          [!range.isFinite, rules.findNonFinite(tokens)],
          [range.most > rules.ROUNDING_ABOVE_ZERO, rules.findPositiveLogprobs(tokens)],
          [!range.isDescending, rules.findUnsortedAlternatives(tokens)],
        ] as const
        for (const [isPossible, issue] of outcomes) {
          if (issue === null) continue
          found += 1
          expect(isPossible).toBe(true)
        }
      }),
      { numRuns: 1_000 },
    )
    expect(found).toBeGreaterThan(100)
  })
})
