import type { Page } from 'playwright-core'
import type { Filled } from './fill-store.ts'

/** One picture: where, what to wait for, and what to do before it is taken. */
export interface Shot {
  readonly name: string
  readonly path: string
  /** A selector that is there once the page has its data. */
  readonly ready: string
  readonly act?: (page: Page) => Promise<void>
  /** Only what fits the window; default: the whole page. */
  readonly window?: true
  readonly print?: true
}

const click =
  (selector: string) =>
  (page: Page): Promise<void> =>
    page.click(selector)

/** An installation that nothing was sent to. */
export const EMPTY_SHOTS: readonly Shot[] = [
  { name: 'empty-overview', path: '/', ready: '.note' },
  { name: 'empty-answers', path: '/answers', ready: '.note' },
  { name: 'empty-compare', path: '/compare', ready: '.note' },
  { name: 'empty-alerts', path: '/alerts', ready: '.rule-list li' },
  { name: 'empty-review', path: '/review', ready: '.form' },
  { name: 'empty-calibration', path: '/calibration', ready: '.tile' },
  { name: 'empty-setup', path: '/setup', ready: '.code' },
  { name: 'empty-help', path: '/help', ready: '.help-list' },
]

/** An installation that asks for a key. */
export const LOCKED_SHOTS: readonly Shot[] = [
  { name: 'key', path: '/', ready: '.key-form' },
  {
    name: 'key-wrong',
    path: '/',
    ready: '.key-form',
    act: async (page) => {
      await page.fill('.key-form input', 'not the key')
      await page.click('.key-form button')
      await page.waitForSelector('.key-form [role="alert"]')
    },
  },
]

/** A day of traffic, labels, calibrated groups and a project that drifts. */
export function filledShots({ flagged, long, calibrated }: Filled): readonly Shot[] {
  const answer = `/answer?id=${flagged}`
  return [
    { name: 'overview', path: '/', ready: '.heat-plot canvas' },
    { name: 'readme-overview', path: '/?tag=source%3Ademo-history', ready: '.token-cloud a' },
    {
      name: 'overview-tables',
      path: '/',
      ready: '.heat-plot canvas',
      act: (page) => page.evaluate(() => document.querySelectorAll('details').forEach((part) => (part.open = true))),
    },
    {
      name: 'overview-cursor',
      path: '/',
      ready: '.heat-plot canvas',
      window: true,
      act: async (page) => {
        await page.focus('.heat-plot')
        for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key)
        await page.evaluate(() => document.querySelector('.heat')?.scrollIntoView({ block: 'center' }))
      },
    },
    { name: 'answers', path: '/answers', ready: '.row-line[data-row="3"]', window: true },
    {
      name: 'answers-cell',
      path: '/answers?cell=1,2,0.01,0.1&action=flag,review&range=metrics.avgLogprob:-2:-0.1',
      ready: '.meant[data-tokens]',
      window: true,
    },
    { name: 'answers-none', path: '/answers?project=nobody', ready: '.note', window: true },
    { name: 'answer', path: answer, ready: '.text .t', act: click('.text .t.h, .text .t.c0, .text .t') },
    { name: 'answer-entropy', path: `${answer}&by=entropy`, ready: '.text .t', window: true },
    {
      name: 'answer-table',
      path: answer,
      ready: '.text .t',
      act: async (page) => {
        await page.click('details.raw-table > summary')
        await page.waitForSelector('.raw-table td')
      },
    },
    { name: 'answer-print', path: answer, ready: '.text .t', print: true },
    { name: 'answer-calibrated', path: `/answer?id=${calibrated}`, ready: '.text .t' },
    { name: 'answer-long', path: `/answer?id=${long}`, ready: '.text .t', window: true, act: click('.text .t[data-i="7"]') },
    { name: 'answer-missing', path: '/answer?id=nothing', ready: '.note', window: true },
    { name: 'compare', path: '/compare', ready: '.compare-table' },
    { name: 'alerts', path: '/alerts', ready: '.rule-list li' },
    {
      name: 'alerts-rule',
      path: '/alerts',
      ready: '.rule-list li',
      act: async (page) => {
        await page.click('.rule-list + p button, .rules button.primary, button:has-text("New rule"), button:has-text("Yeni kural")')
        await page.waitForSelector('.rule-form')
        await page.fill('.rule-form input[maxlength]', 'Low mean')
        await page.click('.rule-form button:has-text("Try it out"), .rule-form button:has-text("Dene")')
        await page.waitForSelector('.trial')
      },
    },
    {
      name: 'alerts-relearn',
      path: '/alerts',
      ready: '.alert-warning',
      act: click('button:has-text("Learn anew"), button:has-text("Yeniden öğren")'),
    },
    { name: 'calibration', path: '/calibration', ready: '.curve svg' },
    { name: 'setup', path: '/setup', ready: '.code' },
    { name: 'help', path: '/help', ready: '.help-list' },
    { name: 'not-found', path: '/nowhere', ready: '.note', window: true },
    {
      name: 'offline',
      path: '/',
      ready: '.tile',
      window: true,
      act: async (page) => {
        await page.context().setOffline(true)
        await page.selectOption('.is-time select', '7d')
        await page.waitForSelector('.banner')
        await page.waitForTimeout(2_500)
      },
    },
    { name: 'review-form', path: '/review', ready: '.form' },
  ]
}

/** With a review drawn. */
export const REVIEW_SHOTS: readonly Shot[] = [
  { name: 'review', path: '/review', ready: '.review-answer .text .t' },
  {
    name: 'review-again',
    path: '/review',
    ready: '.review-answer .text .t',
    act: click('main > details > summary'),
  },
]
