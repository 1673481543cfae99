// Draws every page in both themes, two widths and both languages, with a day of recorded answers behind it:
//   npx tsx --conditions=@logitscope/source tools/screenshots.ts [--out FOLDER] [--only PAGE] [--quick]
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createRandom } from '@logitscope/core'
import { chromium, type Browser } from 'playwright-core'
import { findBrowser } from '../packages/dashboard/test/find-browser.ts'
import { runServer, type RunningServer } from '../packages/dashboard/test/run-server.ts'
import { demoHistory } from '../packages/server/src/demo/history.ts'
import { loadDemoRecordings } from '../packages/server/src/demo/recordings.ts'

const { values } = parseArgs({
  options: { out: { type: 'string', default: 'screenshots' }, only: { type: 'string' }, quick: { type: 'boolean', default: false } },
})
const WIDTHS = [1440, 390] as const
const BATCH = 250
const ANSWERS = 3_000

interface Shot {
  readonly name: string
  readonly path: string
  /** What to wait for. */
  readonly ready: string
  readonly before?: string
}

async function fillStore(server: RunningServer): Promise<string> {
  const traces = demoHistory({ recordings: loadDemoRecordings(), random: createRandom(7), now: Date.now(), answers: ANSWERS, hours: 24 })
  for (let i = 0; i < traces.length; i += BATCH) await server.post(traces.slice(i, i + BATCH))
  const { items } = await server.get<{ items: { id: string }[] }>('/traces?sort=metrics.avgLogprob&limit=40')
  const labels = ['incorrect', 'incorrect', 'correct', 'unsure'] as const
  await Promise.all(
    items.map((item, i) =>
      fetch(`${server.address}/api/traces/${item.id}/labels`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ value: labels[i % labels.length] }),
      }),
    ),
  )
  const flagged = await server.get<{ items: { id: string }[] }>('/traces?action=flag,review&range=metrics.maxTokenEntropy:2:&limit=30')
  return flagged.items.at(-1)?.id ?? items[0]?.id ?? ''
}

async function draw(browser: Browser, server: RunningServer, shots: readonly Shot[], out: string): Promise<void> {
  for (const locale of ['en', 'tr'] as const)
    for (const theme of ['light', 'dark'] as const)
      for (const width of WIDTHS) {
        if (values.quick && (locale === 'tr' ? theme === 'dark' || width !== 390 : theme === 'dark' && width !== 1440)) continue
        const context = await browser.newContext({
          viewport: { width, height: width > 900 ? 1000 : 844 },
          colorScheme: theme,
          locale: locale === 'tr' ? 'tr-TR' : 'en-GB',
          deviceScaleFactor: 1,
        })
        const page = await context.newPage()
        page.on('console', (message) => {
          if (message.type() === 'error') console.error(`${page.url()}: ${message.text()}`)
        })
        page.on('pageerror', (error) => console.error(`${page.url()}: ${error.message}`))
        for (const shot of shots) {
          await page.goto(server.address + shot.path)
          await page.waitForSelector(shot.ready, { timeout: 15_000 }).catch(() => console.error(`${shot.name}: ${shot.ready} never came`))
          if (shot.before !== undefined) await page.click(shot.before).catch(() => console.error(`${shot.name}: no ${shot.before}`))
          await page.waitForTimeout(400)
          await page.screenshot({ path: join(out, `${shot.name}-${locale}-${theme}-${width}.png`), fullPage: shot.name !== 'answers' })
        }
        await context.close()
      }
}

const path = findBrowser()
if (path === null) {
  console.error('no Chromium on this machine: install it, or name it in CHROMIUM_PATH')
  process.exit(1)
}
const server = await runServer()
const browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox'] })
try {
  mkdirSync(values.out, { recursive: true })
  const empty: readonly Shot[] = [{ name: 'empty', path: '/', ready: '.note' }]
  if (values.only === undefined || values.only === 'empty') await draw(browser, server, empty, values.out)
  const id = await fillStore(server)
  const shots: readonly Shot[] = [
    { name: 'overview', path: '/', ready: '.heat-plot canvas' },
    { name: 'answers', path: '/answers', ready: '.row-line[data-row="3"]' },
    { name: 'answer', path: `/answer?id=${id}`, ready: '.text .t', before: '.text .t.h, .text .t.c0, .text .t' },
    { name: 'compare', path: '/compare?last=24h', ready: '.compare-table' },
    { name: 'alerts', path: '/alerts', ready: '.rule-list li' },
    { name: 'review', path: '/review', ready: '.form' },
    { name: 'calibration', path: '/calibration', ready: '.tile' },
    { name: 'setup', path: '/setup', ready: '.code' },
    { name: 'help', path: '/help', ready: '.help-list' },
  ]
  await draw(browser, server, values.only === undefined ? shots : shots.filter((shot) => shot.name === values.only), values.out)
} finally {
  await browser.close()
  await server.close()
}
