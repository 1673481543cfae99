/** Words nobody knows that open a sentence as a name does. */
import { looksForeign } from './foreign-look.ts'
import { wordList } from './lexicon/word-list.ts'
import type { Word } from './word.ts'

/** Endings of Turkish verbs and cases on words without an apostrophe, for a word that a comma follows. */
const VERB_OR_CASE = /(?:yor.*|[dt][iuü](?:m|k|n|n[iuü]z|l[ae]r)?|y[aeiuü]|n[iuü]|s[iuü]|l[iuü]|[iuü]n|[ae]n|m[ae]y[iuü]n)$/
/** How a sentence that defines or describes ends in Turkish ("… maddedir", "… kaynar"); what somebody did ends otherwise. */
const DESCRIBES = /(?:[dt][iuü]r|[aeiuü]r|m[ae]z)$/
/** Words looked at for the end of the sentence. */
const SENTENCE = 60

/**
 * Whether a Turkish word nobody knows opens its sentence as a name does: spelled as no Turkish word is, a sports club, or a subject set off by a comma
 * of a sentence that tells what somebody did ("Ecevit, … dedi"), not what something is ("Su, … bir maddedir").
 */
export function opensTurkishSentence(words: readonly Word[], index: number): boolean {
  const { key, shape, beforeComma } = words[index]!
  if (key.endsWith('spor') && key.length > 6) return true
  if (shape === 'initial' && key.length > 3 && looksForeign(key)) return true
  if (!beforeComma || key.length <= 3 || VERB_OR_CASE.test(key)) return false
  let last = index
  while (last + 1 < words.length && last < index + SENTENCE && !endsSentence(words[last + 1]!)) last += 1
  return last > index && !DESCRIBES.test(words[last]!.key)
}

function endsSentence(next: Word): boolean {
  return next.opens && (next.join === 'dot-space' || next.join === 'other')
}

/** What only people do or have done to them, after a word that opens an English sentence; `was` and its like need a second word. */
const PERSON_VERB: ReadonlySet<string> = wordList(
  `wrote died married studied graduated attended grew served won moved returned retired joined argued claimed believed taught painted composed sang starred
  sailed emigrated resigned enlisted enrolled earned lived fought reigned ruled scored coached published founded invented discovered worked spent made became`,
)
const AUXILIARY: ReadonlySet<string> = wordList('was is had has also later then never')
const PERSON_PARTICIPLE: ReadonlySet<string> = wordList(
  `born raised educated buried survived married elected appointed awarded knighted inducted drafted hired arrested imprisoned executed assassinated baptized christened nicknamed
  studied written won served died wrote graduated moved returned became retired joined`,
)
const COMMON_NOUN = /(?:ing|ion|ity|ness|ment|ism|logy|ics|graphy|tude|ance|ence|ure|age|ship|hood|[^s]s)$/

/** Whether an English word nobody knows opens its sentence as a person does: "Zamenhof was born in …", "Kowalski wrote …". */
export function opensEnglishSentence(words: readonly Word[], index: number): boolean {
  const { key, shape } = words[index]!
  const next = words[index + 1]
  if (shape !== 'initial' || key.length < 3 || COMMON_NOUN.test(key) || next?.join !== 'space' || next.shape !== 'lower') return false
  if (PERSON_VERB.has(next.key)) return true
  const second = words[index + 2]
  return AUXILIARY.has(next.key) && second?.join === 'space' && PERSON_PARTICIPLE.has(second.key)
}
