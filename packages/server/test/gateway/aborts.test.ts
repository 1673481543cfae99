/** Clients that leave: their upstream requests are cancelled, and nothing of them stays. */
import { startFakeUpstream, type FakeUpstream, type UpstreamAnswer } from '@logitscope/testkit'
import { createServer, type Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { GatewayOptions, UpstreamConfig } from '../../src/index.ts'
import { startGateway, until, upstreamAt, type Running } from './harness.ts'

const CHAT = '/v1/chat/completions'
const TIMES = 40
/** Far above what it takes: the rest is for a machine that is busy. */
const BOUND_MS = 1_000

let running: Running
let upstream: FakeUpstream | null = null
let own: Server | null = null
const clients: Socket[] = []

afterEach(async () => {
  for (const socket of clients.splice(0)) socket.destroy()
  await running.stop()
  await upstream?.stop()
  own?.close()
  upstream = own = null
})

const event = (text: string): Buffer =>
  Buffer.from(
    `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta: { content: text }, finish_reason: null }] })}\n\n`,
  )
/** Goes on for longer than any test. */
const STREAM: UpstreamAnswer = {
  headers: { 'content-type': 'text/event-stream' },
  pieces: Array.from({ length: 2_000 }, (_, i) => event(`t${i} `)),
  paceMs: 10,
}

/** A client on a socket of its own; resolves when `isThere` says that it has seen enough. */
function ask(body: string, project: string, length = body.length): Socket {
  const socket = connect(running.port, '127.0.0.1', () =>
    socket.write(
      `POST ${CHAT} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nx-logitscope-project: ${project}\r\nContent-Length: ${length}\r\n\r\n${body}`,
    ),
  )
  socket.on('error', () => undefined)
  clients.push(socket)
  return socket
}

function answered(socket: Socket, mark: string): Promise<void> {
  let text = ''
  return new Promise((resolve) => {
    socket.on('data', (piece: Buffer) => {
      text += piece.toString('latin1')
      if (text.includes(mark)) resolve()
    })
  })
}

const connectionsOf = (server: { readonly getConnections: Server['getConnections'] }): Promise<number> =>
  new Promise((resolve, reject) => server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))))

async function start(answer: UpstreamAnswer, config: Partial<UpstreamConfig>, more: Partial<GatewayOptions> = {}): Promise<void> {
  upstream = await startFakeUpstream(() => answer)
  running = await startGateway([upstreamAt(`${upstream.url}/v1`, config)], more)
}

async function allCancelled(leftAt: readonly number[]): Promise<void> {
  await until(() => upstream!.seen.length === TIMES && upstream!.seen.every(({ cancelledAt }) => cancelledAt !== null))
  const cancelled = upstream!.seen.map(({ cancelledAt }) => cancelledAt!)
  const first = Math.min(...leftAt)
  for (const at of cancelled) expect(at).toBeGreaterThanOrEqual(first)
  expect(Math.max(...cancelled) - Math.max(...leftAt)).toBeLessThan(BOUND_MS)
  await until(() => running.gateway.counts().open === 0)
  expect(running.gateway.counts()).toMatchObject({ open: 0, requests: TIMES, clientsLeft: TIMES, errors: {} })
}

/** Each leaves as soon as it has seen the mark. @returns when they left. */
const leaveAt = (body: string, mark: string): Promise<readonly number[]> =>
  Promise.all(
    Array.from({ length: TIMES }, async () => {
      const socket = ask(body, 'shop')
      await answered(socket, mark)
      socket.destroy()
      return performance.now()
    }),
  )

const CHAT_BODY = JSON.stringify({ model: 'm', messages: [], stream: true })

