import type { DetectedLanguage, LanguageDetector } from '@logitscope/core'

type DetectAll = (text: string) => readonly { readonly lang: string; readonly accuracy: number }[]

/** Longer texts do not get surer, only slower. */
const MOST_CHARACTERS = 240
const FEWEST_LETTERS = 16
const FEWEST_WORDS = 4
const SURE = 0.5

const letters = (text: string): number => text.match(/\p{L}/gu)?.length ?? 0

function halves(text: string): readonly [string, string] | null {
  const words = text.split(/\s+/).filter((word) => word !== '')
  if (words.length >= FEWEST_WORDS) {
    const middle = words.length >> 1
    return [words.slice(0, middle).join(' '), words.slice(middle).join(' ')]
  }
  // Scripts without spaces between words.
  const characters = text.match(/\p{Lo}/gu) ?? []
  if (characters.length < 8) return null
  const middle = characters.length >> 1
  return [characters.slice(0, middle).join(''), characters.slice(middle).join('')]
}

function guess(text: string, detectAll: DetectAll): DetectedLanguage | null {
  const top = (part: string): ReturnType<DetectAll>[number] | undefined => detectAll(part)[0]
  const start = text.slice(0, MOST_CHARACTERS)
  // Names are no evidence, and neither is the hundredth copy of a word: JSON keys and loops say little about the language.
  const plain = [...new Set(start.split(/\s+/).filter((word) => /^[^\p{L}]*[\p{Ll}\p{Lo}]/u.test(word)))].join(' ')
  if (letters(plain) < FEWEST_LETTERS) return null
  const parts = halves(plain)
  if (parts !== null) {
    const [first, second] = [top(parts[0]), top(parts[1])]
    if (first !== undefined && first.lang === second?.lang)
      return { tag: first.lang, confidence: Math.min(first.accuracy, second.accuracy) }
  }
  const found = top(plain)
  const whole = top(start)
  return found !== undefined && whole?.lang === found.lang && whole.accuracy >= SURE && found.accuracy >= SURE
    ? { tag: found.lang, confidence: found.accuracy }
    : null
}

/** tinyld does not know Azerbaijani and calls it Turkish, which has no ə. */
const AZERBAIJANI = /[əƏ]/

/**
 * A finder of languages with tinyld, which is easily misled by names and short texts: its guess counts only where both halves of the text give
 * the same, capitalised words left out, or where it is sure and agrees with itself without those words. Its tables are loaded when it is asked for.
 */
export async function loadLanguageDetector(): Promise<LanguageDetector> {
  const { detectAll } = await import('tinyld')
  return {
    detect(text) {
      const found = guess(text, detectAll)
      return found?.tag === 'tr' && AZERBAIJANI.test(text) ? null : found
    },
  }
}
