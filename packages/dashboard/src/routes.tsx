/** Which page an address shows. Pages but the first are loaded when they are first opened. */
import type { ComponentType, JSX } from 'preact'
import { OverviewPage } from './pages/overview.tsx'
import { Later } from './ui/later.tsx'

export type PageName = 'overview' | 'answers' | 'compare' | 'alerts' | 'review' | 'calibration' | 'setup' | 'help'

export interface Route {
  /** The entry of the navigation that the page belongs to. */
  readonly name: PageName
  /** The page says itself what it is. */
  readonly hidesTitle?: boolean
  readonly render: () => JSX.Element
}

const later = (path: string, load: () => Promise<ComponentType>) => (): JSX.Element => <Later key={path} name={path} load={load} />

const ROUTES: Readonly<Record<string, Route>> = {
  '/': { name: 'overview', render: () => <OverviewPage /> },
  '/answers': { name: 'answers', render: later('/answers', async () => (await import('./pages/answers.tsx')).AnswersPage) },
  '/answer': { name: 'answers', hidesTitle: true, render: later('/answer', async () => (await import('./pages/answer.tsx')).AnswerPage) },
  '/compare': { name: 'compare', render: later('/compare', async () => (await import('./pages/compare.tsx')).ComparePage) },
  '/alerts': { name: 'alerts', render: later('/alerts', async () => (await import('./pages/alerts.tsx')).AlertsPage) },
  '/review': { name: 'review', render: later('/review', async () => (await import('./pages/review.tsx')).ReviewPage) },
  '/calibration': {
    name: 'calibration',
    render: later('/calibration', async () => (await import('./pages/calibration.tsx')).CalibrationPage),
  },
  '/setup': { name: 'setup', render: later('/setup', async () => (await import('./pages/setup.tsx')).SetupPage) },
  '/help': { name: 'help', render: later('/help', async () => (await import('./pages/help.tsx')).HelpPage) },
}

/** The page of a path, or `null`. */
export function routeOf(path: string): Route | null {
  const clean = path.length > 1 ? path.replace(/\/+$/, '') : path
  return (Object.hasOwn(ROUTES, clean) ? ROUTES[clean] : undefined) ?? null
}
