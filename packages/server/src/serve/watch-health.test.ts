import { StoreError } from '@logitscope/store'
import { expect, it } from 'vitest'
import type { Reads } from '../reading/reader-thread.ts'
import { createHealthWatch } from './watch-health.ts'

it('says that figures are old, and of when, where the store does not answer in time', async () => {
  let now = 1_000
  let answers: number | null = null
  const deadlines: unknown[] = []
  const watch = createHealthWatch({
    condition: () => ({ condition: 'ok', detail: '' }),
    captures: () => ({ captured: 3, contentDropped: 0, dropped: {}, waiting: { captures: 0, bytes: 0 } }),
    capacityBytes: 10,
    reads: () =>
      ({
        stats: ({ deadlineMs }: { readonly deadlineMs: number }) => {
          deadlines.push(deadlineMs)
          return answers === null
            ? Promise.reject(new StoreError('deadline', 'too late'))
            : Promise.resolve({ answers, bytes: 5, freeBytes: 6, oldest: 1, newest: 2 })
        },
      }) as unknown as Reads,
    publish: () => undefined,
    isHeard: () => false,
    now: () => now,
  })
  expect(await watch.health()).toMatchObject({ state: 'ok', measuredAt: null, isStale: true, answers: 0, captured: 3 })
  answers = 7
  expect(await watch.health()).toMatchObject({ measuredAt: 1_000, isStale: false, answers: 7 })
  answers = null
  now = 9_000
  expect(await watch.health()).toMatchObject({ measuredAt: 1_000, isStale: true, answers: 7, bytes: 5 })
  answers = 8
  expect(await watch.health()).toMatchObject({ measuredAt: 9_000, isStale: false, answers: 8 })
  // The first figures are waited for: there are no older ones to show instead.
  expect(deadlines).toEqual([5_000, 5_000, 1_000, 1_000])
})
