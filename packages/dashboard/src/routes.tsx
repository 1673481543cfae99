/** Which page an address shows. Pages but the first are loaded when they are first opened. */
import type { JSX } from 'preact'
import { OverviewPage } from './pages/overview.tsx'

export type PageName = 'overview' | 'answers' | 'compare' | 'alerts' | 'review' | 'calibration' | 'setup' | 'help'

export interface Route {
  readonly name: PageName
  /** The page shows a title of its own. */
  readonly hidesTitle?: boolean
  readonly render: () => JSX.Element
}

const PAGES: Readonly<Record<string, Route>> = {
  '/': { name: 'overview', render: () => <OverviewPage /> },
}

/** The page of a path, or `null`. */
export function routeOf(path: string): Route | null {
  const clean = path.length > 1 ? path.replace(/\/+$/, '') : path
  return (Object.hasOwn(PAGES, clean) ? PAGES[clean] : undefined) ?? null
}
