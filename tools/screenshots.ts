// Draws every page and dialog in both themes, two widths and both languages, with a day of recorded answers behind it:
//   npx tsx --conditions=@logitscope/source tools/screenshots.ts [--out FOLDER] [--only NAME,…] [--quick]
// With the shared test data beside the project there are calibrated groups, too.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Browser, type Page } from 'playwright-core'
import { findBrowser } from '../packages/dashboard/test/find-browser.ts'
import { newFolder, runServer, type RunningServer } from '../packages/dashboard/test/run-server.ts'
import { storeDrift } from './screenshots/drifted-store.ts'
import { drawReview, fillStore } from './screenshots/fill-store.ts'
import { EMPTY_SHOTS, filledShots, LOCKED_SHOTS, REVIEW_SHOTS, type Shot } from './screenshots/shots.ts'

const { values } = parseArgs({
  options: { out: { type: 'string', default: 'screenshots' }, only: { type: 'string' }, quick: { type: 'boolean', default: false } },
})
const only = values.only?.split(',')
const WIDTHS = [1440, 390] as const
const SETTLE_MS = 400
/** What a real page holds of one colour at most: the whole of 16 000 tokens is no picture. */
const TALLEST_PX = 12_000

async function take(page: Page, shot: Shot, path: string): Promise<void> {
  await page.waitForTimeout(SETTLE_MS)
  if (shot.print === true) await page.emulateMedia({ media: 'print' })
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.screenshot({ path, fullPage: shot.window !== true && height <= TALLEST_PX })
  if (shot.print === true) await page.emulateMedia({ media: null })
}

async function draw(browser: Browser, server: RunningServer, shots: readonly Shot[]): Promise<void> {
  const wanted = only === undefined ? shots : shots.filter(({ name }) => only.includes(name))
  for (const locale of ['en', 'tr'] as const)
    for (const theme of ['light', 'dark'] as const)
      for (const width of WIDTHS) {
        // Each language, theme and width once, not each combination.
        if (values.quick && (locale === 'tr') !== (theme === 'dark')) continue
        const context = await browser.newContext({
          viewport: { width, height: width > 900 ? 1000 : 844 },
          colorScheme: theme,
          locale: locale === 'tr' ? 'tr-TR' : 'en-GB',
          deviceScaleFactor: 1,
          isMobile: width < 900,
          hasTouch: width < 900,
        })
        for (const shot of wanted) {
          const page = await context.newPage()
          page.on('console', (message) => {
            if (message.type() === 'error') console.error(`${page.url()}: ${message.text()}`)
          })
          page.on('pageerror', (error) => console.error(`${page.url()}: ${error.message}`))
          const name = `${shot.name}-${locale}-${theme}-${width}`
          try {
            await page.goto(server.address + shot.path)
            await page.waitForSelector(shot.ready, { timeout: 15_000 })
            await shot.act?.(page)
          } catch (error) {
            console.error(`${name}: ${(error as Error).message.split('\n')[0]}`)
          }
          await take(page, shot, join(values.out, `${name}.png`))
          await context.setOffline(false)
          await page.close()
        }
        await context.close()
      }
}

const path = findBrowser()
if (path === null) {
  console.error('no Chromium on this machine: install it, or name it in CHROMIUM_PATH')
  process.exit(1)
}
const browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox'] })

async function withServer(settings: Parameters<typeof runServer>[0], use: (server: RunningServer) => Promise<void>): Promise<void> {
  const server = await runServer(settings)
  try {
    await use(server)
  } finally {
    await server.close()
  }
}

try {
  mkdirSync(values.out, { recursive: true })
  const isWanted = (shots: readonly Shot[]): boolean => only === undefined || shots.some(({ name }) => only.includes(name))
  if (isWanted(EMPTY_SHOTS)) await withServer({}, (server) => draw(browser, server, EMPTY_SHOTS))
  if (isWanted(LOCKED_SHOTS))
    await withServer({ env: { LOGITSCOPE_KEY: 'the key of the pictures' } }, (server) => draw(browser, server, LOCKED_SHOTS))
  const filled = [...filledShots({ flagged: '', long: '', calibrated: '' }), ...REVIEW_SHOTS]
  if (isWanted(filled)) {
    const data = newFolder()
    await storeDrift(data, Date.now())
    await withServer({ data }, async (server) => {
      await draw(browser, server, filledShots(await fillStore(server)))
      await drawReview(server)
      await draw(browser, server, REVIEW_SHOTS)
    })
  }
} finally {
  await browser.close()
}
