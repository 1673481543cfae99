/** Whatever becomes of the capture, the traffic goes on. */
import { startFakeUpstream, type FakeUpstream } from '@logitscope/testkit'
import { afterEach, describe, expect, it } from 'vitest'
import { createServer, type Server } from 'node:http'
import { createGateway, type CaptureSink, type Gateway, type UpstreamConfig } from '../../src/index.ts'
import { until, upstreamAt } from './harness.ts'

const EVENTS = ['data: {"choices":[{"index":0,"delta":{"content":"hi"}}]}\n\n', 'data: [DONE]\n\n'].map((text) => Buffer.from(text))

let upstream: FakeUpstream
let server: Server
let gateway: Gateway

async function start(sink: CaptureSink, config: Partial<UpstreamConfig> = {}, more: object = {}): Promise<string> {
  upstream = await startFakeUpstream(() => ({ headers: { 'content-type': 'text/event-stream' }, pieces: EVENTS, paceMs: 5 }))
  gateway = createGateway({ upstreams: [upstreamAt(`${upstream.url}/v1`, config)], sink, environment: {}, ...more })
  server = createServer(gateway.handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`
}

afterEach(async () => {
  await gateway.close()
  server.close()
  server.closeAllConnections()
  await upstream.stop()
})

const ask = async (url: string): Promise<string> =>
  (
    await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"model":"m","messages":[],"stream":true}',
    })
  ).text()

const nothing = (): void => undefined

describe('traffic is untouched and the loss is counted', () => {
  it.each<[string, CaptureSink]>([
    ['where the queue is full', { offer: () => false, drop: nothing }],
    [
      'where the worker is dead and handing over throws',
      {
        offer: () => {
          throw new Error('worker is dead')
        },
        drop: nothing,
      },
    ],
  ])('%s', async (_, sink) => {
    for (const logprobs of ['observe', 'auto'] as const) {
      const url = await start(sink, { logprobs })
      expect(await ask(url)).toBe(EVENTS.join(''))
      await until(() => gateway.counts().refused === 1)
      expect(gateway.counts()).toMatchObject({ requests: 1, captured: 0, refused: 1 })
      if (logprobs === 'observe') {
        await gateway.close()
        server.close()
        server.closeAllConnections()
        await upstream.stop()
      }
    }
  })

  it('where the sink cannot even count', async () => {
    const broken = (): never => {
      throw new Error('broken')
    }
    const url = await start({ offer: broken, drop: broken }, {}, { limits: { copyBytes: 10 } })
    expect(await ask(url)).toBe(EVENTS.join(''))
    await until(() => gateway.counts().dropped['answer-too-large'] === 1)
  })

  it('where the copies of all exchanges hold more than they may', async () => {
    const drops: string[] = []
    const url = await start({ offer: () => true, drop: (reason) => drops.push(reason) }, {}, { limits: { allCopiesBytes: 80 } })
    expect(await ask(url)).toBe(EVENTS.join(''))
    await until(() => drops.length === 1)
    expect(drops).toEqual(['copies-full'])
    // What was held is given back.
    expect(await ask(url)).toBe(EVENTS.join(''))
    await until(() => drops.length === 2)
  })

  it('where a verdict is waited for and never comes', async () => {
    const url = await start({ offer: () => true, drop: nothing }, {}, { verdictComment: true, verdictHeader: true })
    expect(await ask(url)).toBe(EVENTS.join(''))
  })
})
