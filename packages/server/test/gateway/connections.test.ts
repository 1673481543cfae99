/** The ways to an upstream: certificate authorities, proxies, and answers that come too early. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { startGateway, until, upstreamAt, type Running } from './harness.ts'
import { exchange, open, serve } from './raw.ts'

const CHAT = '/v1/chat/completions'
const closers: (() => unknown)[] = []
const later = (close: () => unknown): void => void closers.unshift(close)

afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function upstreamOf(listener: RequestListener): Promise<string> {
  const upstream = await serve(listener)
  later(upstream.stop)
  return upstream.url
}

async function gateway(...args: Parameters<typeof startGateway>): Promise<Running> {
  const running = await startGateway(...args)
  later(running.stop)
  return running
}

/** A proxy that tunnels, and notes where to. */
async function startProxy(): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = []
  const server = createServer()
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '')
    const [host = '', port] = (request.url ?? '').split(':')
    const other = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      socket.pipe(other).pipe(socket)
    })
    for (const one of [socket, other]) one.on('error', () => one.destroy())
    socket.on('close', () => other.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  later(() => server.close())
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}`, asked }
}

function makeCertificate(): { readonly folder: string; readonly key: Buffer; readonly cert: Buffer; readonly file: string } | null {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'))
  const file = join(folder, 'cert.pem')
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  try {
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
        ...subject,
        '-keyout',
        join(folder, 'key.pem'),
        '-out',
        file,
      ],
      { stdio: 'ignore' },
    )
    return { folder, key: readFileSync(join(folder, 'key.pem')), cert: readFileSync(file), file }
  } catch {
    rmSync(folder, { recursive: true, force: true })
    console.warn('skipped: no openssl here that makes certificates')
    return null
  }
}

describe('an upstream with a certificate of its own', () => {
  const certificate = makeCertificate()
  it.skipIf(certificate === null)('is reached where its authority is named, and not where it is not', async () => {
    const { folder, key, cert, file } = certificate!
    later(() => rmSync(folder, { recursive: true, force: true }))
    const server = createTlsServer({ key, cert }, (_, response) => response.end('secret ok'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    later(() => server.close())
    const url = `https://localhost:${(server.address() as { port: number }).port}/v1`
    const running = await gateway([upstreamAt(url, { certificateAuthorities: [file] }), upstreamAt(url, { name: 'unknown' })])
    expect(await (await fetch(`${running.url}/v1/models`)).text()).toBe('secret ok')
    const refused = await fetch(`${running.url}/upstreams/unknown/models`)
    expect([refused.status, refused.headers.get('x-logitscope-error')]).toEqual([502, 'upstream-unreachable'])
  })
})

describe('a proxy', () => {
  it('is used where the configuration or the environment names it, but not for the hosts that NO_PROXY names', async () => {
    const url = `${await upstreamOf((request, response) => response.end(`ok ${request.headers.host}`))}/v1`
    const { host } = new URL(url)
    const proxy = await startProxy()
    const ask = async (running: Running): Promise<string> => (await fetch(`${running.url}/v1/models`)).text()
    expect(await ask(await gateway([upstreamAt(url, { proxy: proxy.url })]))).toBe(`ok ${host}`)
    expect(await ask(await gateway([upstreamAt(url)], { environment: { HTTP_PROXY: proxy.url } }))).toBe(`ok ${host}`)
    expect(proxy.asked).toEqual([host, host])
    expect(await ask(await gateway([upstreamAt(url)], { environment: { HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' } }))).toBe(
      `ok ${host}`,
    )
    expect(await ask(await gateway([upstreamAt(url)], { environment: { https_proxy: proxy.url, no_proxy: '*' } }))).toBe(`ok ${host}`)
    expect(proxy.asked).toHaveLength(2)
  })
})

describe('an answer', () => {
  it('that comes before the request is out reaches the client', async () => {
    const url = await upstreamOf((_, response) => {
      response.writeHead(413, { 'content-type': 'application/json' })
      response.end('{"error":"too large"}')
    })
    const running = await gateway([upstreamAt(`${url}/v1`)])
    const socket = await open(running.port)
    let text = ''
    socket.on('data', (piece: Buffer) => (text += piece.toString()))
    socket.on('error', () => undefined)
    socket.write(`POST ${CHAT} HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000\r\n\r\n${'x'.repeat(1000)}`)
    await until(() => text.includes('too large'))
    expect(text).toMatch(/^HTTP\/1\.1 413 /)
    socket.destroy()
  })

  it('to an HTTP/1.0 client ends with the connection', async () => {
    const url = await upstreamOf((_, response) => {
      response.write('a')
      response.end('b')
    })
    const running = await gateway([upstreamAt(`${url}/v1`)])
    const text = await exchange(running.port, 'GET /v1/models HTTP/1.0\r\nHost: a\r\n\r\n')
    expect(text).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*\r\n\r\nab$/)
    expect(text).not.toMatch(/transfer-encoding/i)
  })

  it('that was made before is captured where it is fetched', async () => {
    const url = await upstreamOf((_, response) => response.end('{"object":"response"}'))
    const running = await gateway([upstreamAt(`${url}/v1`, { logprobs: 'auto' })])
    await (await fetch(`${running.url}/v1/responses/resp_1`)).text()
    expect((await running.captured(1))[0]).toMatchObject({ method: 'GET', path: '/v1/responses/resp_1', requestBody: null, asked: null })
  })

  it('waits for nobody: a client that leaves in the middle of its upload is counted as one that left', async () => {
    const seen: boolean[] = []
    const url = await upstreamOf((request) => {
      request.on('error', () => undefined)
      request.resume()
      request.on('close', () => seen.push(request.complete))
    })
    const running = await gateway([upstreamAt(`${url}/v1`)])
    const socket = await open(running.port)
    socket.write(`POST ${CHAT} HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc`)
    await new Promise((resolve) => setTimeout(resolve, 100))
    socket.destroy()
    await until(() => seen.length === 1)
    expect(seen).toEqual([false])
    await until(() => running.gateway.counts().open === 0)
    expect(running.gateway.counts()).toMatchObject({ clientsLeft: 1, errors: {} })
    expect(running.records).toEqual([])
  })
})

describe('the addresses of upstreams', () => {
  it.each([['ftp://host/v1'], ['https://user:password@host/v1'], ['https://host/v1?key=secret'], ['nonsense']])(
    '%s is refused',
    async (url) => {
      await expect(startGateway([upstreamAt(url)])).rejects.toThrow(TypeError)
      await expect(startGateway([upstreamAt(url)])).rejects.not.toThrow(/secret|password/)
    },
  )

  it('serve their own paths: what a client adds to the base address, or the whole path', async () => {
    const url = await upstreamOf((request, response) => response.end(request.url))
    const running = await gateway([upstreamAt(`${url}/base/v1/`), upstreamAt(url, { name: 'plain' })])
    const ask = async (path: string): Promise<string> => (await fetch(running.url + path)).text()
    expect(
      await Promise.all(
        ['/v1/models?a=%2F', '/upstreams/main/models', '/upstreams/main/v1/models', '/upstreams/plain/api/tags', '/v1'].map(ask),
      ),
    ).toEqual(['/base/v1/models?a=%2F', '/base/v1/models', '/base/v1/models', '/api/tags', '/base/v1'])
  })
})
