import { describe, expect, it } from 'vitest'
import { expandBraces, isPattern, patternBase, patternToRegExp } from './glob.ts'

describe('patternToRegExp', () => {
  it.each([
    ['*.json', 'a.json', true],
    ['*.json', 'a.jsonl', false],
    ['*.json', 'sub/a.json', false],
    ['*.json', '.hidden.json', false],
    ['.*.json', '.hidden.json', true],
    ['**/*.json', 'a.json', true],
    ['**/*.json', 'x/y/a.json', true],
    ['**/*.json', 'x/.git/a.json', false],
    ['x/**', 'x/y/z', true],
    ['x/**', 'x', false],
    ['x/**/z', 'x/z', true],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', false],
    ['[a-c]*.gz', 'b1.gz', true],
    ['[!a-c]*.gz', 'b1.gz', false],
    ['[!a-c]*.gz', 'd1.gz', true],
    ['*.{json,sse}', 'a.sse', true],
    ['*.{json,sse}', 'a.txt', false],
    ['{a,b{c,d}}.x', 'bd.x', true],
    ['a+(b).x', 'a+(b).x', true],
    ['[unclosed', '[unclosed', true],
    ['tür*/ç?.json', 'türkçe/çı.json', true],
    ['?.json', '😀.json', true],
  ])('%s on %s: %s', (pattern, path, matches) => {
    expect(patternToRegExp(pattern).test(path)).toBe(matches)
  })

  it('finds where to search from', () => {
    expect(patternBase('a/b/*.json')).toBe('a/b')
    expect(patternBase('*.json')).toBe('.')
    expect(patternBase('/*.json')).toBe('/')
    expect(patternBase('/tmp/**/x')).toBe('/tmp')
    expect(isPattern('plain/name.json')).toBe(false)
    expect(isPattern('na[m]e')).toBe(true)
  })

  it('leaves braces that list nothing alone', () => {
    expect(expandBraces('a{b}c')).toEqual(['a{b}c'])
    expect(expandBraces('a{b,c')).toEqual(['a{b,c'])
    expect(expandBraces('{a,b}{c,d}')).toEqual(['ac', 'ad', 'bc', 'bd'])
  })
})
