import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { visibleSegments, visibleText } from './visible.ts'

describe('visibleText', () => {
  it.each([
    ['plain text stays', 'Hello, world', 'Hello, world'],
    ['line break', 'a\nb', 'a↵b'],
    ['carriage return and tab', '\r\t', '␍⇥'],
    ['escape sequence', '\x1b[31mred\x1b[0m', '␛[31mred␛[0m'],
    ['window title sequence', '\x1b]0;owned\x07', '␛]0;owned␇'],
    ['eight-bit control sequence introducer', '\x9b31m', '⟨U+009B⟩31m'],
    ['NUL and DEL', '\0\x7f', '␀␡'],
    ['backspace', 'a\bb', 'a␈b'],
    ['right-to-left override', 'a\u202eb', 'a⟨U+202E⟩b'],
    ['isolates and marks', '\u2066\u2069\u200e\u200f\u061c', '⟨U+2066⟩⟨U+2069⟩⟨U+200E⟩⟨U+200F⟩⟨U+061C⟩'],
    ['zero width', 'a\u200bb\u200cc\u200dd\ufeff\u2060\u00ad', 'a⟨U+200B⟩b⟨U+200C⟩c⟨U+200D⟩d⟨U+FEFF⟩⟨U+2060⟩⟨U+00AD⟩'],
    ['line and paragraph separators', '\u2028\u2029', '⟨U+2028⟩⟨U+2029⟩'],
    ['tags that smuggle text', 'x\u{e0041}\u{e007f}', 'x⟨U+E0041⟩⟨U+E007F⟩'],
    ['variation selectors that smuggle bytes', 'x\ufe00\u{e0101}', 'x⟨U+FE00⟩⟨U+E0101⟩'],
    ['lone surrogates', '\ud83d-\ude00', '⟨U+D83D⟩-⟨U+DE00⟩'],
    ['noncharacters', '\ufdd0\uffff', '⟨U+FDD0⟩⟨U+FFFF⟩'],
    ['an emoji with its presentation selector stays', '❤\ufe0f', '❤\ufe0f'],
    ['joiners between emoji are shown', '👩\u200d🔬', '👩⟨U+200D⟩🔬'],
    ['combining marks and other scripts stay', 'e\u0301 İstanbul 東京 ไทย हिन्दी', 'e\u0301 İstanbul 東京 ไทย हिन्दी'],
    ['Arabic number sign is drawn', '\u0600', '\u0600'],
    ['the replacement character is drawn', '\ufffd', '\ufffd'],
    ['empty', '', ''],
  ])('%s', (_, text, shown) => {
    expect(visibleText(text)).toBe(shown)
  })

  it('marks spaces at the edges or everywhere', () => {
    expect(visibleText(' a b ', { spaces: 'edges' })).toBe('␣a b␣')
    expect(visibleText(' a b ', { spaces: 'all' })).toBe('␣a␣b␣')
    expect(visibleText('   ', { spaces: 'edges' })).toBe('␣␣␣')
    expect(visibleText('\u00a0a\u00a0b', { spaces: 'edges' })).toBe('⟨U+00A0⟩a\u00a0b')
  })

  it('tells its own marks from the same signs in the text', () => {
    expect(visibleSegments('↵\n')).toEqual([
      { kind: 'text', text: '↵' },
      { kind: 'control', text: '↵' },
    ])
  })

  it('never lets a control, bidirectional or zero-width character through, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('keep' as const, 'edges' as const, 'all' as const), (text, spaces) => {
        expect(visibleText(text, { spaces })).not.toMatch(/[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e0fff}\p{Cs}]/u)
      }),
      { numRuns: 500 },
    )
  })
})
