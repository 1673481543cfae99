/** Names by their capitals: runs of capitalised words, joined, cleaned and judged by what stands around them. */
import { GENERIC_ACRONYMS, NAME_PARTICLES } from './lexicon/english-words.ts'
import { isCommonOpener, isFunctionWord, type Family } from './name-rules.ts'
import { hasTurkishStem, isFormOf, isTurkishSuffix } from './turkish-suffix.ts'
import { opensEnglishSentence, opensTurkishSentence } from './opening-names.ts'
import { TURKISH_GENERIC_NOUNS, TURKISH_TITLES } from './lexicon/turkish-titles.ts'
import { isKnownName, isPeople } from './known-names.ts'
import { runEnd, type NameSpan } from './name-runs.ts'
import { closesName, piecesOf } from './name-pieces.ts'
import type { Evidence } from './name-evidence.ts'
import { isCapital, type Word } from './word.ts'

/** Whether an ending stands after the word's apostrophe: "Ankara'nın", "1881'de", "Tolkien's". */
export function hasSuffix(words: readonly Word[], index: number, family: Family): boolean {
  const next = words[index + 1]
  if (next?.join !== 'apostrophe') return false
  if (family === 'turkish') return isTurkishSuffix(next.key)
  return next.key === 's'
}

/** Names among the words, in order, not overlapping. `isTaken(index)` says that a word belongs to a date, a number or code. Cost: linear. */
export function namesOf(words: readonly Word[], family: Family, evidence: Evidence, isTaken: (index: number) => boolean): NameSpan[] {
  const names: NameSpan[] = []
  for (let i = 0; i < words.length; i++) {
    if (isTaken(i) || !isCapital(words[i]!) || isEnding(words, i, family)) continue
    const end = runEnd(words, i, family, isTaken)
    for (const piece of piecesOf(words, i, end, family, evidence)) {
      if (words[piece.from]!.inHeading) {
        names.push(...knownParts(words, piece, family, evidence))
        continue
      }
      if (!isName(words, piece, family, evidence)) continue
      const from = withParticle(words, piece.from, family)
      names.push({ from, to: piece.to })
    }
    i = end - 1
  }
  return names
}

/** An ending in capitals after an apostrophe: "TÜRKİYE'NİN". */
function isEnding(words: readonly Word[], index: number, family: Family): boolean {
  const word = words[index]!
  if (word.join !== 'apostrophe' || index === 0 || words[index - 1]!.text.length === 1) return false
  return family === 'turkish' ? isTurkishSuffix(word.key) : word.key === 's'
}

/** A particle in small letters before a name belongs to it ("van Gogh", "al-Khwarizmi"), except in Turkish, where "de" and "da" are other words. */
function withParticle(words: readonly Word[], from: number, family: Family): number {
  const before = words[from - 1]
  if (before?.shape !== 'lower') return from
  const { join } = words[from]!
  if (join === 'hyphen' && /^(?:al|el|ad|as|an|ar|ash|at|az)$/.test(before.key)) return from - 1
  if (join !== 'space' || !NAME_PARTICLES.has(before.key)) return from
  return family === 'english' || before.key === 'van' || before.key === 'ibn' || (before.key === 'von' && family === 'turkish')
    ? from - 1
    : from
}

function isName(words: readonly Word[], { from, to }: NameSpan, family: Family, evidence: Evidence): boolean {
  if (to - from > 1) {
    if (isDescription(words, from, to, family) && !closesName(words[to - 1]!.key)) return false
    return family !== 'german' || isGermanName(words, from, to)
  }
  return isSingleName(words, from, family, evidence)
}

/** Whether the capitalised words only describe: peoples ("Yeni Rus hükümeti"), or at the start of a line common words too ("Personal Life"). */
function isDescription(words: readonly Word[], from: number, to: number, family: Family): boolean {
  if (words[from + 1]!.join === 'ampersand') return false
  let peoples = 0
  for (let i = from; i < to; i++) {
    const { key } = words[i]!
    if (isPeople(key, family)) peoples += 1
    else if (isKnownName(key) || !isCommonOpener(key, family)) return false
  }
  return peoples > 0 || words[from]!.opens
}

/** In a heading every word may have a capital: a name begins with a word that is known for one and goes on up to a common word. */
function knownParts(words: readonly Word[], { from, to }: NameSpan, family: Family, evidence: Evidence): NameSpan[] {
  const parts: NameSpan[] = []
  for (let i = from; i < to; i++) {
    if (!isCapital(words[i]!) || !(isKnownName(words[i]!.key) || evidence.isName(words[i]!.key)) || isFunctionWord(words[i]!.key, family))
      continue
    let end = i + 1
    while (end < to && isCapital(words[end]!) && (isKnownName(words[end]!.key) || !isCommonOpener(words[end]!.key, family))) end += 1
    parts.push({ from: i, to: end })
    i = end - 1
  }
  return parts
}

/** In languages that capitalise every noun, a run is a name when one of its words is known for one or is not written as a noun, or when two stand side by side. */
function isGermanName(words: readonly Word[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (isKnownName(words[i]!.key) || (isCapital(words[i]!) && words[i]!.shape !== 'initial')) return true
  return words[to - 1]!.join === 'space' && !words[from]!.opens
}

function isSingleName(words: readonly Word[], index: number, family: Family, evidence: Evidence): boolean {
  const word = words[index]!
  const { key, shape } = word
  const letters = word.text.length
  if (isPeople(key, family)) return false
  if (family === 'turkish' && hasTurkishStem(key, TURKISH_TITLES)) return false
  if (GENERIC_ACRONYMS.has(key) && shape !== 'mixed') return false
  if (family === 'turkish' && !isKnownName(key) && isFormOf(key, TURKISH_GENERIC_NOUNS)) return false
  if (letters === 1 || isFunctionWord(key, family)) return false
  const suffixed = hasSuffix(words, index, family)
  if (!word.opens) {
    if (family === 'german') return isKnownName(key) || shape !== 'initial'
    return true
  }
  if (suffixed && (family === 'turkish' || !isCommonOpener(key, family))) return true
  if (evidence.isName(key)) return true
  if (isCommonOpener(key, family) && !isKnownName(key)) return false
  if (evidence.isCommon(key)) return false
  if (isKnownName(key) || shape === 'mixed') return true
  if (family === 'turkish' ? opensTurkishSentence(words, index) : opensEnglishSentence(words, index)) return true
  return shape === 'upper' && letters <= (isLabel(words, index) ? 4 : 6)
}

/** A colon follows: "DOĞUM: 1881". */
function isLabel(words: readonly Word[], index: number): boolean {
  const next = words[index + 1]
  return next !== undefined && next.opens && next.join === 'other'
}
