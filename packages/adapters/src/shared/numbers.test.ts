import { describe, expect, it } from 'vitest'
import { flawOf, isClipped, usableLogprob } from './numbers.ts'

describe('usableLogprob and flawOf', () => {
  it.each([
    [-0.5, -0.5, null],
    [0, 0, null],
    [-0, 0, null],
    [4.2, 4.2, null],
    [-9999, NaN, 'sentinel'],
    [-9999.0, NaN, 'sentinel'],
    [-1e30, NaN, 'sentinel'],
    [-1000, NaN, 'sentinel'],
    [-999.9, -999.9, null],
    [-100, -100, null],
    [-Infinity, NaN, 'sentinel'],
    [Infinity, NaN, 'non-finite'],
    [NaN, NaN, 'non-finite'],
    [null, NaN, 'missing-logprob'],
    [undefined, NaN, 'missing-logprob'],
    ['-0.5', -0.5, 'wrong-type'],
    ['-inf', NaN, 'sentinel'],
    ['NaN', NaN, 'non-finite'],
    ['Infinity', NaN, 'non-finite'],
    ['-9999.0', NaN, 'sentinel'],
    ['', NaN, 'wrong-type'],
    ['low', NaN, 'wrong-type'],
    [true, NaN, 'wrong-type'],
    [[-1], NaN, 'wrong-type'],
    [{}, NaN, 'wrong-type'],
  ])('reads %j as %d, with the flaw %j', (value, expected, flaw) => {
    expect(usableLogprob(value)).toBe(expected)
    expect(flawOf(value)).toBe(flaw)
  })
})

describe('isClipped', () => {
  it('needs exactly −100 and nothing near it in the list', () => {
    expect(isClipped(-100, [])).toBe(true)
    expect(isClipped(-100, [{ logprob: -1 }, { logprob: -100 }])).toBe(true)
    expect(isClipped(-100, [{ logprob: -1 }, { logprob: -90 }])).toBe(false)
    expect(isClipped(-100.00001, [])).toBe(false)
  })
})
