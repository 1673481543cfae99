import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from './harness.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

interface Feed {
  readonly response: Response
  /** Waits until this many events of the feed came, and gives them. */
  readonly events: (
    count: number,
  ) => Promise<readonly { readonly id: string; readonly kind: string; readonly data: { readonly answer?: { readonly id: string } } }[]>
  readonly stop: () => void
}

async function listen(lastEventId?: string): Promise<Feed> {
  const stop = new AbortController()
  const response = await server.fetch('/api/live', {
    signal: stop.signal,
    headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
  })
  let text = ''
  const decoder = new TextDecoder()
  const pump = async (): Promise<void> => {
    for await (const block of response.body as unknown as AsyncIterable<Uint8Array>) text += decoder.decode(block, { stream: true })
  }
  pump().catch(() => undefined)
  const read = () =>
    [...text.matchAll(/^(?:id: (.*)\n)?event: (.*)\ndata: (.*)\n\n/gm)].map(([, id = '', kind = '', data = '']) => ({
      id,
      kind,
      data: JSON.parse(data) as { readonly answer?: { readonly id: string } },
    }))
  return {
    response,
    async events(count) {
      for (const until = Date.now() + 15_000; read().length < count; await new Promise((resolve) => setTimeout(resolve, 10)))
        if (Date.now() > until) throw new Error(`${count} events were expected, got: ${text}`)
      return read()
    },
    stop: () => stop.abort(),
  }
}

describe('the live feed', () => {
  it('tells of an answer when it is stored, and resumes behind the last that was seen', async () => {
    const feed = await listen()
    expect(feed.response.headers.get('content-type')).toBe('text/event-stream')
    expect(feed.response.headers.get('cache-control')).toBe('no-store')
    const id = (await server.chat()).headers.get('x-logitscope-trace-id')
    const [first] = (await feed.events(1)).filter(({ kind }) => kind === 'answer-stored')
    expect(first?.data.answer?.id).toBe(id)
    feed.stop()
    await server.chat()
    await server.chat()
    await server.stored(3)
    const again = await listen(first!.id)
    const missed = (await again.events(2)).filter(({ kind }) => kind === 'answer-stored')
    expect(missed).toHaveLength(2)
    expect(missed.every((event) => Number(event.id.split('-')[1]) > Number(first!.id.split('-')[1]))).toBe(true)
    again.stop()
  })

  it('says that something is missing to who comes with an id of another run', async () => {
    const feed = await listen('yesterday-7')
    expect((await feed.events(1))[0]?.kind).toBe('gap')
    feed.stop()
  })

  it('bounds its listeners', async () => {
    const feeds: Feed[] = []
    let refused = 0
    for (let i = 0; i < 110; i++) {
      const feed = await listen()
      feeds.push(feed)
      if (feed.response.status === 503) refused += 1
    }
    expect(refused).toBeGreaterThanOrEqual(8)
    for (const feed of feeds) feed.stop()
    for (const until = Date.now() + 10_000; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
      const feed = await listen()
      feed.stop()
      if (feed.response.status === 200) break
      if (Date.now() > until) throw new Error('nobody was let go of')
    }
  })
})
