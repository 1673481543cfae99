import { seeded } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { makeAnswer, type TokenInput } from '../../test/answers/make-answer.ts'
import { precisionOf, type Precision } from './index.ts'

const EXACT: Precision = { roundingNats: 0, roundingRelative: 0, lostMass: 0 }
const random = seeded(7)
const some = (count: number): number[] => Array.from({ length: count }, () => -12 * random.next() ** 2 - 1e-3)
const of = (values: readonly TokenInput[]): Precision => precisionOf(makeAnswer(values))
const rounded = (decimals: number, count: number): number[] => some(count).map((value) => Number(value.toFixed(decimals)))

/** A value with that many significant bits. */
function inBits(value: number, bits: number): number {
  const unit = 2 ** (Math.floor(Math.log2(-value)) + 1 - bits)
  return Math.round(value / unit) * unit
}

describe('the precision of logprobs', () => {
  it.each([
    ['no value', []],
    ['zeros', [0, 0, 0]],
    ['missing values', [{ logprob: null }]],
    ['a few hand-written values', [-0.5, -2, -3.5]],
    ['many hand-written values of one decimal', some(60).map((value) => Number(value.toFixed(1)))],
    ['a few values of two decimals', [-0.05, -0.15, -2.31, -4.05]],
    ['doubles', some(50)],
    ['one value of six decimals', [-0.123456]],
    ['placeholders', [-9999, -9999]],
  ])('takes %s as exact', (_, values) => expect(of(values)).toEqual(EXACT))

  it.each([4, 5, 6])('finds a grid of %d decimals from two values on', (decimals) => {
    for (const count of [2, 200]) {
      const values = rounded(decimals, count)
      // The last decimal must be there to be seen.
      values[0] = -1 - 3 * 10 ** -decimals
      expect(of(values)).toEqual({ roundingNats: 0.5 * 10 ** -decimals, roundingRelative: 0, lostMass: 3e-4 })
    }
  })

  it.each([2, 3])('believes in %d decimals where many values say so', (decimals) => {
    expect(of(rounded(decimals, 40)).roundingNats).toBe(0.5 * 10 ** -decimals)
    expect(of(rounded(decimals, 10))).toEqual(EXACT)
  })

  it('knows single precision, written out or with the digits that it needs', () => {
    const floats = some(30).map(Math.fround)
    const short = some(30).map((value) => Number(Math.fround(value).toPrecision(8)))
    for (const values of [floats, short, [...floats, ...short, ...rounded(6, 3)]]) {
      expect(of(values)).toEqual({ roundingNats: 18 * 2 ** -24, roundingRelative: 2 ** -24, lostMass: 3e-4 })
    }
  })

  it.each([
    ['bfloat16', 8],
    ['half precision', 11],
  ])('knows %s', (_, bits) => {
    expect(of(some(40).map((value) => inBits(value, bits))).roundingRelative).toBe(2 ** -(bits + 1))
  })

  it('looks at lists too, and not at special or reasoning tokens', () => {
    expect(
      of([
        {
          logprob: null,
          list: [
            ['a', -0.123456],
            ['b', -3.654321],
          ],
        },
      ]).roundingNats,
    ).toBe(5e-7)
    expect(
      of([
        { logprob: -0.123456, special: true },
        { logprob: -0.654321, part: 'reasoning' },
      ]),
    ).toEqual(EXACT)
  })
})
