/** A gateway on a free port, in front of one upstream, with a sink that keeps what it is offered. */
import { createServer, type Server } from 'node:http'
import {
  createGateway,
  HTTP_SERVER_OPTIONS,
  type CaptureRecord,
  type CaptureSink,
  type Gateway,
  type GatewayOptions,
  type UpstreamConfig,
} from '../../src/index.ts'

export interface Running {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string
  readonly port: number
  readonly gateway: Gateway
  readonly server: Server
  readonly records: CaptureRecord[]
  readonly drops: string[]
  /** Waits until that many captures were offered. */
  readonly captured: (count: number) => Promise<readonly CaptureRecord[]>
  readonly stop: () => Promise<void>
}

export function upstreamAt(url: string, more: Partial<UpstreamConfig> = {}): UpstreamConfig {
  return {
    name: 'main',
    url,
    logprobs: 'observe',
    topLogprobs: 5,
    sampleRate: 1,
    provider: null,
    keyVariable: null,
    certificateAuthorities: [],
    proxy: null,
    timeoutMs: 60_000,
    ...more,
  }
}

/** Waits until something is so, at most five seconds. */
export async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 5000
  while (!holds()) {
    if (Date.now() > end) throw new Error('what was waited for did not happen')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

export async function startGateway(upstreams: readonly UpstreamConfig[], more: Partial<GatewayOptions> = {}): Promise<Running> {
  const records: CaptureRecord[] = []
  const drops: string[] = []
  const sink: CaptureSink = {
    offer: (record) => records.push(record) > 0,
    drop: (reason) => void drops.push(reason),
  }
  const gateway = createGateway({ upstreams, sink, environment: {}, ...more })
  const server = createServer(HTTP_SERVER_OPTIONS, gateway.handle)
  server.on('upgrade', gateway.upgrade)
  server.on('connect', gateway.connect)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the gateway has no address')
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    gateway,
    server,
    records,
    drops,
    async captured(count) {
      await until(() => records.length >= count)
      return records
    },
    async stop() {
      await gateway.close()
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      })
    },
  }
}
