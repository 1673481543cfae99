/** The rules of HTTP for one who stands in the middle. */
import { createHash } from 'node:crypto'
import { request as httpRequest, type IncomingMessage, type RequestListener } from 'node:http'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import type { GatewayOptions, UpstreamConfig } from '../../src/index.ts'
import { startGateway, until, upstreamAt, type Running } from './harness.ts'
import { exchange, open, serve, type RawServer } from './raw.ts'

const CHAT = '/v1/chat/completions'

let upstream: RawServer
let running: Running

async function start(listener: RequestListener, config: Partial<UpstreamConfig> = {}, more: Partial<GatewayOptions> = {}): Promise<void> {
  upstream = await serve(listener)
  running = await startGateway([upstreamAt(`${upstream.url}/v1`, config)], more)
}

afterEach(async () => {
  await running.stop()
  await upstream.stop()
})

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of message) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

const done = (text: string): boolean => text.includes('\r\n0\r\n') || text.endsWith('ok')
const head = (path: string, lines: readonly string[] = [], method = 'GET'): string =>
  [`${method} ${path} HTTP/1.1`, 'Host: gateway', ...lines, '', ''].join('\r\n')

describe('headers', () => {
  it('of one connection only are not forwarded, nor those that Connection names', async () => {
    let seen: readonly string[] = []
    await start((request, response) => {
      seen = request.rawHeaders
      response.writeHead(200, {
        connection: 'x-of-the-hop',
        'x-of-the-hop': '1',
        'proxy-authenticate': 'Basic',
        'x-kept': 'yes',
        'content-length': 2,
      })
      response.end('ok')
    })
    const lines = [
      'Connection: x-mine, keep-alive',
      'X-Mine: 1',
      'TE: trailers',
      'Proxy-Authorization: Basic x',
      'Keep-Alive: timeout=3',
      'X-Yours: ü',
    ]
    const answer = await exchange(running.port, Buffer.from(head('/v1/models', lines), 'latin1'), done)
    const names = seen.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase())
    expect(names.sort()).toEqual(['connection', 'host', 'x-yours'])
    expect(seen[seen.indexOf('X-Yours') + 1]).toBe('ü')
    expect(answer).toMatch(/x-kept: yes/)
    expect(answer).not.toMatch(/x-of-the-hop|proxy-authenticate/i)
    expect(answer.toLowerCase()).toContain('x-logitscope-trace-id: ')
  })

  it('of ours are read and not forwarded', async () => {
    let seen: readonly string[] = []
    await start((request, response) => {
      seen = request.rawHeaders
      response.end('{}')
    })
    const ours = {
      'x-logitscope-project': 'shop',
      'x-logitscope-prompt-version': 'v3',
      'x-logitscope-language': 'tr',
      'x-logitscope-session': 's',
      'x-logitscope-user': Buffer.from('Ayşe').toString('latin1'),
      'x-logitscope-item': '17',
      'x-logitscope-tag-Team': 'a',
      'x-logitscope-key': 'our-key',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    }
    await (await fetch(running.url + CHAT, { method: 'POST', headers: ours, body: '{}' })).text()
    expect(seen.join('\n')).not.toMatch(/logitscope|our-key/i)
    expect(seen.join('\n')).toContain('traceparent')
    const [record] = await running.captured(1)
    expect(record!.context).toEqual({
      project: 'shop',
      promptVersion: 'v3',
      language: 'tr',
      session: 's',
      user: 'Ayşe',
      item: '17',
      traceparent: ours.traceparent,
      tags: { team: 'a' },
    })
    expect(JSON.stringify(record)).not.toContain('our-key')
  })

  it('hold the key of the configuration only where the client sent none', async () => {
    const seen: (string | undefined)[] = []
    const listener: RequestListener = (request, response) => {
      seen.push(request.headers.authorization)
      response.end('{}')
    }
    await start(listener, { keyVariable: 'PROVIDER_KEY' }, { environment: { PROVIDER_KEY: 'sk-of-the-configuration' } })
    await (await fetch(`${running.url}/v1/models`)).text()
    await (await fetch(`${running.url}/v1/models`, { headers: { authorization: 'Bearer mine' } })).text()
    await (await fetch(`${running.url}/v1/models`, { headers: { 'x-api-key': 'mine' } })).text()
    expect(seen).toEqual(['Bearer sk-of-the-configuration', 'Bearer mine', undefined])
  })
})

