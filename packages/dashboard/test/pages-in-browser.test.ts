import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromium, type Browser, type Page } from 'playwright-core'
import type { AnswerPage, HeatmapResult, HistogramResult, Series, TokenStatistics } from '@logitscope/core'
import { findBrowser } from './find-browser.ts'
import { openPage, seriousFaults, type WatchedPage } from './open-page.ts'
import { runServer, type RunningServer } from './run-server.ts'
import { longTrace, recordedTraces, traceOf } from './sample-traces.ts'

const executablePath = findBrowser()
if (executablePath === null) console.warn('no Chromium on this machine (PATH or CHROMIUM_PATH): the pages are not tried in a browser')

const EVIL = '</script><img src=x onerror="document.title=\'owned\'"><b>bold</b>'
const NOW = Date.now()
const MARKUP = traceOf('markup', NOW - 50_000, [
  [EVIL, -1, [['<i>other</i>', -1.2]]],
  [' next\u200b', -0.1],
  ['\n', -0.2],
  ['‮עברית', -0.3],
  ['\x1b[31m', -4],
])
const LONG = longTrace('long', NOW - 60_000, 16_000)

const PAGES = [
  ['overview', '/', '.heat-plot canvas'],
  ['answers', '/answers', '.row-line[data-row="0"]'],
  ['one answer', `/answer?id=${MARKUP.id}`, '.text .t'],
  ['compare', '/compare', '.compare-table'],
  ['alerts', '/alerts', '.rule-list li'],
  ['review', '/review', '.form'],
  ['calibration', '/calibration', '.tile'],
  ['set up', '/setup', '.code'],
  ['help', '/help', '.help-list'],
] as const

