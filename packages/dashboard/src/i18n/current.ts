/** The words of the language in force. A language is loaded when it is first spoken, the words of the later pages with the first of them. */
import { batch, effect, signal, type ReadonlySignal } from '@preact/signals'
import { numberFormat, type Locale, type Messages, type NumberFormat } from '@logitscope/core'
import { locale } from '../state/preferences.ts'
import type { FirstWords, MoreWords, Words } from './types.ts'

interface Spoken {
  readonly words: FirstWords | Words
  readonly messages: Messages
}

const load: Readonly<Record<Locale, () => Promise<Spoken>>> = {
  en: async () => (await import('./speak-en.ts')).SPOKEN,
  tr: async () => (await import('./speak-tr.ts')).SPOKEN,
}

const loadMore: Readonly<Record<Locale, () => Promise<MoreWords>>> = {
  en: async () => (await import('./en-more.ts')).EN_MORE,
  tr: async () => (await import('./tr-more.ts')).TR_MORE,
}

const spoken = signal<Spoken | null>(null)
const spokenLocale = signal<Locale>(locale.value)
/** A page beyond the first was opened: from then on each language is loaded whole. */
const wantsMore = signal(false)

export const isSpeaking: ReadonlySignal<Spoken | null> = spoken

function current(): Spoken {
  if (spoken.value === null) throw new Error('words are read before they are loaded')
  return spoken.value
}

/** The pages' own words. Those of the later pages are there once `speakMore` has come back, for which their loader waits. */
export function words(): Words {
  return current().words as Words
}

/** Core's words for codes: metrics, detections, verdicts, issues. */
export function messages(): Messages {
  return current().messages
}

/** The language of the words on the page. */
export function shownLocale(): Locale {
  return spokenLocale.value
}

const formats: Readonly<Record<Locale, NumberFormat>> = { en: numberFormat('en'), tr: numberFormat('tr') }

/** Numbers as the language writes them. */
export function numbers(): NumberFormat {
  return formats[spokenLocale.value]
}

async function speak(wanted: Locale, isWhole: boolean): Promise<void> {
  const [first, more] = await Promise.all([load[wanted](), isWhole ? loadMore[wanted]() : null])
  if (locale.value !== wanted || (wantsMore.value && !isWhole)) return
  batch(() => {
    spoken.value = more === null ? first : { ...first, words: { ...first.words, ...more } }
    spokenLocale.value = wanted
  })
}

/** Loads the language in force, and each one that is chosen later. */
export function startSpeaking(): void {
  effect(() => {
    void speak(locale.value, wantsMore.value)
  })
}

/** Loads the words of the later pages too. */
export async function speakMore(): Promise<void> {
  wantsMore.value = true
  await speak(locale.value, true)
}
