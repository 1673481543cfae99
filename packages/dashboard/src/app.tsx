import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { connection } from './api/connection.ts'
import { isSpeaking, shownLocale, words } from './i18n/current.ts'
import { keepFilter } from './state/filters.ts'
import { place } from './state/location.ts'
import { routeOf, type PageName } from './routes.tsx'
import { KeyDialog, needsKey } from './ui/key-dialog.tsx'
import { Icon } from './ui/icons.tsx'
import { LanguageSwitch, LiveBadge, ThemeSwitch } from './ui/switches.tsx'

const NAVIGATION: readonly { readonly name: Exclude<PageName, 'help'>; readonly path: string }[] = [
  { name: 'overview', path: '/' },
  { name: 'answers', path: '/answers' },
  { name: 'compare', path: '/compare' },
  { name: 'alerts', path: '/alerts' },
  { name: 'review', path: '/review' },
  { name: 'calibration', path: '/calibration' },
  { name: 'setup', path: '/setup' },
]

function Navigation({ current }: { readonly current: PageName | null }): JSX.Element {
  const { pages, shell } = words()
  const ref = useRef<HTMLElement>(null)
  // On a phone the pages stand in one line that scrolls: the one that is open must be seen.
  useEffect(() => {
    const nav = ref.current
    const link = nav?.querySelector<HTMLElement>('[aria-current]')
    if (nav && link) nav.scrollLeft = link.offsetLeft - (nav.clientWidth - link.offsetWidth) / 2
  }, [current])
  return (
    <nav ref={ref} class="nav" aria-label={shell.navigation}>
      {NAVIGATION.map(({ name, path }) => (
        <a key={name} href={name === 'setup' ? path : keepFilter(path)} aria-current={current === name ? 'page' : undefined}>
          <Icon name={name} />
          <span>{pages[name]}</span>
        </a>
      ))}
    </nav>
  )
}

export function App(): JSX.Element {
  if (isSpeaking.value === null) return <div class="app" />
  const { shell, pages, states } = words()
  const route = routeOf(place.value.path)
  const title = route === null ? shell.notFound : pages[route.name]
  document.title = `${title} · logitscope`
  return (
    <div class="app" key={shownLocale()}>
      <a class="skip" href="#content">
        {shell.skip}
      </a>
      <header class="rail">
        <a class="logo" href="/" aria-label="logitscope">
          <img src="/icon.svg" alt="" width="26" height="26" />
          <span>logitscope</span>
        </a>
        <Navigation current={route?.name ?? null} />
        <div class="rail-end">
          <LiveBadge />
          <a class="help-link" href="/help" title={shell.helpKey} aria-current={route?.name === 'help' ? 'page' : undefined}>
            <Icon name="help" />
            <span>{pages.help}</span>
          </a>
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {!connection.isOnline.value && (
          <p class="banner" role="status">
            {states.offline} {states.offlineHint}
          </p>
        )}
        <h1 class={route?.hidesTitle === true ? 'unseen' : 'title'}>{title}</h1>
        {needsKey.value ? (
          <KeyDialog />
        ) : route === null ? (
          <p class="note">
            {shell.notFoundHint} <a href="/">{shell.toOverview}</a>
          </p>
        ) : (
          route.render()
        )}
      </main>
    </div>
  )
}
