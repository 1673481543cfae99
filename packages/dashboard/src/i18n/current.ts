/** The words of the language in force. A language is loaded when it is first spoken. */
import { batch, effect, signal, type ReadonlySignal } from '@preact/signals'
import { numberFormat, type Locale, type Messages, type NumberFormat } from '@logitscope/core'
import { locale } from '../state/preferences.ts'
import type { Words } from './types.ts'

interface Spoken {
  readonly words: Words
  readonly messages: Messages
}

const load: Readonly<Record<Locale, () => Promise<Spoken>>> = {
  en: async () => (await import('./speak-en.ts')).SPOKEN,
  tr: async () => (await import('./speak-tr.ts')).SPOKEN,
}

const spoken = signal<Spoken | null>(null)
const spokenLocale = signal<Locale>(locale.value)

export const isSpeaking: ReadonlySignal<Spoken | null> = spoken

function current(): Spoken {
  if (spoken.value === null) throw new Error('words are read before they are loaded')
  return spoken.value
}

/** The pages' own words. */
export function words(): Words {
  return current().words
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

/** Loads the language in force, and each one that is chosen later. */
export function startSpeaking(): void {
  effect(() => {
    const wanted = locale.value
    void load[wanted]().then((loaded) => {
      if (locale.value !== wanted) return
      batch(() => {
        spoken.value = loaded
        spokenLocale.value = wanted
      })
    })
  })
}
