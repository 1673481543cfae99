import type { Token } from '@logitscope/core'
import { describe, expect, it } from 'vitest'
import { vocabularyOf } from './vocabulary.ts'

const token = (ids: readonly (number | undefined)[]): Token => ({
  text: 'a',
  logprob: -1,
  part: 'content',
  alternatives: ids.map((id, i) => ({ text: String(i), logprob: -i, ...(id === undefined ? {} : { id }) })),
})
const all = Array.from({ length: 300 }, (_, i) => (i * 7) % 300)

describe('vocabularyOf', () => {
  it('is the length of a list that holds every id below it', () => {
    expect(vocabularyOf([token([]), token(all)])).toBe(300)
  })
  it.each([
    ['an id is missing', all.map((id) => (id === 3 ? 300 : id))],
    ['an id comes twice', all.map((id) => (id === 3 ? 4 : id))],
    ['there are no ids', all.map(() => undefined)],
    ['the list is short', [0, 1, 2]],
    ['there is no list', []],
  ])('is not known where %s', (_, ids) => {
    expect(vocabularyOf([token(ids)])).toBeNull()
  })
})
