import type { Server } from 'node:http'
import type { Gateway } from '../gateway/index.ts'
import type { LiveHub } from '../live/hub.ts'
import type { Logger } from './logger.ts'
import type { Threads } from './open-threads.ts'

export interface StopParts {
  readonly server: Server
  readonly gateway: Gateway
  readonly threads: Threads
  readonly live: LiveHub
  readonly drainMs: number
  readonly log: Logger
  readonly before: readonly (() => void | Promise<void>)[]
  /** What is done when no answer is under way any more, while the store is still open. */
  readonly last: readonly (() => Promise<void>)[]
}

const LOOK_MS = 25
/** How long the writing of what waits may take after the last answer, ms. */
const FLUSH_MS = 10_000
/** How long what waits may take to be stored before the last things are kept, ms. */
const SETTLE_MS = 2_000

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Waits until what was captured is stored, for a moment: what watches stored answers then has seen all. */
async function capturesStored(threads: Threads): Promise<void> {
  const until = performance.now() + SETTLE_MS
  while (threads.ingest.condition().condition === 'ok' && threads.captures().waiting.captures > 0 && performance.now() < until)
    await pause(LOOK_MS)
}

/** Takes no more connections, lets running answers end within the time, writes what waits, and lets go of everything. */
export async function stopServer({ server, gateway, threads, live, drainMs, log, before, last }: StopParts): Promise<void> {
  const stopped = before.map(async (stop) => {
    await stop()
  })
  live.close()
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const until = performance.now() + drainMs
  while (gateway.counts().open > 0 && performance.now() < until) {
    await pause(LOOK_MS)
    server.closeIdleConnections()
  }
  const { open } = gateway.counts()
  if (open > 0) log.warn({ open }, 'the time to stop was over: running answers were cut')
  await gateway.close()
  server.closeAllConnections()
  await closed
  await Promise.all(stopped)
  await capturesStored(threads)
  for (const work of last) await work()
  await threads.close(FLUSH_MS)
  log.info({}, 'stopped')
}
