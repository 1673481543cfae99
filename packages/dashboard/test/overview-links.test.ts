import { isAnswerToken, type AnswerPage, type AnswerRecord, type AnswerSummary } from '@logitscope/core'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrowser } from './find-browser.ts'
import { openPage } from './open-page.ts'
import { runServer, type RunningServer } from './run-server.ts'
import { recordedTraces, traceOf } from './sample-traces.ts'

const executablePath = findBrowser()
if (executablePath === null) console.warn('no Chromium on this machine (PATH or CHROMIUM_PATH): the links of the overview are not walked')

const NOW = Date.now()
/** Requests that are under way at once. */
const AT_ONCE = 4

interface Link {
  readonly href: string
  /** The number that the link shows. */
  readonly shown: number
}

const digits = (text: string | null): number => Number((text ?? '').replace(/[^\d]/g, ''))

describe.skipIf(executablePath === null)('every number on the overview', () => {
  let server: RunningServer
  let browser: Browser

  beforeAll(async () => {
    server = await runServer()
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] })
    const [first] = recordedTraces(NOW)
    const bare = {
      ...traceOf('bare', NOW - 40_000, []),
      evidence: { tier: 'none', k: 0, basis: 'unknown', completeness: null, issues: [] },
    }
    const partial = traceOf('partial', NOW - 30_000, [
      ['Half', -0.5],
      [' of', -4],
    ])
    const incomplete = { ...partial, evidence: { tier: 'selected', k: 0, basis: 'raw', completeness: 0.5, issues: [] } }
    expect(first).toBeDefined()
    const traces = [...recordedTraces(NOW), bare, incomplete]
    for (let i = 0; i < traces.length; i += 100) await server.post(traces.slice(i, i + 100))
  }, 120_000)

  afterAll(async () => {
    await browser.close()
    await server.close()
  })

  const queryOf = (href: string): string => new URL(href, server.address).searchParams.toString()
  const counted = (href: string): Promise<AnswerPage> => server.get(`/traces?${queryOf(href)}&count=true&limit=1`)

  async function listed(href: string): Promise<readonly AnswerSummary[]> {
    const query = new URL(href, server.address).searchParams
    const items: AnswerSummary[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: AnswerPage = await server.get(`/traces?${query.toString()}&limit=500${cursor === '' ? '' : `&cursor=${cursor}`}`)
      items.push(...page.items)
      cursor = page.next
    }
    return items
  }

  /** Runs over all links, a few at once. */
  async function each(links: readonly Link[], check: (link: Link) => Promise<void>): Promise<void> {
    const rest = [...links]
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let link = rest.pop(); link !== undefined; link = rest.pop()) await check(link)
      }),
    )
  }

  const linksOf = async (page: Page, selector: string, number: string | null = null): Promise<readonly Link[]> => {
    const found = await page.$$eval(
      selector,
      (all, inner) =>
        all.map((link) => ({
          href: link.getAttribute('href') ?? '',
          text: (inner === null ? link : link.querySelector(inner))?.textContent ?? null,
        })),
      number,
    )
    return found.map(({ href, text }) => ({ href, shown: digits(text) }))
  }

  it('leads to answers whose recount equals it', { timeout: 240_000 }, async () => {
    const { page, context, complaints } = await openPage(browser, server.address)
    await page.goto(`${server.address}/?last=6h`)
    await page.waitForSelector('.heat-plot canvas')
    await page.waitForSelector('.bars-plot')
    await page.waitForSelector('.token-cloud a')
    await page.waitForTimeout(300)
    await page.$$eval('details', (all) => all.forEach((details) => (details.open = true)))
    await page.waitForSelector('.as-table td a')

    const walked = new Set<string>()
    const total = async (links: readonly Link[], least: number): Promise<void> => {
      expect(links.length).toBeGreaterThanOrEqual(least)
      await each(links, async ({ href, shown }) => {
        walked.add(href)
        expect([href, (await counted(href)).total]).toEqual([href, shown])
      })
    }
    // Points of the series, bars, verdicts, tiers: answers.
    await total(await linksOf(page, '.charts + .as-table td a'), 5)
    await total(await linksOf(page, '.bin-link'), 5)
    await total(await linksOf(page, '.share-line', '.num'), 10)
    await total(await linksOf(page, '.card > p.small > a[href^="/answers"]'), 1)

    // Cells and tokens: tokens in answers.
    const meant = async (
      links: readonly Link[],
      least: number,
      isMeant: (record: AnswerRecord, query: URLSearchParams) => number,
    ): Promise<void> => {
      expect(links.length).toBeGreaterThanOrEqual(least)
      await each(links, async (link) => {
        walked.add(link.href)
        const { tokens, total: answers } = await counted(link.href)
        expect([link.href, tokens]).toEqual([link.href, link.shown])
        if (answers! > 5) return
        // Few enough to be counted by hand.
        const items = await listed(link.href)
        const query = new URL(link.href, server.address).searchParams
        const records = await Promise.all(items.map(({ id }) => server.get<AnswerRecord>(`/traces/${id}`)))
        const counts = records.map((record) => isMeant(record, query))
        expect([link.href, counts.length, counts.reduce((sum, count) => sum + count, 0)]).toEqual([link.href, answers, link.shown])
        expect(Math.min(...counts)).toBeGreaterThan(0)
      })
    }
    const cells = await linksOf(page, '.chart:has(.heat) td a')
    await meant(cells, 50, ({ trace, analysis }, query) => {
      const [from = 0, to = 0, low = 0, high = 0] = (query.get('cell') ?? '').split(',').map(Number)
      const logprobs = analysis.perToken.logprob.filter((_, i) => isAnswerToken(trace.tokens[i]!))
      return logprobs.filter((value, i) => value !== null && i >= from && i < to && Math.exp(value) >= low && Math.exp(value) < high).length
    })
    const tokens = await linksOf(page, '.token-cloud a', '.num')
    await meant(
      tokens,
      5,
      ({ trace, analysis }, query) =>
        trace.tokens.filter(({ text }, i) => text === query.get('lowToken') && (analysis.perToken.logprob[i] ?? 0) < -3).length,
    )

    // Tiles, in their order.
    const tiles = await page.$$eval('a.tile', (all) =>
      all.map((tile) => ({
        href: tile.getAttribute('href') ?? '',
        value: tile.querySelector('.tile-value')?.textContent ?? '',
        note: tile.querySelector('.tile-note')?.textContent ?? '',
      })),
    )
    const lists = await Promise.all(tiles.map(({ href }) => listed(href)))
    for (const { href } of tiles) walked.add(href)
    const [answers, evidence, mean, low, flagged, latency, complete] = tiles
    const [all, withEvidence, measured, withLow, flags, timed, incomplete] = lists
    expect(digits(answers!.value)).toBe(all!.length)
    expect(digits(evidence!.note)).toBe(withEvidence!.length)
    const average = measured!.reduce((sum, { metrics }) => sum + metrics.avgLogprob!, 0) / measured!.length
    expect(mean!.value).toBe(average.toFixed(2).replace('-', '−'))
    const lowTokens = withLow!.reduce(
      (sum, { metrics: m }) => sum + Math.round(m.lowConfidenceRatio! * (m.tokenCount + m.censoredCount)),
      0,
    )
    expect(digits(low!.note.split(' of ')[0]!)).toBe(lowTokens)
    expect(digits(flagged!.value)).toBe(flags!.length)
    expect(timed!.length).toBe(all!.length)
    expect(latency!.value).toMatch(/\d/)
    expect(incomplete!.length).toBeGreaterThan(0)
    expect(digits(complete!.note)).toBe(incomplete!.length)
    expect(incomplete!.every(({ completeness }) => completeness !== null && completeness < 1)).toBe(true)

    // Nothing that leads to answers was passed by; the canvas and the charts lead by their cursor to what their tables name.
    const every = await page.$$eval('main a[href^="/answers?"]:not(.plot):not(.heat-plot)', (found) =>
      found.map((link) => link.getAttribute('href') ?? ''),
    )
    // The page's span moves with its clock.
    const named = (href: string): string => href.replace(/(?:from|to)=\d+&?/g, '')
    const known = new Set([...walked].map(named))
    expect(every.filter((href) => !known.has(named(href)))).toEqual([])
    expect(complaints).toEqual([])

    // The list says the same in words.
    const cell = cells[0]!
    await page.goto(server.address + cell.href)
    await page.waitForSelector('.meant[data-tokens]')
    expect(digits(await page.getAttribute('.meant', 'data-tokens'))).toBe(cell.shown)
    await context.close()
  })
})
