import { describe, expect, it } from 'vitest'
import { bytesAreReplaced, indexOfChosen, isSameToken } from './index.ts'
import type { Alternative, Token } from './types.ts'

const entry = (text: string, fields: Partial<Alternative> = {}): Alternative => ({ text, logprob: -1, ...fields })
const LOST = [0xef, 0xbf, 0xbd]

describe('two entries are the same token', () => {
  it.each<[string, Alternative, Alternative, boolean]>([
    ['with equal ids, whatever their text', entry('a', { id: 1 }), entry('b', { id: 1 }), true],
    ['not with different ids, though text and bytes agree', entry('a', { id: 1, bytes: [97] }), entry('a', { id: 2, bytes: [97] }), false],
    ['with equal bytes, whatever their text', entry('a', { bytes: [65] }), entry('b', { bytes: [65] }), true],
    ['not with different bytes, though the text agrees', entry('\uFFFD', { bytes: [0xc5] }), entry('\uFFFD', { bytes: [0xc4] }), false],
    ['with equal text where only one has an id', entry('a', { id: 1 }), entry('a'), true],
    ['with equal text where only one has bytes', entry('a', { bytes: [97] }), entry('a'), true],
    ['with equal text where the bytes were replaced', entry('a', { bytes: LOST }), entry('a', { bytes: [97] }), true],
    ['not with different text', entry('a'), entry('A'), false],
    ['not with empty texts', entry(''), entry(''), false],
    ['not with empty texts and no bytes', entry('', { bytes: [] }), entry('', { bytes: [] }), false],
    ['not with texts that hold U+FFFD', entry('x\uFFFD'), entry('x\uFFFD'), false],
    ['with one text and replaced bytes', entry('a', { bytes: LOST }), entry('a', { bytes: LOST }), true],
    ['not with replaced bytes of equal look', entry('\uFFFD', { bytes: LOST }), entry('\uFFFD', { bytes: LOST }), false],
  ])('%s', (_, a, b, same) => {
    expect(isSameToken(a, b)).toBe(same)
    expect(isSameToken(b, a)).toBe(same)
  })
})

describe('the chosen token in its list', () => {
  const chosen = (text: string, logprob: number | null, alternatives: Alternative[]): Token => ({
    text,
    logprob,
    part: 'content',
    alternatives,
  })

  it('is found by identity', () => expect(indexOfChosen(chosen('b', -9, [entry('a'), entry('b')]))).toBe(1))
  it('is not found in a list without it', () => expect(indexOfChosen(chosen('z', -1, [entry('a'), entry('b')]))).toBe(-1))
  it('is not found in no list', () => expect(indexOfChosen(chosen('z', -1, []))).toBe(-1))
  it('is found by its logprob where nothing else tells', () =>
    expect(indexOfChosen(chosen('\uFFFD', -2, [entry('\uFFFD'), entry('\uFFFD', { logprob: -2 })]))).toBe(1))
  it('is not found by its logprob among other texts', () => expect(indexOfChosen(chosen('', -1, [entry('a')]))).toBe(-1))
})

describe('replaced bytes', () => {
  it.each([
    [LOST, true],
    [[65, ...LOST, 66], true],
    [[0xef, 0xbf], false],
    [[], false],
  ])('%j: %s', (bytes, replaced) => expect(bytesAreReplaced(bytes)).toBe(replaced))
})
