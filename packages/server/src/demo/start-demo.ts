import { gzipSync } from 'node:zlib'
import type { RandomSource, Trace } from '@logitscope/core'
import type { ServerConfig, UpstreamConfig } from '../config/types.ts'
import type { RunningServer, StartOptions } from '../serve/start-server.ts'
import { DEMO_RULES } from './demo-rules.ts'
import { demoHistory } from './history.ts'
import { loadDemoRecordings } from './recordings.ts'
import { startDemoTraffic, type DemoTraffic } from './traffic.ts'
import { startDemoUpstream } from './upstream.ts'

export interface DemoOptions {
  /** Starts the server: `startServer`, with what the caller adds to it. */
  readonly start: (config: ServerConfig, options: Pick<StartOptions, 'demo' | 'firstRules'>) => Promise<RunningServer>
  readonly random: RandomSource
  readonly now: () => number
  /** An access key, where the configuration asks for one. */
  readonly key: string | null
  /** Something went wrong that does not end the demo. */
  readonly onError: (error: unknown) => void
  /** Answers of the back-dated day. */
  readonly historyAnswers?: number
  /** Mean time between two live requests, ms. */
  readonly meanGapMs?: number
  /** Between two tokens of a streamed answer, ms. */
  readonly paceMs?: number
}

export interface RunningDemo {
  readonly server: RunningServer
  /** Resolves when the day of history is stored, with how many answers it has. */
  readonly history: Promise<number>
  readonly close: () => Promise<void>
}

const HISTORY_HOURS = 24
const BATCH = 200

function upstreamOf(url: string, config: ServerConfig): UpstreamConfig {
  const [given] = config.upstreams
  return {
    name: 'demo',
    url,
    logprobs: given?.logprobs ?? 'auto',
    topLogprobs: given?.topLogprobs ?? 5,
    sampleRate: given?.sampleRate ?? 1,
    provider: 'llama-server',
    keyVariable: null,
    certificateAuthorities: [],
    proxy: null,
    timeoutMs: 60_000,
  }
}

async function postHistory(
  address: string,
  traces: readonly Trace[],
  headers: Readonly<Record<string, string>>,
  isStopped: () => boolean,
): Promise<number> {
  let stored = 0
  for (let start = 0; start < traces.length && !isStopped(); start += BATCH) {
    const lines = traces.slice(start, start + BATCH).map((trace) => JSON.stringify(trace))
    const answer = await fetch(`${address}/api/traces?imported=true`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip', ...headers },
      body: gzipSync(lines.join('\n'), { level: 1 }),
    })
    if (!answer.ok) throw new Error(`the history could not be stored: ${answer.status} ${(await answer.text()).slice(0, 300)}`)
    stored += ((await answer.json()) as { readonly stored: number }).stored
  }
  return stored
}

/**
 * The whole product with recorded traffic: an upstream that replays recorded answers, the real gateway, store, rules and pages in front of it,
 * clients that ask it, and a day of history. Nothing leaves the machine.
 */
export async function startDemo(config: ServerConfig, options: DemoOptions): Promise<RunningDemo> {
  const { random, now, key, onError, historyAnswers = 1_500, meanGapMs = 700, paceMs = 28 } = options
  const recordings = loadDemoRecordings()
  const upstream = await startDemoUpstream(recordings, { random, paceMs })
  let server: RunningServer
  try {
    server = await options.start({ ...config, upstreams: [upstreamOf(upstream.url, config)] }, { demo: true, firstRules: DEMO_RULES })
  } catch (error) {
    await upstream.close()
    throw error
  }
  const headers: Readonly<Record<string, string>> = key === null ? {} : { 'x-logitscope-key': key }
  let stopped = false
  const isStopped = (): boolean => stopped
  const traffic: DemoTraffic = startDemoTraffic({ baseUrl: `${server.address}/v1`, recordings, random, now, meanGapMs, headers, onError })
  const history = postHistory(
    server.address,
    demoHistory({ recordings, random, now: now(), answers: historyAnswers, hours: HISTORY_HOURS }),
    headers,
    isStopped,
  ).catch((error: unknown) => {
    if (!stopped) onError(error)
    return 0
  })
  return {
    server,
    history,
    close: async () => {
      stopped = true
      await traffic.stop()
      await history
      await server.close()
      await upstream.close()
    },
  }
}
