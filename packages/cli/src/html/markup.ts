import { LOCALES, messagesFor, numberFormat, type Locale, type Messages, type NumberFormat } from '@logitscope/core'
import { PAGE_WORDS, type PageWords } from './words.ts'

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as text: safe between tags and inside quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
}

/** JSON that may stand inside a script element: nothing in it can end the element or open a comment. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

/** One of the page's languages, with everything needed to say something in it. */
export interface Speaker {
  readonly locale: Locale
  readonly messages: Messages
  readonly numbers: NumberFormat
  readonly words: PageWords
}

export const SPEAKERS: readonly Speaker[] = LOCALES.map((locale) => ({
  locale,
  messages: messagesFor(locale),
  numbers: numberFormat(locale),
  words: PAGE_WORDS[locale],
}))

/** Something said in every language; which one is seen, the page decides. The same text in all of them is written once. */
export function say(tell: (speaker: Speaker) => string): string {
  const texts = SPEAKERS.map(tell)
  if (texts.every((text) => text === texts[0])) return escapeHtml(texts[0] ?? '')
  return SPEAKERS.map(({ locale }, i) => `<span class="l-${locale}" lang="${locale}">${escapeHtml(texts[i] ?? '')}</span>`).join('')
}

/** An accessible name in every language: English until the page's script picks one. */
export function label(tell: (speaker: Speaker) => string): string {
  const english = SPEAKERS.find(({ locale }) => locale === 'en') ?? SPEAKERS[0]
  const all = SPEAKERS.map((speaker) => `data-label-${speaker.locale}="${escapeHtml(tell(speaker))}"`).join(' ')
  return english === undefined ? all : `aria-label="${escapeHtml(tell(english))}" ${all}`
}
