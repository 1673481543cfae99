/** What a repeated text looks like, whatever stands around it. */

/** Scripts whose words have no spaces between them, for use within a character class. */
export const UNSPACED_SCRIPTS =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Script=Tibetan}'
const WRITTEN_WITHOUT_SPACES = new RegExp(`[${UNSPACED_SCRIPTS}]`, 'u')
const WORD = new RegExp(`[${UNSPACED_SCRIPTS}]|[\\p{L}\\p{M}\\p{N}]*\\p{L}[\\p{L}\\p{M}\\p{N}]*`, 'gu')
const LIST_MARK = /^(?:[^\p{L}\p{N}\s"'`]{1,6}|\d+[.)])\s+/u
const QUOTED = /(["'`])[^"'`]*\1/
const FIELD_SEPARATOR = /[,;|\t]/
/** A field of a record has at most so many words. */
export const FIELD_WORDS = 3
const SEPARATOR = /[,;\t\n]/u

/** Whether a text holds letters of a script whose words have no spaces between them. */
export function isWrittenWithoutSpaces(text: string): boolean {
  return WRITTEN_WITHOUT_SPACES.test(text)
}

/** The different words of a text; characters in scripts that have no spaces between words. */
export function wordsIn(text: string): ReadonlySet<string> {
  return new Set(text.match(WORD))
}

/**
 * Whether the unit, repeated, is a list of single words or values: between two separators nothing with a space in it but a mark of a list and
 * what stands in quotes.
 */
export function isListOfValues(unit: string): boolean {
  const items = `${unit}${unit}`.split(SEPARATOR).slice(1, -1)
  if (items.length === 0) return false
  return items.every((item) => !/\s/.test(item.trim().replace(LIST_MARK, '').replace(QUOTED, '')))
}

/** Whether the unit, repeated, is the fields of a record: a few words each, nothing else, and no space at the separators. */
export function areFields(unit: string): boolean {
  const fields = `${unit}${unit}`.split(FIELD_SEPARATOR).slice(1, -1)
  if (fields.length === 0 || isWrittenWithoutSpaces(unit)) return false
  return fields.every((field) => /^[\p{L}\p{M}\p{N} ]*$/u.test(field) && field === field.trim() && field.split(' ').length <= FIELD_WORDS)
}
