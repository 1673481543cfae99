import type { AnswerFilter, AnswerSort } from '@logitscope/core'
import { describe, expect, it } from 'vitest'
import { sampleAnswers, START } from '../src/conformance/index.ts'
import type { TraceStore } from '../src/index.ts'
import { openSqliteStore, type SqliteStore } from '../src/sqlite/index.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Several answers to an instant, some stored late, one instant with more of them than a page looks at. */
async function fill(folder: string): Promise<void> {
  const store = await openSqliteStore(folder, { mode: 'read-write' })
  const batch = sampleAnswers(240, (i) => ({
    trace: { startedAt: i % 6 === 0 ? START : START + ((i * 37) % 60) * 1_000 },
    context: { ...(i % 40 === 3 ? { tags: { plan: 'gold' } } : {}), ...(i % 30 === 0 ? { session: 's', user: 'u' } : {}) },
    doubt: 6,
  }))
  await store.traces.append(batch.slice(0, 150), { batchId: 'a', receivedAt: START })
  await store.traces.append(batch.slice(150), { batchId: 'b', receivedAt: START + 1 })
  await store.control.addLabels([{ traceId: batch[7]!.trace.id, value: 'incorrect', source: 'me', at: 1, samplingProbability: null }])
  await store.close()
}

async function pages(
  traces: TraceStore,
  filter: AnswerFilter,
  sort: AnswerSort,
): Promise<{ readonly ids: readonly string[]; readonly pages: number }> {
  const ids: string[] = []
  let cursor: string | null = null
  let count = 0
  do {
    const page = await traces.search({ filter, sort, limit: 5, ...(cursor === null ? {} : { cursor }) })
    expect(page.items.length).toBeLessThanOrEqual(5)
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.next
    count += 1
  } while (cursor !== null)
  return { ids, pages: count }
}

const FILTERS: readonly AnswerFilter[] = [
  {},
  { from: START, to: START + 30_000 },
  { from: START + 5_001, to: START + 5_002 },
  { project: 'shop', language: 'tr' },
  { tags: { plan: 'gold' } },
  { tags: { plan: 'none' } },
  { text: 'ankara' },
  { text: '"question 17"' },
  { session: 's' },
  { labels: ['incorrect'] },
  { labels: ['none'], finishes: ['length'] },
  { cell: { position: [1, 4], probability: [0, 0.3] } },
]

describe('a list of which each page looks at few answers', () => {
  it('has the same answers in the same order as one that looks at all, with pages that end early', async () => {
    const folder = temporaryFolder()
    await fill(folder)
    const whole = await openSqliteStore(folder, { mode: 'read' })
    const bounded = await openSqliteStore(folder, { mode: 'read', scanRows: 7 })
    let early = 0
    for (const filter of FILTERS) {
      for (const by of ['startedAt', 'receivedAt', 'metrics.avgLogprob']) {
        for (const direction of ['ascending', 'descending'] as const) {
          const expected = await pages(whole.traces, filter, { by, direction })
          const found = await pages(bounded.traces, filter, { by, direction })
          expect([filter, by, direction, found.ids]).toEqual([filter, by, direction, expected.ids])
          expect(new Set(found.ids).size).toBe(found.ids.length)
          early += found.pages - expected.pages
        }
      }
    }
    expect(early).toBeGreaterThan(50)
    await whole.close()
    await bounded.close()
  })

  it('counts all, or says that there are at least so many', async () => {
    const folder = temporaryFolder()
    await fill(folder)
    const whole = await openSqliteStore(folder, { mode: 'read' })
    const bounded = await openSqliteStore(folder, { mode: 'read', scanRows: 7 })
    const total = async ({ traces }: SqliteStore, filter: AnswerFilter): Promise<readonly [number | null | undefined, boolean]> => {
      const page = await traces.search({ filter, limit: 1, count: true })
      return [page.total, page.totalIsLeast ?? false]
    }
    // What rollups or an index tell is told whole.
    for (const filter of [
      {},
      { project: 'shop' },
      { from: START + 100, to: START + 30_000 },
      { session: 's' },
      { labels: ['incorrect'] },
    ] as const) {
      const expected = await total(whole, filter)
      expect(expected[1]).toBe(false)
      expect([filter, await total(bounded, filter)]).toEqual([filter, expected])
    }
    const filter: AnswerFilter = { labels: ['none'] }
    expect(await total(whole, filter)).toEqual([239, false])
    const [least, isLeast] = await total(bounded, filter)
    expect(isLeast).toBe(true)
    expect(least).toBeGreaterThan(0)
    expect(least).toBeLessThan(239)
    await whole.close()
    await bounded.close()
  })

  it('names the values of the newest answers, and says of how many', async () => {
    const folder = temporaryFolder()
    await fill(folder)
    const whole = await openSqliteStore(folder, { mode: 'read' })
    const bounded = await openSqliteStore(folder, { mode: 'read', scanRows: 7 })
    expect(await whole.traces.values({}, 'tag', 5)).toEqual({ items: [{ value: 'plan:gold', count: 6 }], newest: null })
    const { items, newest } = await bounded.traces.values({ tiers: ['top-k'] }, 'project', 5)
    expect(newest).toBeGreaterThan(6)
    expect(items.reduce((sum, { count }) => sum + count, 0)).toBe(newest)
    expect((await bounded.traces.values({}, 'project', 5)).newest).toBeNull()
    await whole.close()
    await bounded.close()
  })

  it('counts what is stored, not what rollups keep of answers that retention deleted', async () => {
    const folder = temporaryFolder()
    await fill(folder)
    const store = await openSqliteStore(folder, { mode: 'read-write' })
    for (let more = true; more;) ({ more } = await store.traces.retain({ projects: { shop: { maxAgeMs: 1 } } }, START + 1e9))
    const left = (await store.traces.stats()).answers
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThan(240)
    expect((await store.traces.search({ filter: {}, limit: 1, count: true })).total).toBe(left)
    expect((await store.traces.search({ filter: { project: 'shop' }, limit: 1, count: true })).total).toBe(0)
    expect((await store.traces.groups({}, [])).items[0]?.statistics.count).toBe(240)
    await store.close()
  })
})
