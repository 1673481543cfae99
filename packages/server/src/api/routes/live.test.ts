import type { LiveEvent } from '@logitscope/core'
import { expect, it } from 'vitest'
import { createLiveHub } from '../../live/hub.ts'
import type { ApiContext } from '../context.ts'
import type { Call } from '../route.ts'
import { liveRoutes } from './live.ts'

const note = 'x'.repeat(10_000)
const event: LiveEvent = {
  kind: 'answer-labeled',
  label: { traceId: 't', value: null, source: 's', at: 1, note, samplingProbability: null },
}

it('lets go of a reader that does not read, and of nobody else', async () => {
  const live = createLiveHub({ epoch: 'e', now: () => 0 })
  const [route] = liveRoutes({ live } as unknown as ApiContext)
  const open = (): Response =>
    route!.handle({ request: new Request('http://localhost/api/live'), query: {} } as unknown as Call<
      unknown,
      unknown,
      unknown
    >) as Response
  const slow = open()
  const quick = open()
  let received = 0
  const reading = (async () => {
    for await (const block of quick.body as unknown as AsyncIterable<Uint8Array>) received += block.byteLength
  })()
  for (let i = 0; i < 1_000; i++) {
    live.publish(event)
    if (i % 20 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  expect(live.subscribers()).toBe(1)
  // Not more than a megabyte was held for it, and then its stream ends.
  let held = 0
  for await (const block of slow.body as unknown as AsyncIterable<Uint8Array>) held += block.byteLength
  expect(held).toBeGreaterThan(900_000)
  expect(held).toBeLessThan(1_100_000)
  live.close()
  await reading
  expect(received).toBeGreaterThan(10_000_000)
})
