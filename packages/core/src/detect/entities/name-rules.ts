/** What the name finder knows about the language of a text. */
import { primaryLanguage } from '../../language/fold-case.ts'
import { ENGLISH_COMMON_OPENERS, ENGLISH_FUNCTION_WORDS } from './lexicon/english-words.ts'
import { OTHER_FUNCTION_WORDS } from './lexicon/other-words.ts'
import { TURKISH_COMMON_OPENERS, TURKISH_FUNCTION_WORDS } from './lexicon/turkish-words.ts'
import type { Word } from './word.ts'

/** `german`: languages that give every noun a capital; `other`: any language without lists of its own. */
export type Family = 'turkish' | 'english' | 'german' | 'other'

/** Words looked at to tell the family of a text whose language nobody named. */
const SAMPLE = 4000

const GERMAN: ReadonlySet<string> = new Set([
  'der',
  'die',
  'das',
  'und',
  'ist',
  'nicht',
  'ein',
  'eine',
  'einen',
  'dem',
  'den',
  'des',
  'auf',
  'mit',
  'für',
  'von',
  'zu',
  'im',
  'wurde',
  'auch',
  'sich',
])

/** The family that a language tag names, or `null` for an unknown language (`und`, ``, `mul`, `zxx`). Azerbaijani is treated as Turkish. */
export function familyOf(tag: string): Family | null {
  switch (primaryLanguage(tag)) {
    case 'tr':
    case 'az':
      return 'turkish'
    case 'en':
      return 'english'
    case 'de':
    case 'lb':
    case 'gsw':
      return 'german'
    case 'und':
    case 'mul':
    case 'zxx':
    case 'mis':
      return null
    default:
      return 'other'
  }
}

/** Tells the family of a text from its function words: the one with most hits among the first words; `other` where there are hardly any. */
export function guessFamily(words: readonly Word[]): Family {
  let turkish = 0
  let english = 0
  let german = 0
  const limit = Math.min(words.length, SAMPLE)
  for (let i = 0; i < limit; i++) {
    const { key, shape } = words[i]!
    if (shape !== 'lower' && shape !== 'initial') continue
    if (TURKISH_FUNCTION_WORDS.has(key)) turkish += 1
    if (ENGLISH_FUNCTION_WORDS.has(key)) english += 1
    if (GERMAN.has(key)) german += 1
    if (/[ışğ]/u.test(words[i]!.text)) turkish += 1
  }
  const most = Math.max(turkish, english, german)
  if (most === 0) return 'other'
  if (most === german && german > english) return 'german'
  return turkish > english ? 'turkish' : 'english'
}

/** Whether the folded word is one of the small words of the family's language. */
export function isFunctionWord(key: string, family: Family): boolean {
  switch (family) {
    case 'turkish':
      return TURKISH_FUNCTION_WORDS.has(key)
    case 'english':
      return ENGLISH_FUNCTION_WORDS.has(key)
    case 'german':
    case 'other':
      return OTHER_FUNCTION_WORDS.has(key) || ENGLISH_FUNCTION_WORDS.has(key)
  }
}

/** Whether the folded word is common enough at the start of a sentence that its capital says nothing. */
export function isCommonOpener(key: string, family: Family): boolean {
  if (isFunctionWord(key, family)) return true
  return family === 'turkish' ? TURKISH_COMMON_OPENERS.has(key) || isInflected(key) : ENGLISH_COMMON_OPENERS.has(key)
}

const INFLECTED =
  /.{3,}(?:l[ae]r[iı]?(?:n[aei]?|m[iuü]z|d[ae]n?|y[l][ae])?|[dt][ae]n?|[dt][ae]ki|m[ae]k|m[ae]s[iı]n?[ae]?|m[ae]d[ae]n|[ae]r[ae]k|[iuü]nc[ae]|ken|[iuü]yor(?:lar|du)?|[ae]c[ae][kğ].*|m[iuü]ş(?:t[iuü]r?)?|d[iuü][kğ].+|[aeiuü]n[iuü]n|l[iuü][kğ].*|s[iuü]n[iuü]|s[iuü]n[ae]|s[iuü]nd[ae]n?|m[iuü]z[iuü]?n?|n[iuü]z|yl[ae]|c[ae]s[iuü]n[ae]|s[ae]l)$/

/**
 * Whether a folded Turkish word without an apostrophe ends as an inflected common word does ("toplantıda", "çalışmalar").
 * A name takes its endings after an apostrophe, so such a word at the start of a sentence is hardly part of one.
 */
export function isInflected(key: string): boolean {
  return key.length <= 24 && INFLECTED.test(key)
}
