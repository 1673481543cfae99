import { seeded } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { choose, makeAnswer, type AnswerInput, type TokenInput } from '../../test/answers/make-answer.ts'
import { columnsOf, type TraceColumns } from '../trace/index.ts'
import { createTokenArrays, entropyInterval, measureTokens, tokenColumns, type TokenArrays, type TokenColumns } from './index.ts'

interface Measured {
  readonly columns: TraceColumns
  readonly tokens: TokenArrays
  readonly perToken: TokenColumns
}

function measure(inputs: readonly TokenInput[], answer: AnswerInput = {}, vocabulary = 50_257): Measured {
  const trace = makeAnswer(inputs, answer)
  const columns = columnsOf(trace)
  const tokens = createTokenArrays()
  measureTokens(columns, tokens, { assumedVocabulary: vocabulary })
  return { columns, tokens, perToken: tokenColumns(columns, { tokens, unusable: null }, trace.tokens.length) }
}

const TOP3 = [-0.5, -2, -3.5]

describe('the numbers of one token', () => {
  it('are those of the golden top three', () => {
    const { perToken } = measure([choose(TOP3)])
    expect(perToken.entropyBits[0]).toBeCloseTo(0.896757, 6)
    expect(perToken.entropyLowerBits[0]).toBeCloseTo(2.145801, 6)
    expect(perToken.probability[0]).toBeCloseTo(Math.exp(-0.5), 13)
    expect(perToken.surprisalBits[0]).toBeCloseTo(0.5 / Math.LN2, 14)
    expect(perToken.margin[0]).toBe(1.5)
    expect(perToken.chosenMargin[0]).toBe(1.5)
    expect(perToken.rank[0]).toBe(1)
    expect(perToken.varentropyBits2[0]).toBeNull()
  })

  it.each([
    [-0.05, 0.951229],
    [-2, 0.135335],
    [-2.3, 0.100259],
    [-10, 0.0000454],
  ])('%d nats is a probability of %d', (logprob, probability) => {
    expect(measure([logprob]).perToken.probability[0]).toBeCloseTo(probability, 6)
  })

  it('take a chosen token below the top as it is', () => {
    const { perToken } = measure([choose(TOP3, 1), choose(TOP3, 0)])
    expect([perToken.rank[0], perToken.margin[0], perToken.chosenMargin[0]]).toEqual([2, 1.5, -1.5])
  })

  it('give an unlisted chosen token the rank below the list at best', () => {
    const { columns, perToken } = measure([{ ...(choose(TOP3) as object), text: 'other', logprob: -5 }])
    expect(perToken.rank[0]).toBe(4)
    expect(perToken.chosenMargin[0]).toBe(-4.5)
    expect(columns.cap[0]).toBe(-3.5)
  })

  it('share the best rank among ties', () => {
    const { perToken, tokens } = measure([choose([-1, -1, -3], 1), choose([-1, -1, -3], 0)])
    expect(perToken.rank).toEqual([1, 1])
    expect(perToken.margin).toEqual([0, 0])
    expect([...tokens.offTop.subarray(0, 2)]).toEqual([0, 0])
    expect(tokens.topProbability[0]).toBeCloseTo(2 * Math.exp(-1), 13)
  })

  it('know of a token without a list only what its probability forces', () => {
    const { perToken, tokens } = measure([-0.1, -1])
    expect(perToken.rank).toEqual([1, null])
    expect(perToken.margin).toEqual([null, null])
    expect(perToken.entropyBits).toEqual([null, null])
    expect([...tokens.offTop.subarray(0, 2)]).toEqual([-1, -1])
    expect(perToken.entropyLowerBits[1]).toBeCloseTo(0.949, 3)
  })

  it('give no second place where the list shows only the first', () => {
    const { perToken } = measure([
      { text: 'a', logprob: -0.4, list: [['a', -0.4]] },
      { text: 'z', logprob: -6, list: [['a', -0.4]] },
    ])
    expect(perToken.margin).toEqual([null, null])
    expect(perToken.rank).toEqual([1, 2])
  })

  it('say that a token was not computed where all are 0', () => {
    const { columns, perToken } = measure([0, 0, 0, 0], { evidence: { issues: [{ code: 'all-zero', count: 4 }] } })
    expect(columns.count).toBe(4)
    expect(perToken.probability).toEqual([null, null, null, null])
    expect(perToken.entropyLowerBits).toEqual([null, null, null, null])
  })

  it('give a variance only where next to nothing is unlisted', () => {
    const p = [0.7, 0.2, 0.0995]
    const { perToken } = measure([choose(p.map(Math.log)), choose([0.7, 0.2, 0.098].map(Math.log))])
    const entropy = -p.reduce((sum, x) => sum + (x / 0.9995) * Math.log2(x / 0.9995), 0)
    const variance = p.reduce((sum, x) => sum + (x / 0.9995) * (Math.log2(x / 0.9995) + entropy) ** 2, 0)
    expect(perToken.varentropyBits2[0]).toBeCloseTo(variance, 10)
    expect(perToken.varentropyBits2[1]).toBeNull()
  })

  it('leave special and reasoning tokens out, and keep their places', () => {
    const { columns, perToken } = measure([
      { logprob: -1, special: true },
      { logprob: -2, part: 'reasoning' },
      { logprob: -3 },
      { logprob: null },
    ])
    expect(columns.count).toBe(2)
    expect(perToken.logprob).toEqual([null, null, -3, null])
  })

  it('are all null where the values are no logprobs', () => {
    const trace = makeAnswer([-1])
    const columns = columnsOf(trace)
    const tokens = createTokenArrays()
    measureTokens(columns, tokens, { assumedVocabulary: 100 })
    expect(tokenColumns(columns, { tokens, unusable: 'looks-like-logits' }, 1).logprob).toEqual([null])
  })

  it('of an answer without tokens are none', () => {
    const { columns, perToken } = measure([])
    expect(columns.count).toBe(0)
    expect(perToken.logprob).toEqual([])
  })
})

