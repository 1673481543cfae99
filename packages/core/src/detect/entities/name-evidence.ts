import { isCapital, type Word } from './word.ts'

/** What the rest of the text says about a word that stands where its capital says nothing. */
export interface Evidence {
  /** The word stands with a capital inside sentences, at least as often as in small letters. */
  isName: (key: string) => boolean
  /** The word stands in small letters elsewhere. */
  isCommon: (key: string) => boolean
  /** How often the word stands with a capital inside sentences. */
  count: (key: string) => number
}

/** Counts, over all words of a text, capitals inside sentences against small letters. Cost: linear. */
export function evidenceOf(words: readonly Word[]): Evidence {
  const capital = new Map<string, number>()
  const small = new Map<string, number>()
  for (const word of words) {
    if (word.shape === 'lower') small.set(word.key, (small.get(word.key) ?? 0) + 1)
    else if (isCapital(word) && !word.opens && word.text.length > 1) capital.set(word.key, (capital.get(word.key) ?? 0) + 1)
  }
  return {
    isName: (key) => (capital.get(key) ?? 0) > 0 && (capital.get(key) ?? 0) >= (small.get(key) ?? 0),
    isCommon: (key) => (small.get(key) ?? 0) > 0,
    count: (key) => capital.get(key) ?? 0,
  }
}
