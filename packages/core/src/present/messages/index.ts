import { visibleText } from '../visible.ts'
import { EN } from './en.ts'
import { TR } from './tr.ts'
import type { Explained, Locale, Messages } from './types.ts'

export { EN as EN_MESSAGES } from './en.ts'
export { TR as TR_MESSAGES } from './tr.ts'
export { LOCALES } from './types.ts'
export type { Explained, Locale, Messages } from './types.ts'

const TABLES: Readonly<Record<Locale, Messages>> = { en: EN, tr: TR }

/** The messages of a language. */
export function messagesFor(locale: Locale): Messages {
  return TABLES[locale]
}

/** The string of a word, or the word itself, made visible, where the table does not know it (a newer code, a name from a user's profile). */
export function say(table: Readonly<Record<string, string>>, word: string): string {
  return (Object.hasOwn(table, word) ? table[word] : undefined) ?? visibleText(word)
}

/** Name and meaning of a word, or the word itself, made visible, without a meaning. */
export function explain(table: Readonly<Record<string, Explained>>, word: string): Explained {
  return (Object.hasOwn(table, word) ? table[word] : undefined) ?? { name: visibleText(word), meaning: '' }
}

/** Puts values into the `{placeholders}` of a sentence; a placeholder without a value stays. */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : whole))
}

/** A metric path in words, such as `mean logprob` for `metrics.avgLogprob`. */
export function metricPathName(messages: Messages, path: string): string {
  const [room, metric = ''] = path.split('.')
  return room === 'metrics' && Object.hasOwn(messages.metrics, metric)
    ? explain(messages.metrics, metric).name
    : say(messages.metricPaths, path)
}