describe('the loop over an answer', () => {
  it('gives every row the interval that the plain function gives', () => {
    const random = seeded(11)
    const inputs = Array.from({ length: 400 }, () => {
      const k = 1 + random.index(8)
      const spread = 12 * random.next() ** 2
      const weights = Array.from({ length: k + 3 }, () => spread * Math.log(random.next() + 1e-9))
      const total = Math.log(weights.reduce((sum, weight) => sum + Math.exp(weight), 0))
      const list = weights.map((weight) => weight - total).sort((a, b) => b - a)
      return choose(list.slice(0, k), random.index(k))
    })
    for (const roundingNats of [0, 1e-6, 1e-3]) {
      const columns = columnsOf(makeAnswer(inputs, { evidence: { vocabulary: 1000 } }))
      Object.assign(columns, { roundingNats, lostMass: 300 * roundingNats })
      const tokens = createTokenArrays()
      measureTokens(columns, tokens, { assumedVocabulary: NaN })
      const out = new Float64Array(2)
      for (let r = 0; r < columns.count; r++) {
        const bounds = { cap: columns.cap[r]!, vocabulary: 1000, roundingNats, roundingRelative: 0, lostMass: 300 * roundingNats }
        entropyInterval(columns.support, columns.supportStart[r]!, columns.supportStart[r + 1]!, bounds, out)
        for (const [actual, expected] of [
          [tokens.entropyLowerBits[r]!, out[0]!],
          [tokens.entropyUpperBits[r]!, out[1]!],
        ] as const) {
          if (Number.isNaN(expected)) expect(actual).toBeNaN()
          else expect(actual).toBeCloseTo(expected, 10)
        }
      }
    }
  })

  it('leaves an unlisted chosen token out of what the list expected', () => {
    const list = [0.9994, 0.0003].map(Math.log)
    const { tokens } = measure([
      { text: 'z', logprob: Math.log(1e-4), list: list.map((logprob, i) => [`a${i}`, logprob] as const) },
      choose(list),
    ])
    expect(tokens.surpriseVariance[0]).toBeCloseTo(tokens.surpriseVariance[1]!, 12)
    expect(tokens.surpriseNats[0]! - tokens.surpriseNats[1]!).toBeCloseTo(list[0]! - Math.log(1e-4), 12)
    expect(tokens.topProbability[0]).toBeCloseTo(0.9994, 12)
  })

  it('finds a censored token off the top where its ceiling is below it, and does not guess otherwise', () => {
    const { tokens } = measure([
      {
        logprob: null,
        ceiling: -3.5,
        list: [
          ['a', -0.5],
          ['b', -3.5],
        ],
      },
      {
        logprob: null,
        ceiling: -0.5,
        list: [
          ['a', -0.5],
          ['b', -3.5],
        ],
      },
      {
        logprob: null,
        list: [
          ['a', -0.5],
          ['b', -3.5],
        ],
      },
    ])
    expect([...tokens.offTop.subarray(0, 3)]).toEqual([1, -1, -1])
  })

  it('assumes a vocabulary no smaller than a list', () => {
    const p = Array.from({ length: 20 }, () => Math.log(1 / 20))
    const { perToken } = measure([choose(p)], {}, 10)
    expect(perToken.entropyUpperBits[0]).toBeCloseTo(Math.log2(20), 10)
  })

  it('has no upper ends without a vocabulary', () => {
    const { perToken } = measure([choose(TOP3)], {}, NaN)
    expect(perToken.entropyLowerBits[0]).toBeCloseTo(2.145801, 6)
    expect(perToken.entropyUpperBits[0]).toBeNull()
  })
})
