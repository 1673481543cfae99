/**
 * One of the processes of `gateway.bench.ts`, by its first argument: `upstream`, `bare` (node:http and undici, nothing else), `gateway MODE` (the
 * gateway with a sink that only counts), `server MODE` (everything: queue, worker, analysis, store). The rest of them is told the upstream's address.
 * Says `{port}` once it listens, answers `cpu` with its CPU time in µs, and tells of broken connections in ns of the machine's monotonic clock.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFAULTS } from '../packages/server/src/config/defaults.ts'
import { createGateway, HTTP_SERVER_OPTIONS, startServer, type UpstreamConfig } from '@logitscope/server'
import { streamEvents, wholeBody } from './gateway-traffic.ts'
import { createRequire } from 'node:module'

const [, , role = '', mode = 'observe', upstreamUrl = ''] = process.argv
const tell = (message: object): void => void process.send?.(message)

function listen(handler: (request: IncomingMessage, response: ServerResponse) => void): void {
  const server = createServer(HTTP_SERVER_OPTIONS, handler)
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    tell({ port: typeof address === 'object' && address !== null ? address.port : 0 })
  })
}

function upstream(): void {
  const whole = wholeBody()
  const events = streamEvents(null)
  const stamped = streamEvents(() => String(process.hrtime.bigint()))
  listen((request, response) => {
    response.on('close', () => {
      if (!response.writableFinished) tell({ broken: String(process.hrtime.bigint()) })
    })
    const pace = Number(request.headers['x-pace'] ?? 0)
    request.resume()
    request.on('end', () => {
      if (request.headers['x-wait'] !== undefined) return
      if (request.headers['x-stream'] === undefined) {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length })
        response.end(whole)
        return
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      if (pace === 0) {
        for (const event of events) response.write(event())
        response.end()
        return
      }
      let at = 0
      const timer = setInterval(() => {
        const next = stamped[at++]
        if (next !== undefined && !response.destroyed) response.write(next())
        else {
          clearInterval(timer)
          response.end()
        }
      }, pace)
    })
  })
}

interface Pool {
  readonly request: (
    options: object,
  ) => Promise<{ readonly statusCode: number; readonly headers: Record<string, string>; readonly body: NodeJS.ReadableStream }>
}

function bare(): void {
  const require = createRequire(new URL('../packages/server/package.json', import.meta.url))
  const { Pool } = require('undici') as { readonly Pool: new (origin: string) => Pool }
  const pool = new Pool(upstreamUrl)
  const hop = new Set(['connection', 'keep-alive', 'transfer-encoding'])
  const without = (headers: NodeJS.Dict<string | string[]>): object =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => !hop.has(name)))
  listen((request, response) => {
    void pool
      .request({ method: request.method, path: request.url, headers: without(request.headers), body: request })
      .then(({ statusCode, headers, body }) => {
        response.writeHead(statusCode, without(headers) as NodeJS.Dict<string>)
        body.pipe(response)
      })
  })
}

const config = (): UpstreamConfig => ({
  name: 'bench',
  url: `${upstreamUrl}/v1`,
  logprobs: mode === 'auto' ? 'auto' : 'observe',
  topLogprobs: 5,
  sampleRate: 1,
  provider: null,
  keyVariable: null,
  certificateAuthorities: [],
  proxy: null,
  timeoutMs: 60_000,
})

function gateway(): void {
  let bytes = 0
  const { handle } = createGateway({
    upstreams: [config()],
    environment: {},
    sink: {
      offer(record) {
        for (const piece of record.responseBody) bytes += piece.byteLength
        return bytes > 0
      },
      drop: () => undefined,
    },
  })
  listen(handle)
}

async function server(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'gateway-bench-'))
  process.on('exit', () => rmSync(data, { recursive: true, force: true }))
  const { port } = await startServer(
    {
      ...DEFAULTS,
      port: 0,
      allowedHosts: [],
      publicUrl: null,
      data,
      upstreams: [config()],
      profile: null,
      verdictHeader: false,
      verdictComment: false,
      guard: { projects: {} },
      webhooks: [],
      retention: { maxAgeMs: null, maxBytes: null, maxTotalBytes: null, projects: {} },
      logLevel: 'error',
      keys: [],
    },
    // Languages are found as by the command.
    { environment: {}, assets: null, analysisModule: new URL('../packages/cli/dist/language/analysis-context.js', import.meta.url).href },
  )
  tell({ port })
}

process.on('message', () => {
  const { user, system } = process.cpuUsage()
  tell({ cpu: user + system, rss: process.memoryUsage.rss() })
})
process.on('disconnect', () => process.exit())
const roles: Readonly<Record<string, () => unknown>> = { upstream, bare, gateway, server }
await roles[role]?.()
