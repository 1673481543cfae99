/** Numbers written in words. */
import { ENGLISH_NUMBER_LINKS, ENGLISH_NUMBER_WORDS, TURKISH_NUMBER_LINKS, TURKISH_NUMBER_WORDS } from './lexicon/dates-and-units.ts'
import { foldCase } from '../../language/fold-case.ts'
import type { Family } from './name-rules.ts'
import type { Word } from './word.ts'

/** Turkish writes numbers in one word too ("yüzaltmış", "onbir"): the pieces in folded form, longest first. */
const TURKISH_PIECES: readonly string[] = [...TURKISH_NUMBER_WORDS, ...TURKISH_NUMBER_LINKS]
  .filter((word) => !word.endsWith('ca') && !word.endsWith('ce'))
  .sort((a, b) => b.length - a.length)
const CHAIN = new RegExp(`^(?:${TURKISH_PIECES.join('|')}){2,8}$`)
const MULTIPLES: ReadonlySet<string> = new Set([
  'hundred',
  'thousand',
  'million',
  'billion',
  'trillion',
  'dozen',
  foldCase('yüz'),
  'bin',
  'milyon',
  'milyar',
  'trilyon',
])

type Weight = 'own' | 'link' | 'none'

function weightOf(word: Word, family: Family): Weight {
  if (word.shape !== 'lower' && word.shape !== 'initial') return 'none'
  const { key } = word
  if (family === 'turkish') {
    if (TURKISH_NUMBER_WORDS.has(key)) return 'own'
    if (TURKISH_NUMBER_LINKS.has(key)) return 'link'
    return key.length >= 5 && key.length <= 40 && CHAIN.test(key) ? 'own' : 'none'
  }
  if (ENGLISH_NUMBER_WORDS.has(key)) return 'own'
  return ENGLISH_NUMBER_LINKS.has(key) ? 'link' : 'none'
}

/**
 * Index after the last word of the number in words that begins at `from`, or `from` where none does. "one" and its like alone are no number, nor is a
 * word of another meaning ("yüz", face) unless a number word stands beside it.
 */
export function numberWordsEnd(words: readonly Word[], from: number, family: Family): number {
  if (family !== 'turkish' && family !== 'english') return from
  const { key } = words[from]!
  if (key === 'and' || key === 'second' || key === 'first' || (key === 'a' && !MULTIPLES.has(words[from + 1]?.key ?? ''))) return from
  let to = from
  let own = 0
  let links = 0
  while (to < words.length) {
    const word = words[to]!
    if (to > from && word.join !== 'space' && word.join !== 'hyphen') break
    const weight = weightOf(word, family)
    if (weight === 'none') break
    if (to > from && word.key === 'a') break
    if (word.key === 'and' && !isAfterMultiple(words, to, family)) break
    if (weight === 'own') own += 1
    else links += 1
    to += 1
  }
  while (to > from && (words[to - 1]!.key === 'and' || words[to - 1]!.key === 'a')) to -= 1
  if (own > 0 && (to - from > 1 || weightOf(words[from]!, family) === 'own')) return to
  return own === 0 && links > 1 && family === 'turkish' && hasMultiple(words, from, to) ? to : from
}

/** "three hundred and five": "and" belongs to a number only between a multiple and a number word. */
function isAfterMultiple(words: readonly Word[], index: number, family: Family): boolean {
  const next = words[index + 1]
  const before = words[index - 1]
  return (
    before !== undefined &&
    next?.join === 'space' &&
    MULTIPLES.has(before.key) &&
    (weightOf(next, family) === 'own' || next.key === 'one' || next.key === 'a')
  )
}

function hasMultiple(words: readonly Word[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (MULTIPLES.has(words[i]!.key)) return true
  return false
}
