import { describe, expect, it } from 'vitest'
import { STARTING_PROFILE } from '../../profile/starting-profile.ts'
import { kindOfUnit } from './repeated-unit.ts'

const PROSE = 'He was born in London , the son of a barrister , and was educated at Eton and at Trinity'
  .split(' ')
  .map((word) => ` ${word}`)

/** The kind of a unit given as tokens with `|` between them, after the given tokens. */
function kind(unit: string, before: readonly string[] = [], spaced = true): string {
  const pieces = unit.split('‖').map((text) => ({ text }))
  const context = { before: (back: number) => (back > before.length ? null : { text: before[before.length - back]! }), spaced }
  return kindOfUnit(pieces, context, STARTING_PROFILE.thresholds)
}

describe('kindOfUnit', () => {
  it.each([
    ['a word', ' the'],
    ['a phrase', ' and‖ the‖ king'],
    ['words with the marks of sentences', ' very‖,'],
    ['a sentence in quotes', ' "‖Yes‖"‖ he‖ said‖.'],
    ['an identifier that goes on and on', 'CALC‖_'],
    ['words in a script without spaces', '地球‖の‖空‖は'],
    ['Markdown around words', '**‖Note‖:**‖ this‖ matters‖ a‖ lot'],
    ['markup around many words', '<p>‖one‖ two‖ three‖ four‖ five‖ six‖</p>'],
    ['something without text', ''],
  ])('%s is content', (_, unit) => {
    expect(kind(unit)).toBe('content')
  })

  it.each([
    ['the rule of a table', ' |‖ ---'],
    ['a drawn rule', '-'],
    ['box drawing', '─'],
    ['an empty cell', ' |'],
    ['a cell of words', ' |‖ Not‖ available'],
    ['an array of numbers', ' 0‖,'],
    ['a matrix row', ' [‖0‖,‖ 0‖,‖ 0‖],'],
    ['a closing tag', '</‖div‖>'],
    ['an empty element with a class', '<‖td‖ class‖="‖empty‖"></‖td‖>\n'],
    ['an entity', '&‖nbsp‖;'],
    ['a closing brace', '}\n'],
    ['an unfilled line', '_'],
    ['one value a line', 'positive‖\n'],
    ['an unfinished list', '-‖ TODO‖\n'],
    ['fields of a record', 'In‖ stock‖,'],
    ['a method call', 'turtle‖.forward‖(‖100‖)\n'],
    ['a way up', '../'],
    ['years without a sentence', ' 1945'],
  ])('%s is structure', (_, unit) => {
    expect(kind(unit)).toBe('structure')
  })

  it('a word and a comma is content in a sentence, structure in brackets', () => {
    expect(kind(' null‖,')).toBe('content')
    expect(kind(' null‖,', ['const', ' x', ' =', ' ['])).toBe('structure')
    expect(kind(' null‖,', ['(', 'a', ')', ' then'])).toBe('content')
  })

  it('figures and punctuation within a sentence are marks', () => {
    expect(kind(' 1945', PROSE)).toBe('marks')
    expect(kind(',', PROSE)).toBe('marks')
    expect(kind('.', PROSE)).toBe('marks')
    expect(kind('.', PROSE.slice(0, 9))).toBe('structure')
    expect(kind(',', [...PROSE, '\n'])).toBe('structure')
    expect(kind('-', PROSE)).toBe('structure')
  })

  it('what has no space is content in the middle of a paragraph', () => {
    expect(kind('-‖known')).toBe('structure')
    expect(kind('-‖known', PROSE)).toBe('content')
  })

  it('figures in base 16 are no words after other such figures', () => {
    expect(kind(' ff‖ 00', ['00000010', ':', ' 7f'])).toBe('structure')
    expect(kind(' be', PROSE)).toBe('content')
  })

  it('white space is blank', () => {
    expect([kind('\n'), kind('  ‖\n'), kind('Ġ'), kind('Ċ')]).toEqual(['blank', 'blank', 'blank', 'blank'])
  })

  it('where no token carries white space, only words by themselves and longer units are content', () => {
    expect(kind('the', [], false)).toBe('content')
    expect(kind('he‖was', [], false)).toBe('content')
    expect(kind('no‖,', [], false)).toBe('structure')
    expect(kind('1945', PROSE, false)).toBe('structure')
    expect(kind('he‖was‖a‖king‖,', [], false)).toBe('content')
  })

  it('reads the vocabulary signs for white space', () => {
    expect(kind('Ġand‖Ġthe')).toBe('content')
    expect(kind('▁|‖▁---')).toBe('structure')
  })

  it('reads characters that several tokens make up together', () => {
    const half = (text: string, ...bytes: number[]): { text: string; bytes: number[] } => ({ text, bytes })
    const unit = [half('\\xe9\\x9b', 0xe9, 0x9b), half('\\xbb', 0xbb), { text: 'は' }]
    expect(kindOfUnit(unit, { before: () => null, spaced: true }, STARTING_PROFILE.thresholds)).toBe('content')
  })
})