describe('a body', () => {
  it('goes on while it is still being sent', async () => {
    const seen: string[] = []
    await start((request, response) => {
      request.on('data', (piece: Buffer) => seen.push(piece.toString()))
      request.on('end', () => response.end('ok'))
    })
    const socket = await open(running.port)
    socket.write(`${head('/v1/files', ['Content-Length: 6'], 'POST')}abc`)
    await until(() => seen.join('') === 'abc')
    socket.write('def')
    await until(() => seen.join('') === 'abcdef')
    socket.destroy()
  })

  it('of several parts and of megabytes arrives as it was sent, in chunks too', async () => {
    const hashes: string[] = []
    await start((request, response) => {
      const hash = createHash('sha256')
      request.on('data', (piece: Buffer) => hash.update(piece))
      request.on('end', () => {
        hashes.push(`${request.headers['content-type']} ${request.headers['content-length'] ?? 'chunked'} ${hash.digest('hex')}`)
        response.end('ok')
      })
    })
    const bytes = Buffer.alloc(9_000_000, 'ğ😀--boundary\r\n')
    const type = 'multipart/form-data; boundary=boundary'
    const send = (body: BodyInit, more: object = {}): Promise<string> =>
      fetch(`${running.url}/v1/audio/transcriptions`, { method: 'POST', headers: { 'content-type': type }, body, ...more }).then(
        (response) => response.text(),
      )
    expect(await send(bytes)).toBe('ok')
    expect(await send(new Blob([bytes]).stream(), { duplex: 'half' })).toBe('ok')
    const hash = createHash('sha256').update(bytes).digest('hex')
    expect(hashes).toEqual([`${type} 9000000 ${hash}`, `${type} chunked ${hash}`])
  })

  it('that is expected to be waited for is asked for by the gateway', async () => {
    await start((request, response) => {
      expect(request.headers.expect).toBeUndefined()
      void bodyOf(request).then((body) => response.end(`${body.toString()} ok`))
    })
    const socket = await open(running.port)
    let text = ''
    socket.on('data', (piece: Buffer) => (text += piece.toString()))
    socket.write(head('/v1/files', ['Expect: 100-continue', 'Content-Length: 4'], 'POST'))
    await until(() => text.startsWith('HTTP/1.1 100 Continue\r\n\r\n'))
    socket.write('body')
    await until(() => text.includes('body ok'))
    socket.destroy()
  })

  it('of an answer is not read faster than the client takes it', async () => {
    let written = 0
    await start((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      const piece = Buffer.alloc(64 * 1024, 'x')
      const write = (): void => {
        while (written < 200 * 1024 * 1024) {
          written += piece.length
          if (!response.write(piece)) {
            response.once('drain', write)
            return
          }
        }
        response.end()
      }
      write()
    })
    const socket = await open(running.port)
    socket.write(`${head(CHAT, ['Content-Length: 2'], 'POST')}{}`)
    socket.pause()
    let before = -1
    while (before !== written) {
      before = written
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
    expect(written).toBeLessThan(64 * 1024 * 1024)
    socket.destroy()
  })
})

describe('an answer', () => {
  it('keeps its trailers, and its early hints come first', async () => {
    await start((_, response) => {
      response.writeEarlyHints({ link: '</a.css>; rel=preload' })
      setTimeout(() => {
        response.writeHead(200, { trailer: 'x-sum' })
        response.write('ok')
        response.addTrailers({ 'x-sum': '42' })
        response.end()
      }, 20)
    })
    const answer = await exchange(running.port, head('/v1/models'), (text) => text.includes('x-sum: 42'))
    expect(answer).toMatch(/^HTTP\/1\.1 103 Early Hints\r\nLink: <\/a\.css>; rel=preload\r\n\r\nHTTP\/1\.1 200 OK/i)
    expect(answer).toMatch(/\r\n0\r\nx-sum: 42\r\n\r\n/)
  })

  it('to HEAD has its head and no body', async () => {
    await start((_, response) => {
      response.writeHead(200, { 'content-length': 1234, 'x-kept': 'yes' })
      response.end()
    })
    const response = await fetch(`${running.url}/v1/models`, { method: 'HEAD' })
    expect([response.status, response.headers.get('content-length'), response.headers.get('x-kept')]).toEqual([200, '1234', 'yes'])
  })

  it('that points elsewhere is passed on', async () => {
    await start((_, response) => {
      response.writeHead(307, { location: 'https://elsewhere.example/v1/models' })
      response.end()
    })
    const response = await fetch(`${running.url}/v1/models`, { redirect: 'manual' })
    expect([response.status, response.headers.get('location')]).toEqual([307, 'https://elsewhere.example/v1/models'])
  })

  it('is passed on compressed, and captured so', async () => {
    const bytes = gzipSync('{"choices":[]}')
    let accepted: string | undefined
    await start((request, response) => {
      accepted = request.headers['accept-encoding']!
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' })
      response.end(bytes)
    })
    const got = await new Promise<Buffer>((resolve) => {
      const request = httpRequest(
        running.url + CHAT,
        { method: 'POST', headers: { 'accept-encoding': 'br, gzip' } },
        (response) => void bodyOf(response).then(resolve),
      )
      request.end('{}')
    })
    expect(accepted).toBe('br, gzip')
    expect(got.equals(bytes)).toBe(true)
    const [record] = await running.captured(1)
    expect(record!.contentEncoding).toBe('gzip')
    expect(gunzipSync(Buffer.concat(record!.responseBody)).toString()).toBe('{"choices":[]}')
  })

  it('that breaks off breaks off for the client too', async () => {
    await start((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: {"a":1}\n\n', () => response.destroy())
    })
    const response = await fetch(running.url + CHAT, { method: 'POST', body: '{}' })
    await expect(response.text()).rejects.toThrow('terminated')
    expect((await running.captured(1))[0]).toMatchObject({ end: 'upstream-failed', status: 200 })
  })

  it('of which more comes than is copied is forwarded whole, and its capture dropped', async () => {
    await start((_, response) => response.end(Buffer.alloc(100_000, 'x')), {}, { limits: { copyBytes: 50_000 } })
    const response = await fetch(running.url + CHAT, { method: 'POST', body: '{}' })
    expect((await response.text()).length).toBe(100_000)
    await until(() => running.drops.length === 1)
    expect([running.drops, running.records, running.gateway.counts().dropped]).toEqual([
      ['answer-too-large'],
      [],
      { 'answer-too-large': 1 },
    ])
  })

  it('that is long in coming is waited for', async () => {
    await start((_, response) => void setTimeout(() => response.end('late'), 700))
    expect(await (await fetch(running.url + CHAT, { method: 'POST', body: '{}' })).text()).toBe('late')
  })
})
