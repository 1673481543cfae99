import { foldCase } from '../../../language/fold-case.ts'

/** A set of folded words from a list separated by white space; an underscore stands for a space within an entry. */
export function wordList(...lists: readonly string[]): ReadonlySet<string> {
  const words = new Set<string>()
  for (const list of lists) for (const word of list.split(/\s+/)) if (word !== '') words.add(foldCase(word.replaceAll('_', ' ')))
  return words
}