describe('a client that leaves', () => {
  it.each<readonly [string, Partial<UpstreamConfig>, Partial<GatewayOptions>]>([
    ['in the middle of a stream', { logprobs: 'observe' }, {}],
    ['in the middle of a stream that is rewritten', { logprobs: 'auto' }, {}],
    ['in the middle of a stream that is guarded', { logprobs: 'auto' }, { guard: { projects: { shop: 'end' } } }],
  ])('%s has its upstream request cancelled, and what came is kept as left', async (_, config, more) => {
    await start(STREAM, config, more)
    await allCancelled(await leaveAt(CHAT_BODY, 't1 '))
    const records = await running.captured(TIMES)
    expect(records.map(({ end }) => end)).toEqual(records.map(() => 'client-left'))
    for (const { responseBody } of records) expect(Buffer.concat(responseBody).toString()).toContain('t1 ')
    expect(records).toHaveLength(TIMES)
  })

  it.each<readonly [string, Partial<UpstreamConfig>]>([
    ['waits for the head of its answer', { logprobs: 'observe' }],
    ['waits for the head of an answer that would be rewritten', { logprobs: 'auto' }],
  ])('while it %s has its upstream request cancelled', async (_, config) => {
    await start({ delayMs: Infinity }, config)
    const sockets = Array.from({ length: TIMES }, () => ask(CHAT_BODY, 'shop'))
    await until(() => upstream!.seen.length === TIMES)
    const leftAt = sockets.map((socket) => {
      socket.destroy()
      return performance.now()
    })
    await allCancelled(leftAt)
    // Nothing was answered: there is nothing to keep.
    expect(running.records).toEqual([])
  })

  it('while its upload is being sent has its upstream request broken off, which the upstream never takes for a whole one', async () => {
    const whole: boolean[] = []
    let begun = 0
    own = createServer((request) => {
      begun += 1
      request.on('error', () => undefined).resume()
      request.on('close', () => whole.push(request.complete))
    })
    await new Promise<void>((resolve) => own!.listen(0, '127.0.0.1', resolve))
    running = await startGateway([upstreamAt(`http://127.0.0.1:${(own.address() as { port: number }).port}/v1`)])
    const sockets = Array.from({ length: TIMES }, () => ask('{"model":"m",', 'shop', 1_000))
    await until(() => begun === TIMES)
    const leftAt = performance.now()
    for (const socket of sockets) socket.destroy()
    await until(() => whole.length === TIMES)
    expect(performance.now() - leftAt).toBeLessThan(BOUND_MS)
    expect(whole).toEqual(whole.map(() => false))
    await until(() => running.gateway.counts().open === 0)
    expect(running.gateway.counts()).toMatchObject({ clientsLeft: TIMES, errors: {} })
    // undici may have opened idle ones beside, which end after their 4 s.
    await expect.poll(() => connectionsOf(own!), { timeout: 10_000 }).toBe(0)
  }, 20_000)

  it('leaves no connection to the upstream open', async () => {
    const carrying = new Set<Socket>()
    own = createServer((request, response) => {
      const { socket } = request
      carrying.add(socket)
      socket.once('close', () => carrying.delete(socket))
      request.resume()
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(event('t1 '))
    })
    await new Promise<void>((resolve) => own!.listen(0, '127.0.0.1', resolve))
    const address = `http://127.0.0.1:${(own.address() as { port: number }).port}/v1`
    running = await startGateway([upstreamAt(address, { logprobs: 'auto' })], { guard: { projects: { shop: 'mark' } } })
    for (let round = 0; round < 3; round++) {
      await leaveAt(CHAT_BODY, 't1 ')
      await expect.poll(() => carrying.size, { timeout: BOUND_MS }).toBe(0)
      await until(() => running.gateway.counts().open === 0)
    }
    expect(running.gateway.counts()).toMatchObject({ open: 0, clientsLeft: 3 * TIMES })
    // undici opens some connections anew after a cancelled request; they carry nothing, and go when their idle time (4 s) is over.
    await expect.poll(() => connectionsOf(own!), { timeout: 10_000 }).toBe(0)
  }, 30_000)
})