describe.skipIf(executablePath === null)('the pages in a browser', () => {
  let server: RunningServer
  let browser: Browser

  beforeAll(async () => {
    server = await runServer()
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] })
    const traces = [...recordedTraces(NOW), MARKUP, LONG]
    for (let i = 0; i < traces.length; i += 100) await server.post(traces.slice(i, i + 100))
  }, 120_000)

  afterAll(async () => {
    await browser.close()
    await server.close()
  })

  async function at<T>(path: string, ready: string, test: (page: Page, watched: WatchedPage) => Promise<T>, options = {}): Promise<T> {
    const watched = await openPage(browser, server.address, options)
    try {
      await watched.page.goto(server.address + path)
      await watched.page.waitForSelector(ready, { timeout: 20_000 })
      const result = await test(watched.page, watched)
      expect(watched.complaints).toEqual([])
      return result
    } finally {
      await watched.context.close()
    }
  }

  /** The API's path for the filter that a link to answers holds. */
  async function recount(href: string | null): Promise<number> {
    const query = new URL(href ?? '', server.address).searchParams
    const page = await server.get<AnswerPage>(`/traces?${query.toString()}&count=true&limit=1`)
    return page.total ?? -1
  }
  /** Answers that the link shows on its first page, where counting all of them takes longer than the API takes. */
  async function found(href: string | null): Promise<number> {
    const query = new URL(href ?? '', server.address).searchParams
    return (await server.get<AnswerPage>(`/traces?${query.toString()}&limit=100`)).items.length
  }
  const digits = (text: string | null): number => Number((text ?? '').replace(/[^\d]/g, ''))

  describe.each(PAGES)('%s', (_, path, ready) => {
    it.each(['light', 'dark'] as const)(
      'has no serious fault of accessibility and no complaint of the browser in the %s theme',
      async (theme) => {
        await at(
          path,
          ready,
          async (page) => {
            await page.waitForTimeout(300)
            expect(await seriousFaults(page)).toEqual([])
          },
          { theme },
        )
      },
    )

    it('speaks Turkish to a Turkish browser, on a phone, without scrolling sideways', async () => {
      await at(
        path,
        ready,
        async (page) => {
          expect(await page.getAttribute('html', 'lang')).toBe('tr')
          expect(await page.innerText('main')).not.toMatch(/\{\w+\}|undefined|NaN/)
          const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
          expect(sideways).toBeLessThanOrEqual(1)
          expect(await seriousFaults(page)).toEqual([])
        },
        { locale: 'tr-TR', width: 390 },
      )
    })
  })

  it('draws on the overview what the API says, and links to as many answers as it counts', async () => {
    await at('/?last=6h', '.bars-plot', async (page) => {
      const tiles = await page.$$eval('.tile', (all) =>
        all.map((tile) => ({
          href: tile.getAttribute('href'),
          value: tile.querySelector('.tile-value')?.textContent ?? null,
          note: tile.querySelector('.tile-note')?.textContent ?? null,
        })),
      )
      const query = new URL(tiles[0]?.href ?? '', server.address).searchParams.toString()
      const series = await server.get<Series>(`/stats/series?${query}&bucket=minute`)
      expect(digits(tiles[0]?.value ?? null)).toBe(series.total.count)
      expect(await recount(tiles[0]?.href ?? null)).toBe(series.total.count)
      expect(digits(tiles[1]?.note ?? null)).toBe(series.total.withEvidence)
      expect(await recount(tiles[1]?.href ?? null)).toBe(series.total.withEvidence)
      expect(tiles[2]?.value).toBe(series.total.avgLogprob!.mean.toFixed(2).replace('-', '−'))
      expect(await recount(tiles[2]?.href ?? null)).toBe(series.total.avgLogprob!.count)
      expect(digits(tiles[4]?.value ?? null)).toBe(series.total.flagged)
      expect(await recount(tiles[4]?.href ?? null)).toBe(series.total.flagged)

      const verdicts = await page.$$eval('.share-line', (all) =>
        all.map((line) => ({ href: line.getAttribute('href'), count: line.querySelector('.num')?.textContent ?? null })),
      )
      for (const { href, count } of verdicts) expect(await recount(href), href ?? '').toBe(digits(count))

      const histogram = await server.get<HistogramResult>(`/stats/histogram?${query}&metric=metrics.avgLogprob`)
      const bars = await page.$$eval('a.bin-link', (all) => all.map((bar) => ({ href: bar.getAttribute('href'), count: bar.textContent })))
      expect(bars.map(({ count }) => digits(count))).toEqual(histogram.counts.filter((count) => count > 0))
      for (const { href, count } of bars) expect(await recount(href), href ?? '').toBe(digits(count))

      const heatmap = await server.get<HeatmapResult>(`/stats/heatmap?${query}`)
      await page.click('.heat-plot ~ * , .chart:has(.heat) details summary')
      const cells = await page.$$eval('.chart:has(.heat) td a', (all) => all.map((cell) => Number(cell.textContent?.replace(/\D/g, ''))))
      expect(cells.reduce((sum, count) => sum + count, 0)).toBe(heatmap.cells.reduce((sum, count) => sum + count, 0))
      const first = await page.getAttribute('.chart:has(.heat) td a', 'href')
      expect(await found(first)).toBeGreaterThan(0)

      const tokens = await server.get<TokenStatistics>(`/stats/tokens?${query}&limit=24`)
      const links = await page.$$eval('.token-cloud a', (all) =>
        all.map((link) => ({ href: link.getAttribute('href'), count: link.querySelector('.num')?.textContent ?? null })),
      )
      expect(links.map(({ count }) => digits(count))).toEqual(tokens.items.map((item) => item.low))
      for (const { href } of links.slice(0, 5)) expect(await found(href)).toBeGreaterThan(0)
    })
  })

  it('shows a point of a series by keyboard and leads to its answers', async () => {
    await at('/?last=6h', '.plot', async (page) => {
      await page.focus('.plot')
      await page.keyboard.press('End')
      for (let i = 0; i < 400 && !/[1-9]\d* answers/.test((await page.textContent('.chart .readout')) ?? ''); i++)
        await page.keyboard.press('ArrowLeft')
      const said = Number(/(\d+) answers/.exec((await page.textContent('.chart .readout')) ?? '')?.[1])
      expect(said).toBeGreaterThan(0)
      expect(await recount(await page.getAttribute('.plot', 'href'))).toBe(said)
    })
  })

  it('shows a new answer in the list as it is stored', async () => {
    await at('/answers', '.row-line[data-row="0"]', async (page) => {
      await page.waitForSelector('.live-open')
      await server.post([traceOf('arrives', Date.now(), [['Fresh as it comes', -0.4]])])
      await page.waitForSelector('.row-line[data-row="0"] >> text=Fresh as it comes', { timeout: 5_000 })
      await page.click('button:has-text("Pause")')
      await server.post([traceOf('waits', Date.now(), [['Waiting its turn', -0.4]])])
      await page.waitForSelector('.news >> text=1 new', { timeout: 5_000 })
      expect(await page.isVisible('text=Waiting its turn')).toBe(false)
      await page.click('.news')
      await page.waitForSelector('.row-line[data-row="0"] >> text=Waiting its turn')
    })
  })

  it('keeps filters in the address, over a reload and on the way to an answer and back', async () => {
    await at('/answers?project=shop&sort=metrics.avgLogprob', '.row-line[data-row="0"]', async (page) => {
      const { total, items } = await server.get<AnswerPage>('/traces?project=shop&count=true&limit=5&sort=metrics.avgLogprob')
      expect(digits(await page.textContent('.toolbar-count'))).toBe(total)
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await page.waitForSelector('.text .t')
      expect(new URL(page.url()).searchParams.get('id')).toBe(items[1]?.id)
      expect(new URL(page.url()).searchParams.get('project')).toBe('shop')
      await page.waitForSelector('a[title^="Next answer"]')
      await page.reload()
      await page.waitForSelector('a[title^="Next answer"]')
      await page.keyboard.press('j')
      await page.waitForFunction((id) => new URL(location.href).searchParams.get('id') === id, items[2]?.id)
    })
  })

  it('keeps the text of a token text, and shows what hides', async () => {
    await at(`/answer?id=${MARKUP.id}`, '.text .t', async (page) => {
      expect(await page.title()).not.toContain('owned')
      expect(await page.locator('.text img, .text b').count()).toBe(0)
      const text = await page.textContent('.text')
      expect(text).toContain(EVIL)
      expect(text).toContain('⟨U+200B⟩')
      expect(text).toContain('⟨U+202E⟩')
      expect(text).toContain('␛')
      expect(text).not.toMatch(/[\u200b\u202e\x1b]/)
    })
  })

  it('gives the alternatives of a token to the keyboard', async () => {
    await at(`/answer?id=${MARKUP.id}`, '.text .t', async (page) => {
      await page.focus('.text .t')
      await page.waitForSelector('.panel .alternatives li')
      const first = await page.$$eval('.panel .alternatives li', (all) => all.map((item) => item.textContent ?? ''))
      expect(first[0]).toContain('36.8%')
      expect(first[1]).toContain('<i>other</i>')
      await page.keyboard.press('ArrowRight')
      await page.waitForSelector('.panel .panel-title >> text=Token 1')
      expect(await page.textContent('.panel')).toContain('90.5%')
    })
  })

  it('keeps a label that one key gives', async () => {
    await at(`/answer?id=${MARKUP.id}`, '.text .t', async (page) => {
      await page.keyboard.press('2')
      await page.waitForSelector('.label-incorrect[aria-pressed="true"]')
      await page.reload()
      await page.waitForSelector('.label-incorrect[aria-pressed="true"]')
      const { items } = await server.get<AnswerPage>('/traces?label=incorrect')
      expect(items.map(({ id }) => id)).toEqual([MARKUP.id])
      await page.keyboard.press('2')
      await page.waitForSelector('.label-incorrect[aria-pressed="false"]')
      expect((await server.get<AnswerPage>('/traces?label=incorrect')).items).toEqual([])
    })
  })

  it('leads from a finding to its place in an answer of 16 000 tokens, of which all are there', async () => {
    await at(`/answer?id=${LONG.id}`, '.text .t', async (page) => {
      expect(await page.locator('.text .t').count()).toBe(16_000)
      await page.click('details.raw-table > summary')
      await page.click('.raw-table >> text=Next page')
      await page.click('.raw-table td:first-child button')
      await page.waitForSelector('.text .t.at[data-i="200"]')
      expect(await page.isVisible('.text .t[data-i="200"]')).toBe(true)
    })
  })

  it('changes language and theme by switch and remembers both', async () => {
    await at('/', '.tile', async (page) => {
      await page.click('button[lang="tr"]')
      await page.waitForSelector('h1 >> text=Genel bakış')
      await page.click('button[title="Koyu"]')
      await page.reload()
      await page.waitForSelector('h1 >> text=Genel bakış')
      expect(await page.getAttribute('html', 'data-theme')).toBe('dark')
    })
  })

  it('says so when the server is gone, and comes back with it', async () => {
    const watched = await openPage(browser, server.address)
    await watched.page.goto(`${server.address}/`)
    await watched.page.waitForSelector('.tile')
    await watched.context.setOffline(true)
    await watched.page.selectOption('.is-time select', '7d')
    await watched.page.waitForSelector('.banner')
    expect(await watched.page.isVisible('.tile')).toBe(true)
    await watched.context.setOffline(false)
    await watched.page.waitForSelector('.banner', { state: 'detached', timeout: 15_000 })
    await watched.context.close()
  })

  it('draws a review, takes labels by key, and keeps with them how likely the draw was', async () => {
    await at('/review', '.form', async (page) => {
      await page.fill('input[name="size"]', '5')
      await page.click('button:has-text("Draw")')
      await page.waitForSelector('.review-answer .text .t')
      const { items } = await server.get<{ items: { traceId: string; samplingProbability: number }[] }>('/review')
      await page.keyboard.press('1')
      await page.waitForSelector(`.review-bar >> text=1 of ${items.length} labelled`)
      const record = await server.get<{ labels: { value: string; samplingProbability: number | null }[] }>(
        `/traces/${items[0]?.traceId ?? ''}`,
      )
      expect(record.labels).toMatchObject([{ value: 'correct', samplingProbability: items[0]?.samplingProbability }])
    })
  })

  it('tries a rule out on what is stored, keeps it, and tells of its alert', async () => {
    await at('/alerts?last=6h', '.rule-list li', async (page) => {
      await page.click('button:has-text("New rule")')
      await page.fill('.rule-form input[maxlength]', 'Anything at all')
      await page.fill('.rule-form input[type="number"]', '0.5')
      await page.click('button:has-text("Try it out")')
      await page.waitForSelector('.trial')
      expect(await page.textContent('.trial')).toMatch(/would have fired [1-9]/)
      await page.click('button:has-text("Save")')
      await page.waitForSelector('.rule-list >> text=Anything at all')
      await server.post([traceOf('alerting', Date.now(), [['Alarm', -0.4]])])
      await page.waitForSelector('.alert >> text=Anything at all', { timeout: 10_000 })
      await page.click('.alert:has-text("Anything at all") button:has-text("Acknowledge")')
      await page.waitForSelector('.alert:has-text("Anything at all")', { state: 'detached' })
    })
  })
})
