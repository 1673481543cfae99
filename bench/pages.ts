// How fast the pages are in a real browser, with real stored answers behind them:
//   npx tsx --conditions=@logitscope/source bench/pages.ts [--answers 3000]
//   npx tsx --conditions=@logitscope/source bench/pages.ts --data DIR      the same pages over a store that is there (bench/store-queries.ts --keep), read only
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createRandom, quantileSorted } from '@logitscope/core'
import { chromium, type Browser, type Page } from 'playwright-core'
import { build } from 'vite'
import { findBrowser } from '../packages/dashboard/test/find-browser.ts'
import { runServer, type RunningServer } from '../packages/dashboard/test/run-server.ts'
import { longTrace, traceOf } from '../packages/dashboard/test/sample-traces.ts'
import { demoHistory } from '../packages/server/src/demo/history.ts'
import { loadDemoRecordings } from '../packages/server/src/demo/recordings.ts'

const { values } = parseArgs({ options: { answers: { type: 'string', default: '3000' }, data: { type: 'string' } } })
const ROUNDS = 15
const BATCH = 250

function report(name: string, times: readonly number[], unit = 'ms'): void {
  const sorted = [...times].sort((a, b) => a - b)
  console.log(
    `${name}: least ${sorted[0]?.toFixed(1)}, median ${quantileSorted(sorted, 0.5).toFixed(1)}, 95 % ${quantileSorted(sorted, 0.95).toFixed(1)} ${unit} (${sorted.length})`,
  )
}

/** The painter as a script of its own, built as the pages are. */
async function painterScript(): Promise<string> {
  const entry = fileURLToPath(new URL('../packages/dashboard/src/charts/paint-cells.ts', import.meta.url))
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: { lib: { entry, formats: ['iife'], name: 'painter' }, write: false, target: 'es2023' },
  })
  const [output] = Array.isArray(result) ? result : [result]
  const chunk = output !== undefined && 'output' in output ? output.output[0] : undefined
  if (chunk === undefined) throw new Error('the painter was not built')
  return chunk.code
}

async function heatmap(browser: Browser): Promise<void> {
  const page = await browser.newPage()
  await page.addScriptTag({ content: await painterScript() })
  const times = await page.evaluate((rounds) => {
    const { painter } = globalThis as unknown as {
      painter: { paintCells: (shares: Float64Array, columns: number, rows: number, pixels: Uint32Array) => void }
    }
    const [columns, rows] = [1_000, 512]
    const shares = Float64Array.from({ length: columns * rows }, (_, i) => ((i * 7_919) % 1_000) / 1_000)
    const canvas = document.createElement('canvas')
    canvas.width = columns
    canvas.height = rows
    document.body.append(canvas)
    const context = canvas.getContext('2d')
    const measured: number[] = []
    for (let i = 0; i < rounds && context !== null; i++) {
      const start = performance.now()
      const image = context.createImageData(columns, rows)
      painter.paintCells(shares, columns, rows, new Uint32Array(image.data.buffer))
      context.putImageData(image, 0, 0)
      context.getImageData(0, 0, 1, 1)
      measured.push(performance.now() - start)
    }
    return measured
  }, ROUNDS)
  report('heatmap of 512 000 cells, painted', times)
  await page.close()
}

/** Milliseconds from the start of a navigation until an element is on the page and a frame was drawn. */
async function firstPaint(browser: Browser, url: string, selector: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  // As text: a function would carry names of the runner's own into the page.
  await page.addInitScript(`{
    const look = () => document.querySelector(${JSON.stringify(selector)}) === null
      ? requestAnimationFrame(look)
      : requestAnimationFrame(() => { globalThis.seenAt = performance.now() })
    requestAnimationFrame(look)
  }`)
  await page.goto(url)
  await page.waitForFunction(() => 'seenAt' in globalThis)
  const time = await page.evaluate<number>('globalThis.seenAt')
  await context.close()
  return time
}

async function repeat(count: number, measure: () => Promise<number>): Promise<readonly number[]> {
  const times: number[] = []
  for (let i = 0; i < count; i++) times.push(await measure())
  return times
}

async function scrolling(browser: Browser, url: string): Promise<readonly number[]> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.goto(url)
  await page.waitForSelector('.text .t')
  await page.waitForTimeout(500)
  const frames = await page.evaluate<number[]>(`new Promise((resolve) => {
    const measured = []
    let last = performance.now()
    const step = (now) => {
      measured.push(now - last)
      last = now
      scrollBy(0, 200)
      if (measured.length < 120) requestAnimationFrame(step)
      else resolve(measured.slice(1))
    }
    requestAnimationFrame(step)
  })`)
  await page.close()
  return frames
}

