import { anyToken, handMadeTokens as tokens } from '@logitscope/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as rules from './index.ts'

const six = [-0.1, -2.25, -0.003, -1.5, -0.7, -3]

describe('all rules', () => {
  it('say nothing about a plain answer', () => {
    const plain = tokens(
      six,
      six.map((value, i) => [
        [`t${i}`, value],
        ['other', value - 6],
      ]),
    )
    expect(
      rules.findSentinels(plain) ?? rules.findNonFinite(plain) ?? rules.findPositiveLogprobs(plain) ?? rules.findAllZero(plain),
    ).toBeNull()
    expect(
      rules.findProbabilities(plain) ?? rules.findLogits(plain) ?? rules.findMassAboveOne(plain) ?? rules.findMixedBases(plain),
    ).toBeNull()
    expect(rules.findNotTrueTopK(plain) ?? rules.findChosenNotListed(plain) ?? rules.findUnsortedAlternatives(plain)).toBeNull()
  })

  it('never throw, and count at least one thing at a token that exists', () => {
    const bad = fc.constantFrom(NaN, Infinity, -Infinity, 1e308, -1e308, 5, -9999)
    fc.assert(
      fc.property(fc.array(anyToken, { maxLength: 10 }), fc.array(fc.tuple(fc.nat(), bad), { maxLength: 3 }), (list, changes) => {
        const changed = list.map((token) => ({ ...token }))
        for (const [at, value] of changes) if (changed.length > 0) changed[at % changed.length]!.logprob = value
        const found = [
          rules.findSentinels(changed),
          rules.findNonFinite(changed),
          rules.findMissingLogprobs(changed),
          rules.findPositiveLogprobs(changed),
          rules.findMassAboveOne(changed),
          rules.findAllZero(changed),
          rules.findProbabilities(changed),
          rules.findLogits(changed),
          rules.findDuplicateBlocks(changed, null),
          rules.findReplacedBytes(changed, ''),
          rules.findUnsortedAlternatives(changed),
          rules.findDuplicateAlternatives(changed),
          rules.findChosenNotListed(changed),
          rules.findNotTrueTopK(changed),
          rules.findChosenValueMismatch(changed),
          rules.findMixedBases(changed),
        ]
        for (const issue of found) {
          if (issue === null) continue
          expect(issue.count).toBeGreaterThan(0)
          expect(issue.at).toBeLessThan(changed.length)
        }
      }),
    )
  })
})
