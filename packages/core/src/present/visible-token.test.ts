import { describe, expect, it } from 'vitest'
import { visibleToken, visibleTokenText } from './visible-token.ts'

describe('visibleToken', () => {
  it('shows the bytes of a character that was cut', () => {
    expect(visibleToken({ text: '\ufffd', bytes: [0xf0, 0x9f, 0x98] })).toEqual([{ kind: 'bytes', text: '⟨F0 9F 98⟩' }])
    expect(visibleTokenText({ text: 'a\ufffd', bytes: [0x61, 0xc4] })).toBe('a⟨C4⟩')
    expect(visibleTokenText({ text: '', bytes: [0xb1, 0x6b] })).toBe('⟨B1⟩k')
  })

  it('reads whole characters from bytes where the provider gave no text', () => {
    expect(visibleTokenText({ text: '', bytes: [0xc4, 0xb1, 0x0a] })).toBe('ı↵')
  })

  it('keeps a true replacement character', () => {
    expect(visibleTokenText({ text: '\ufffd', bytes: [0xef, 0xbf, 0xbd] })).toBe('\ufffd')
    expect(visibleTokenText({ text: '\ufffd' })).toBe('\ufffd')
  })

  it('shows the id, or an empty sign, of a token without text', () => {
    expect(visibleToken({ text: '', id: 42 })).toEqual([{ kind: 'nothing', text: '⟨id 42⟩' }])
    expect(visibleTokenText({ text: '' })).toBe('∅')
  })

  it('cuts what nobody would read', () => {
    expect(visibleTokenText({ text: '', bytes: new Array(100_000).fill(0xff) as number[] }).length).toBeLessThan(250)
  })

  it('trusts the text where the bytes are merely other', () => {
    expect(visibleTokenText({ text: 'x\x1b', bytes: [0xff] })).toBe('x␛')
  })
})
