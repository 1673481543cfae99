import { foldCase } from '../../language/fold-case.ts'
import type { Label } from '../../trace/types.ts'

/** As `foldCase` makes them: Turkish capitals and small letters are the same, whatever the two letters i. */
const words = (...all: readonly string[]): ReadonlySet<string> => new Set(all.map(foldCase))

const RIGHT = words('1', 'true', 'correct', 'right', 'yes', 'doğru', 'dogru', 'evet')
const WRONG = words('0', 'false', 'incorrect', 'wrong', 'no', 'yanlış', 'yanlis', 'hayır')
const UNSURE = words('unsure', 'unknown', 'not sure', '?', 'emin değil', 'belirsiz')

/**
 * What a label says: true, false, 0, 1, or a word for it in English or Turkish, in any case; `null` for everything else, shares, NaN and other numbers
 * among them.
 */
export function labelValue(given: unknown): Label['value'] | null {
  if (typeof given !== 'string' && typeof given !== 'number' && typeof given !== 'boolean') return null
  const text = foldCase(String(given).trim())
  const word = /^[01]\.0*$/.test(text) ? text.slice(0, 1) : text
  return RIGHT.has(word) ? 'correct' : WRONG.has(word) ? 'incorrect' : UNSURE.has(word) ? 'unsure' : null
}
