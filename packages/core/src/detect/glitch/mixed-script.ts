// Unicode Technical Standard #39, §5.2 "Restriction-Level Detection": what may share a word at the level "Moderately Restrictive".

const SCRIPTS = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul',
  'Bopomofo',
  'Arabic',
  'Hebrew',
  'Devanagari',
  'Bengali',
  'Gurmukhi',
  'Gujarati',
  'Oriya',
  'Tamil',
  'Telugu',
  'Kannada',
  'Malayalam',
  'Sinhala',
  'Thai',
  'Lao',
  'Tibetan',
  'Myanmar',
  'Khmer',
  'Ethiopic',
  'Georgian',
  'Armenian',
  'Cherokee',
  'Mongolian',
] as const
type Script = (typeof SCRIPTS)[number]

const TESTS: readonly (readonly [Script, RegExp])[] = SCRIPTS.map((script) => [script, new RegExp(`\\p{Script=${script}}`, 'u')])
const WORD = /[\p{L}\p{M}]{2,}/gu
/** Two letters that neither ASCII nor Latin-1 has: without one of them there is nothing to mix. */
const BEYOND_LATIN = /[\u0370-\u1fff\u2c00-\uffee\u{10000}-\u{3ffff}]/u
const EAST_ASIAN: readonly ReadonlySet<Script>[] = [
  new Set<Script>(['Latin', 'Han', 'Hiragana', 'Katakana']),
  new Set<Script>(['Latin', 'Han', 'Bopomofo']),
  new Set<Script>(['Latin', 'Han', 'Hangul']),
]
/** Letters of these look like Latin ones: a word has no business with both. */
const LOOKALIKES: readonly Script[] = ['Cyrillic', 'Greek', 'Cherokee']
/** Several Greek letters in a row are a Greek word; single ones are quantities and units: Δt, kΩ, μm, PPARγ, β線. */
const GREEK_WORD = /\p{Script=Greek}\p{M}*\p{Script=Greek}/u

function scriptsOf(word: string): Set<Script> {
  const found = new Set<Script>()
  for (const [script, test] of TESTS) if (test.test(word)) found.add(script)
  return found
}

function mayShareWord(scripts: ReadonlySet<Script>): boolean {
  if (scripts.size < 2 || EAST_ASIAN.some((set) => [...scripts].every((script) => set.has(script)))) return true
  return scripts.size === 2 && scripts.has('Latin') && !LOOKALIKES.some((script) => scripts.has(script))
}

/**
 * The scripts that one word of a text mixes although no writing system does (Latin with Cyrillic, Han with Thai), such as `Latin+Cyrillic`;
 * `null` where there is no such word. A word is a run of letters: digits, hyphens and apostrophes end it.
 * Japanese, Chinese and Korean with Latin, Latin with one script that has no letters alike, and single Greek letters as symbols, are in order.
 */
export function mixedScripts(text: string): string | null {
  if (!BEYOND_LATIN.test(text)) return null
  for (const [word] of text.matchAll(WORD)) {
    const scripts = scriptsOf(word)
    if (scripts.has('Greek') && !GREEK_WORD.test(word)) scripts.delete('Greek')
    if (!mayShareWord(scripts)) return [...scripts].join('+')
  }
  return null
}
