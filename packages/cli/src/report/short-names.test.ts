import { describe, expect, it } from 'vitest'
import { shortNames } from './short-names.ts'

describe('shortNames', () => {
  it.each([
    [['runs/a/one.json'], ['one.json']],
    [['-'], ['-']],
    [
      ['runs/a.jsonl.gz', 'runs/b.jsonl.gz'],
      ['a', 'b'],
    ],
    [
      ['runs/a.json', 'runs/deep/b.json'],
      ['a', 'deep/b'],
    ],
    [
      ['runs/a.x.json', 'other/b.json'],
      ['runs/a.x', 'other/b'],
    ],
    [
      ['a.json', 'b.sse'],
      ['a.json', 'b.sse'],
    ],
    [
      ['runs/ab.json', 'runs/abc.json', '-'],
      ['runs/ab.json', 'runs/abc.json', '-'],
    ],
    [
      ['runs/.json', 'runs/a.json'],
      ['.json', 'a.json'],
    ],
  ])('%j becomes %j', (files, names) => {
    expect(files.map(shortNames(files))).toEqual(names)
  })
})