async function live(browser: Browser, server: RunningServer): Promise<readonly number[]> {
  const page = await browser.newPage()
  await page.goto(`${server.address}/answers`)
  await page.waitForSelector('.live-open')
  await page.waitForSelector('.row-line[data-row="0"]')
  let serial = 0
  const times = await repeat(ROUNDS, async () => {
    const text = `Arrival number ${serial++}`
    const seen = page.waitForSelector(`.row-line >> text=${text}`, { timeout: 10_000 })
    const start = performance.now()
    await server.post([traceOf(`${text} ${start}`, Date.now(), [[text, -0.3]])])
    await seen
    return performance.now() - start
  })
  await page.close()
  return times
}

/** Milliseconds from an act until what it leads to is on the page and a frame was drawn. */
async function after(page: Page, act: () => Promise<unknown>, isThere: string): Promise<number> {
  const start = performance.now()
  await act()
  await page.waitForFunction(isThere, undefined, { polling: 'raf', timeout: 60_000 })
  return performance.now() - start
}

/** Rows are there, and their count is another than before. */
const changed = (before: string): string =>
  `document.querySelector('.row-line[data-row="0"]') !== null && document.querySelector('.toolbar-count').textContent !== ${JSON.stringify(before)}`

/** The pages over a store that somebody else has filled, with its newest answers up to now. */
async function overStore(browser: Browser, server: RunningServer): Promise<void> {
  const rounds = 8
  for (const span of ['1h', '24h', '7d', '30d'])
    report(
      `overview, last ${span}: tiles drawn after`,
      await repeat(rounds, () => firstPaint(browser, `${server.address}/?last=${span}`, '.tile')),
    )
  report(
    'answers, last 24 hours: rows drawn after',
    await repeat(rounds, () => firstPaint(browser, `${server.address}/answers`, '.row-line[data-row="0"]')),
  )
  // What is waited for comes as text, which the pages' own policy would not let run.
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, bypassCSP: true })
  const open = async (): Promise<string> => {
    await page.goto(`${server.address}/answers?last=30d`)
    await page.waitForSelector('.row-line[data-row="0"]')
    return (await page.textContent('.toolbar-count')) ?? ''
  }
  report(
    'answers, last 30 days: a word typed, until other rows are drawn',
    await repeat(rounds, async () => {
      const first = await open()
      return after(
        page,
        () =>
          page
            .locator('#search')
            .fill('ankara')
            .then(() => page.keyboard.press('Enter')),
        changed(first),
      )
    }),
  )
  report(
    'answers, last 30 days: a project chosen, until other rows are drawn',
    await repeat(rounds, async () => {
      const first = await open()
      const menu = page.locator('select').first()
      await menu.focus()
      await page.waitForFunction(`document.querySelector('select').options.length > 2`)
      return after(page, () => menu.selectOption({ index: 1 }), changed(first))
    }),
  )
  report(
    'answers: scrolled to the end of what is loaded, until the next page is drawn',
    await repeat(rounds, async () => {
      await open()
      const rows = await page.evaluate<number>(`document.querySelector('.rows').getBoundingClientRect().height`)
      return after(
        page,
        () => page.evaluate('scrollTo(0, document.body.scrollHeight)'),
        `document.querySelector('.rows').getBoundingClientRect().height > ${rows}`,
      )
    }),
  )
  report(
    'an answer opened from the list, until its text is drawn',
    await repeat(rounds, async () => {
      await open()
      return after(
        page,
        () => page.locator('.row-line .row-link').nth(3).click(),
        `location.pathname === '/answer' && document.querySelector('article.answer .text') !== null`,
      )
    }),
  )
  await page.close()
}

const executablePath = findBrowser()
if (executablePath === null) {
  console.error('no Chromium on this machine: install it, or name it in CHROMIUM_PATH')
  process.exit(1)
}
const server = await runServer(values.data === undefined ? {} : { data: values.data, keep: true })
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
async function overNewStore(): Promise<void> {
  await heatmap(browser)
  const answers = Number(values.answers)
  const traces = demoHistory({ recordings: loadDemoRecordings(), random: createRandom(7), now: Date.now(), answers, hours: 24 })
  for (let i = 0; i < traces.length; i += BATCH) await server.post(traces.slice(i, i + BATCH))
  const long = longTrace('long', Date.now() - 1_000, 16_000)
  await server.post([long])
  const answer = `${server.address}/answer?id=${long.id}`
  report(
    `overview with ${answers} answers: tiles drawn after`,
    await repeat(ROUNDS, () => firstPaint(browser, `${server.address}/`, '.tile')),
  )
  report('answer of 16 000 tokens: text drawn after', await repeat(ROUNDS, () => firstPaint(browser, answer, '.text .t')))
  report('answer of 16 000 tokens, scrolled 200 px a frame: frame', await scrolling(browser, answer))
  report('from sending an answer until its row is drawn', await live(browser, server))
}

try {
  await (values.data === undefined ? overNewStore() : overStore(browser, server))
} finally {
  await browser.close()
  await server.close()
}
