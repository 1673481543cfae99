/** Where we are: the address is the only place where filters live, so that a reload or a shared link shows the same. */
import { signal, type ReadonlySignal } from '@preact/signals'

export interface Place {
  readonly path: string
  readonly query: URLSearchParams
  readonly hash: string
}

const read = (): Place => ({ path: location.pathname, query: new URLSearchParams(location.search), hash: location.hash })
const current = signal<Place>(read())

export const place: ReadonlySignal<Place> = current

/** Goes to an address of this site without loading the page again. */
export function navigate(href: string, options: { readonly replace?: boolean; readonly keepScroll?: boolean } = {}): void {
  if (options.replace === true) history.replaceState(null, '', href)
  else history.pushState(null, '', href)
  const before = current.value.path
  current.value = read()
  if (before !== current.value.path && options.keepScroll !== true) {
    scrollTo(0, 0)
    document.getElementById('content')?.focus({ preventScroll: true })
  }
}

/** Takes clicks on links inside the site; those with a modifier, another target or a download stay the browser's. */
export function followLinks(): void {
  addEventListener('popstate', () => {
    current.value = read()
  })
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement | SVGAElement>('a[href]') : null
    if (link === null || link.hasAttribute('download') || link.getAttribute('target') !== null) return
    const href = link.getAttribute('href') ?? ''
    if (!href.startsWith('/') || href.startsWith('/api/')) return
    event.preventDefault()
    navigate(href)
  })
}
