/** Upstreams that close their kept-alive connections just as the next request comes. */
import { createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { startGateway, upstreamAt, type Running } from './harness.ts'

const CHAT = '/v1/chat/completions'
const BODY = JSON.stringify({ model: 'm', messages: [] })
const ANSWER = '{"choices":[]}'
const HEAD = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${ANSWER.length}\r\n\r\n`
const closers: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** Whole requests on connections; `take` is given each with its place on its connection, from 0. */
async function start(take: (socket: Socket, place: number) => void): Promise<{ readonly running: Running; readonly taken: () => number }> {
  let taken = 0
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    let text = ''
    let place = 0
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    socket.on('data', (piece: Buffer) => {
      text += piece.toString('latin1')
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
      const head = text.indexOf('\r\n\r\n')
      const isWhole = /transfer-encoding: chunked/i.test(text) ? text.endsWith('0\r\n\r\n') : head >= 0 && text.length >= head + 4 + length
      if (!isWhole) return
      text = ''
      taken += 1
      take(socket, place++)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const running = await startGateway([upstreamAt(`http://127.0.0.1:${(server.address() as { port: number }).port}/v1`)])
  closers.push(running.stop)
  return { running, taken: () => taken }
}

/** What may be asked for again. */
async function look({ url }: Running): Promise<string> {
  const response = await fetch(`${url}/v1/models`)
  const text = await response.text()
  return response.status === 200 ? text : `${response.status} ${response.headers.get('x-logitscope-error')}`
}

async function ask({ url }: Running, init: RequestInit = {}): Promise<string> {
  const headers = { 'content-type': 'application/json', ...(init.headers as Record<string, string> | undefined) }
  const response = await fetch(url + CHAT, { method: 'POST', body: BODY, ...init, headers })
  const text = await response.text()
  return response.status === 200 ? text : `${response.status} ${response.headers.get('x-logitscope-error')}`
}

const WAYS: readonly (readonly [string, (socket: Socket) => void])[] = [
  ['ended', (socket) => socket.end()],
  ['destroyed', (socket) => socket.destroy()],
  ['reset', (socket) => socket.resetAndDestroy()],
]

describe.each(WAYS)('a kept-alive connection that is %s', (_, close) => {
  it('as the next request comes costs a request that may be repeated nothing: it is sent again on another', async () => {
    const { running, taken } = await start((socket, place) => {
      if (place === 0) socket.write(HEAD + ANSWER)
      else close(socket)
    })
    const answers: string[] = []
    for (let i = 0; i < 40; i++) answers.push(await look(running))
    expect(new Set(answers)).toEqual(new Set([ANSWER]))
    const { reconnects, errors, open } = running.gateway.counts()
    expect([errors, open]).toEqual([{}, 0])
    expect(reconnects).toBeGreaterThanOrEqual(30)
    expect(taken()).toBe(40 + reconnects)
  })

  it('a few ms after each answer, with hundreds of requests around that moment, gives no 502', async () => {
    const AFTER_MS = 5
    const { running } = await start((socket) => {
      socket.write(HEAD + ANSWER)
      setTimeout(() => close(socket), AFTER_MS)
    })
    const answers: string[] = []
    const client = async (shift: number): Promise<void> => {
      for (let i = 0; i < 75; i++) {
        answers.push(await look(running))
        const until = performance.now() + AFTER_MS - 2 + ((i * 7 + shift) % 30) / 10
        while (performance.now() < until) await new Promise((resolve) => setImmediate(resolve))
      }
    }
    await Promise.all([0, 3, 5, 11].map(client))
    expect(answers).toHaveLength(300)
    expect(new Set(answers)).toEqual(new Set([ANSWER]))
  }, 30_000)
})

describe('nothing is sent again', () => {
  it('with an idempotency key once it was written: the upstream sees it once', async () => {
    const { running, taken } = await start((socket, place) => {
      if (place === 0) socket.write(HEAD + ANSWER)
      else socket.destroy()
    })
    expect(await ask(running)).toBe(ANSWER)
    expect(await ask(running, { headers: { 'idempotency-key': 'k1' } })).toBe('502 upstream-closed')
    expect([taken(), running.gateway.counts().reconnects]).toEqual([2, 0])
  })

  it.each(WAYS)('that makes an answer, once it was written: nobody pays for two (%s)', async (_, close) => {
    const { running, taken } = await start((socket, place) => {
      if (place === 0) socket.write(HEAD + ANSWER)
      else close(socket)
    })
    expect(await ask(running)).toBe(ANSWER)
    expect(await ask(running)).toBe('502 upstream-closed')
    expect([taken(), running.gateway.counts().reconnects]).toEqual([2, 0])
  })

  it('where the connection was new', async () => {
    const { running, taken } = await start((socket) => socket.destroy())
    expect(await look(running)).toBe('502 upstream-closed')
    expect([taken(), running.gateway.counts().reconnects]).toEqual([1, 0])
  })

  it('where a byte of the answer came', async () => {
    const { running, taken } = await start((socket, place) => {
      if (place === 0) socket.write(HEAD + ANSWER)
      else socket.end('H')
    })
    expect(await look(running)).toBe(ANSWER)
    expect(await look(running)).toMatch(/^502 /)
    expect([taken(), running.gateway.counts().reconnects]).toEqual([2, 0])
  })

  it('where the upstream had it for longer than a request and a close need to cross', async () => {
    const { running, taken } = await start((socket, place) => {
      if (place === 0) socket.write(HEAD + ANSWER)
      else setTimeout(() => socket.destroy(), 1_200)
    })
    expect(await look(running)).toBe(ANSWER)
    expect(await look(running)).toBe('502 upstream-closed')
    expect([taken(), running.gateway.counts().reconnects]).toEqual([2, 0])
  })

  it('of a body that is passed on as it comes, since no copy of it is there to send', async () => {
    const { running, taken } = await start((socket, place) => {
      if (place === 0) socket.write(HEAD + ANSWER)
      else socket.destroy()
    })
    expect(await ask(running)).toBe(ANSWER)
    expect(await ask(running, { body: new Blob([BODY]).stream(), duplex: 'half' } as RequestInit)).toBe('502 upstream-closed')
    expect([taken(), running.gateway.counts().reconnects]).toEqual([2, 0])
  })

  it('more than twice: an upstream that closes every connection is told as such', async () => {
    let isClosing = false
    const { running } = await start((socket) => {
      if (isClosing) socket.destroy()
      else setTimeout(() => socket.write(HEAD + ANSWER), 50)
    })
    // Five connections, all kept.
    expect(new Set(await Promise.all(Array.from({ length: 5 }, () => look(running))))).toEqual(new Set([ANSWER]))
    isClosing = true
    expect(await look(running)).toBe('502 upstream-closed')
    expect(running.gateway.counts().reconnects).toBeLessThanOrEqual(2)
  })
})
