/** Connections that become something else, and those that may not. */
import { createHash } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { startGateway, until, upstreamAt, type Running } from './harness.ts'
import { exchange, open, serve, type RawServer } from './raw.ts'

let upstream: RawServer
let running: Running
const tunnels: Duplex[] = []

afterEach(async () => {
  for (const socket of tunnels.splice(0)) socket.destroy()
  await running.stop()
  await upstream.stop()
})

/** Answers a WebSocket handshake and then sends back what it gets, in capitals. */
async function startEcho(refuses = false): Promise<void> {
  upstream = await serve((_, response) => response.end('plain'))
  upstream.server.on('upgrade', (request, socket: Duplex, head: Buffer) => {
    tunnels.push(socket)
    socket.on('error', () => undefined)
    if (refuses) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nx-why: no key\r\ncontent-length: 4\r\n\r\nnope')
      return
    }
    const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\nx-url: ${request.url}\r\n\r\n`,
    )
    if (head.length > 0) socket.write(head.toString().toUpperCase())
    socket.on('data', (piece: Buffer) => socket.write(piece.toString().toUpperCase()))
  })
  running = await startGateway([upstreamAt(`${upstream.url}/v1`)])
}

const HANDSHAKE =
  'GET /v1/realtime?model=m HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n'

describe('an upgrade', () => {
  it('is tunnelled both ways and counted, not captured', async () => {
    await startEcho()
    const socket = await open(running.port)
    let text = ''
    socket.on('data', (piece: Buffer) => (text += piece.toString()))
    socket.write(HANDSHAKE)
    await until(() => text.includes('\r\n\r\n'))
    expect(text).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/)
    expect(text).toContain('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=')
    expect(text).toContain('x-url: /v1/realtime?model=m')
    socket.write('hello')
    await until(() => text.endsWith('HELLO'))
    expect(running.gateway.counts().upgrades).toBe(1)
    expect(running.records).toEqual([])
    socket.destroy()
    await until(() => tunnels[0]!.readableEnded)
  })

  it('that the upstream refuses is refused in its words', async () => {
    await startEcho(true)
    const text = await exchange(running.port, HANDSHAKE)
    expect(text).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n[\s\S]*x-why: no key[\s\S]*\r\n\r\nnope$/)
    expect(running.gateway.counts().upgrades).toBe(0)
  })

  it('to HTTP/2 that a client offers with its request need not be taken', async () => {
    await startEcho()
    const request =
      'POST /v1/files HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\nContent-Length: 2\r\n\r\nhi'
    expect(await exchange(running.port, request, (text) => text.includes('plain'))).toMatch(/^HTTP\/1\.1 200 OK/)
  })

  it('is answered with 502 where nobody listens', async () => {
    await startEcho()
    await upstream.stop()
    expect(await exchange(running.port, HANDSHAKE)).toMatch(/^HTTP\/1\.1 502 [\s\S]*x-logitscope-error: upstream-unreachable/)
  })
})

describe('what would make an open proxy is refused', () => {
  it.each([
    ['CONNECT', 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n', 405, 'connect-refused'],
    [
      'an absolute target',
      'GET http://example.com/v1/models HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n',
      400,
      'absolute-target',
    ],
    [
      'an upgrade with an absolute target',
      'GET http://example.com/x HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      400,
      'absolute-target',
    ],
  ])('%s', async (_, bytes, status, code) => {
    await startEcho()
    const text = await exchange(running.port, bytes)
    expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*x-logitscope-error: ${code}`))
  })
})
