/** Theme and language: the system's, unless someone chose. */
import { effect, signal, type Signal } from '@preact/signals'
import { LOCALES, type Locale } from '@logitscope/core'

export type Theme = 'system' | 'light' | 'dark'

function stored(name: string): string | null {
  try {
    return localStorage.getItem(`logitscope.${name}`)
  } catch {
    return null
  }
}

function remember(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`logitscope.${name}`)
    else localStorage.setItem(`logitscope.${name}`, value)
  } catch {
    // Storage may be forbidden: the choice then lasts until the page is closed.
  }
}

const storedTheme = stored('theme')
export const theme: Signal<Theme> = signal(storedTheme === 'light' || storedTheme === 'dark' ? storedTheme : 'system')

const wished = (stored('locale') ?? navigator.language).toLowerCase()
export const locale: Signal<Locale> = signal(LOCALES.find((known) => wished.startsWith(known)) ?? 'en')

export function keepPreferences(): void {
  effect(() => {
    if (theme.value === 'system') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = theme.value
  })
  effect(() => {
    document.documentElement.lang = locale.value
  })
}

export function chooseTheme(value: Theme): void {
  remember('theme', value === 'system' ? null : value)
  theme.value = value
}

export function chooseLocale(value: Locale): void {
  remember('locale', value)
  locale.value = value
}
