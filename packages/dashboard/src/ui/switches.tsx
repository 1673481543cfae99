import type { JSX } from 'preact'
import { LOCALES } from '@logitscope/core'
import { connection } from '../api/connection.ts'
import { liveState } from '../api/live.ts'
import { words } from '../i18n/current.ts'
import { chooseLocale, chooseTheme, locale, theme, type Theme } from '../state/preferences.ts'
import { Icon } from './icons.tsx'

const THEMES: readonly { readonly name: Theme; readonly icon: 'system' | 'sun' | 'moon' }[] = [
  { name: 'system', icon: 'system' },
  { name: 'light', icon: 'sun' },
  { name: 'dark', icon: 'moon' },
]

export function ThemeSwitch(): JSX.Element {
  const { shell } = words()
  return (
    <div class="switch" role="group" aria-label={shell.theme}>
      {THEMES.map(({ name, icon }) => (
        <button
          key={name}
          type="button"
          aria-pressed={theme.value === name}
          aria-label={shell.themes[name]}
          title={shell.themes[name]}
          onClick={() => chooseTheme(name)}
        >
          <Icon name={icon} />
        </button>
      ))}
    </div>
  )
}

const LANGUAGE_NAMES = { en: 'English', tr: 'Türkçe' } as const

export function LanguageSwitch(): JSX.Element {
  return (
    <div class="switch" role="group" aria-label={words().shell.language}>
      {LOCALES.map((name) => (
        <button
          key={name}
          type="button"
          lang={name}
          aria-pressed={locale.value === name}
          title={LANGUAGE_NAMES[name]}
          onClick={() => chooseLocale(name)}
        >
          <span aria-hidden="true">{name.toUpperCase()}</span>
          <span class="unseen">{LANGUAGE_NAMES[name]}</span>
        </button>
      ))}
    </div>
  )
}

/** Whether new answers arrive as they happen. */
export function LiveBadge(): JSX.Element {
  const state = connection.isOnline.value ? liveState.value : 'reconnecting'
  return (
    <p class={`live live-${state}`} role="status" title={words().shell.live[state]}>
      <span class="live-dot" aria-hidden="true" />
      {words().shell.live[state]}
    </p>
  )
}
