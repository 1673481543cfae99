import { StoreError, type AnalyzedTrace, type AppendOutcome, type AppendResult, type TraceStore } from '@logitscope/store'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createBatchWriter, type PendingExchange } from './batch-writer.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const answer = { trace: {}, analysis: {}, imported: false } as unknown as AnalyzedTrace

function setUp(append: (batch: readonly AnalyzedTrace[], batchId: string) => Promise<AppendResult>) {
  let ids = 0
  const failures: string[] = []
  const onRecovered = vi.fn()
  const writer = createBatchWriter({
    store: () => ({ append: (batch, options) => append(batch, options.batchId) }) as TraceStore,
    now: Date.now,
    newId: () => `batch-${(ids += 1)}`,
    onStored: () => undefined,
    onFailure: (error) => failures.push(error.code),
    onRecovered,
  })
  const results: unknown[] = []
  const add = (count = 1): void => {
    const exchange: PendingExchange = { answers: Array.from({ length: count }, () => answer), settled: (result) => results.push(result) }
    writer.add(exchange)
  }
  return { writer, add, results, failures, onRecovered }
}

const stored = (batch: readonly AnalyzedTrace[]): Promise<AppendResult> =>
  Promise.resolve({ outcomes: batch.map((): AppendOutcome => 'stored'), stored: [] })

describe('createBatchWriter', () => {
  it('stores what comes close together in one transaction, and tells each its own outcome', async () => {
    const sizes: number[] = []
    const { add, results, writer } = setUp((batch) => {
      sizes.push(batch.length)
      return stored(batch)
    })
    add(1)
    add(2)
    await vi.advanceTimersByTimeAsync(20)
    add(600)
    await writer.flush()
    expect(sizes).toEqual([3, 600])
    expect(results.map((result) => (result as { outcomes: unknown[] }).outcomes.length)).toEqual([1, 2, 600])
  })

  it('store locked: tries again with the same batch id until it works', async () => {
    const ids: string[] = []
    const { add, results, onRecovered, failures } = setUp((batch, id) => {
      ids.push(id)
      return ids.length < 4 ? Promise.reject(new StoreError('busy', 'locked by another')) : stored(batch)
    })
    add()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(new Set(ids)).toEqual(new Set(['batch-1']))
    expect(results).toEqual([{ outcomes: ['stored'] }])
    expect(failures).toEqual(['busy', 'busy', 'busy'])
    expect(onRecovered).toHaveBeenCalledTimes(1)
  })

  it.each([
    ['unavailable', 'store-unavailable'],
    ['disk-full', 'disk-full'],
  ] as const)('store %s: gives up after a bounded time and counts', async (code, reason) => {
    let calls = 0
    const { add, results } = setUp(() => {
      calls += 1
      return Promise.reject(new StoreError(code, 'no'))
    })
    add()
    await vi.advanceTimersByTimeAsync(30_000)
    expect(results).toEqual([{ dropped: reason }])
    expect(calls).toBeGreaterThan(3)
    expect(calls).toBeLessThan(50)
  })

  it.each([
    ['corrupt', 'store-unavailable'],
    ['read-only', 'store-read-only'],
  ] as const)('store %s: a failure that will not pass is not tried again', async (code, reason) => {
    let calls = 0
    const { add, results } = setUp(() => {
      calls += 1
      return Promise.reject(new StoreError(code, 'broken'))
    })
    add()
    await vi.advanceTimersByTimeAsync(1_000)
    expect([calls, results]).toEqual([1, [{ dropped: reason }]])
  })

  it('goes on with what came behind a batch that failed', async () => {
    let calls = 0
    const { add, results, onRecovered } = setUp((batch) =>
      (calls += 1) === 1 ? Promise.reject(new StoreError('corrupt', 'unforeseen')) : stored(batch),
    )
    add()
    await vi.advanceTimersByTimeAsync(12_000)
    add()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(results).toEqual([{ dropped: 'store-unavailable' }, { outcomes: ['stored'] }])
    expect(onRecovered).toHaveBeenCalledTimes(1)
  })
})
