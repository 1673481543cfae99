const NOT_ASCII = /[^\0-\x7f]/

/**
 * A key for comparing words whatever their case: `İZMİR`, `IZMIR`, `İzmir` and `izmir` share one.
 *
 * Turkish has two letters i, and JavaScript's own mappings turn `İ` into `i` plus a combining dot and `I` into `i`; here dotted and dotless,
 * capital and small, all become `i`, and a circumflex on a, i, u is taken off (`Kâmil` is also written `Kamil`). Composed and decomposed forms are
 * equal. The same on every machine: the locale of the process plays no part. Two Turkish words that differ in nothing but their dots collide.
 * Empty text gives an empty key. Cost: linear.
 */
export function foldCase(text: string): string {
  if (!NOT_ASCII.test(text)) return text.toLowerCase()
  return text
    .normalize('NFC')
    .replaceAll('İ', 'i')
    .toLowerCase()
    .replaceAll('ı', 'i')
    .replaceAll('\u0307', '')
    .replaceAll('â', 'a')
    .replaceAll('î', 'i')
    .replaceAll('û', 'u')
}

/**
 * The primary language of a BCP 47 tag in small letters, three-letter codes of the languages that this project treats on their own made short:
 * `tr-TR`, `TR` and `tur` give `tr`. An empty tag gives `und`.
 */
export function primaryLanguage(tag: string): string {
  const primary = /^[A-Za-z]+/.exec(tag)?.[0].toLowerCase() ?? 'und'
  return THREE_LETTERS.get(primary) ?? primary
}

const THREE_LETTERS: ReadonlyMap<string, string> = new Map([
  ['tur', 'tr'],
  ['eng', 'en'],
  ['deu', 'de'],
  ['ger', 'de'],
])
