import { describe, expect, it } from 'vitest'
import { displayWidth, padEnd, padStart, takeColumns, truncateEnd, truncateMiddle, truncateStart, wrap } from './display-width.ts'

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['İstanbul çığ', 12],
    ['東京', 4],
    ['ハロー', 6],
    ['ﾊﾛｰ', 3],
    ['한국', 4],
    ['e\u0301', 1],
    ['हिन्दी', 5],
    ['😀', 2],
    ['🫠', 2],
    ['❤\ufe0f', 2],
    ['❤', 1],
    ['1\ufe0f\u20e3', 2],
    ['🇹🇷', 2],
    ['👍🏽', 2],
    ['␛[31m', 5],
    ['⟨U+200B⟩', 8],
    ['−1.5', 4],
    ['\x1b[31mred\x1b[39m', 3],
  ])('%j takes %d columns', (text, width) => {
    expect(displayWidth(text)).toBe(width)
  })
})

describe('cutting and padding', () => {
  it('never cuts a character in half', () => {
    expect(takeColumns('東京都', 5)).toBe('東京')
    expect(truncateEnd('東京都', 5)).toBe('東京…')
    expect(truncateEnd('東京都', 6)).toBe('東京都')
    expect(truncateEnd('abcdef', 4)).toBe('abc…')
    expect(truncateStart('a/long/path/東京.json', 10)).toBe('…東京.json')
    expect(truncateEnd('👍🏽👍🏽', 3)).toBe('👍🏽…')
    expect(truncateMiddle('abcdefghijkl.json:0', 10)).toBe('abcdef…n:0')
    expect(displayWidth(truncateMiddle('東京都東京都東京都', 8))).toBeLessThanOrEqual(8)
  })

  it('pads by columns', () => {
    expect(padEnd('東', 4)).toBe('東  ')
    expect(padStart('東', 4)).toBe('  東')
    expect(padStart('abcde', 4)).toBe('abcde')
  })

  it('wraps at spaces and breaks what is too long', () => {
    expect(wrap('one two three four', 9)).toEqual(['one two', 'three', 'four'])
    expect(wrap('abcdefghijklmnop', 8)).toEqual(['abcdefgh', 'ijklmnop'])
    expect(wrap('東京東京東京 x', 8)).toEqual(['東京東京', '東京 x'])
    expect(wrap('', 10)).toEqual([''])
    expect(wrap('  indented text stays', 12)).toEqual(['  indented', 'text stays'])
    expect(wrap('東京'.repeat(50_000), 80).length).toBe(2500)
    for (const line of wrap('a 東京 b '.repeat(40), 20)) expect(displayWidth(line)).toBeLessThanOrEqual(20)
  })
})
