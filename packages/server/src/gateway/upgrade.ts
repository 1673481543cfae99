/** Connections that become something else than HTTP (WebSocket, Realtime): tunnelled and counted, not captured. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { uuidv7 } from '@logitscope/core'
import { ownErrorFor, writeOwnError, type OwnError } from './answer/own-error.ts'
import { TRACE_ID_HEADER } from './answer/pass-through.ts'
import type { Internals } from './internals.ts'
import { hasOwnKey } from './request/headers-for.ts'
import { readRequestHead } from './request/request-head.ts'
import { resolveTarget } from './request/resolve-target.ts'
import { callUpstream } from './upstream/call-upstream.ts'

function writeLines(socket: Duplex, first: string, headers: readonly string[]): void {
  let text = `HTTP/1.1 ${first}\r\n`
  for (let i = 0; i + 1 < headers.length; i += 2) text += `${headers[i]}: ${headers[i + 1]}\r\n`
  socket.write(`${text}\r\n`, 'latin1')
}

function refuse({ counters }: Internals, socket: Duplex, error: OwnError): void {
  counters.count('errors', error.code)
  const body = writeOwnError(null, error)
  writeLines(socket, `${error.status} Refused`, [
    'content-type',
    'application/json',
    'content-length',
    String(body.length),
    'x-logitscope-error',
    error.code,
    'connection',
    'close',
  ])
  socket.end(body)
}

/** CONNECT would make an open proxy of the gateway. */
export function refuseConnect(internals: Internals): (request: IncomingMessage, socket: Duplex) => void {
  return (_, socket) => {
    socket.on('error', () => undefined)
    refuse(internals, socket, { status: 405, code: 'connect-refused', message: 'this is a gateway, not a proxy: CONNECT is refused' })
  }
}

/** How long the other side may still speak when one has ended, ms. */
const LAST_WORDS_MS = 1000

/** Joins two sockets until one of them ends. */
function join(client: Duplex, upstream: Duplex): void {
  client.pipe(upstream)
  upstream.pipe(client)
  const end = (): void => {
    client.destroy()
    upstream.destroy()
  }
  for (const socket of [client, upstream]) {
    socket.on('error', end).on('close', end)
    socket.once('end', () => setTimeout(end, LAST_WORDS_MS).unref())
  }
}

/**
 * Some clients offer HTTP/2 with every request (`Upgrade: h2c`), bodies too. Nobody has to take the offer: the request goes back to the server
 * without it.
 */
export function declineHttp2(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
  const { server } = socket as Duplex & { readonly server?: { readonly emit: (event: 'connection', socket: Duplex) => boolean } }
  if (server === undefined || request.headers.upgrade?.trim().toLowerCase() !== 'h2c') return false
  const lines = [`${request.method} ${request.url} HTTP/${request.httpVersion}`]
  for (let i = 0; i + 1 < request.rawHeaders.length; i += 2)
    if (!/^(?:upgrade|connection|http2-settings)$/i.test(request.rawHeaders[i]!))
      lines.push(`${request.rawHeaders[i]}: ${request.rawHeaders[i + 1]}`)
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]))
  server.emit('connection', socket)
  return true
}

export function tunnelUpgrade(internals: Internals): (request: IncomingMessage, socket: Duplex, head: Buffer) => void {
  const { counters, clock, random, upstreams, defaultProject, tunnels } = internals
  return (request, socket, head) => {
    if (declineHttp2(request, socket, head)) return
    counters.add('requests')
    socket.on('error', () => undefined)
    const url = request.url ?? '/'
    const target = resolveTarget(url, upstreams)
    if (target.kind === 'refused') {
      refuse(internals, socket, target)
      return
    }
    const read = readRequestHead(request.rawHeaders, url, defaultProject)
    if (!read.ok || read.head.hasBody) {
      refuse(internals, socket, {
        status: 400,
        code: 'bad-request',
        message: read.ok ? 'an upgrade with a body is not forwarded' : read.message,
      })
      return
    }
    const { upstream, path } = target
    const headers = read.head.forwarded
    if (upstream.authorization !== null && !hasOwnKey(read.head)) headers.push('authorization', upstream.authorization)
    const id = [TRACE_ID_HEADER, `${uuidv7(clock.now(), random)}.0`]
    const call = callUpstream(
      upstream,
      { method: request.method ?? 'GET', path, headers, body: null, upgrade: request.headers.upgrade ?? 'websocket' },
      {
        upgraded(status, answered, other) {
          counters.add('upgrades')
          writeLines(socket, `${status} Switching Protocols`, [...answered, ...id])
          if (head.length > 0) other.write(head)
          join(socket, other)
          tunnels.add(socket)
          socket.once('close', () => tunnels.delete(socket))
        },
        // The upstream refused: its answer is the client's answer.
        start(status, text, answered) {
          writeLines(socket, `${status} ${text}`, [...answered, ...id, 'connection', 'close'])
        },
        data(piece) {
          socket.write(piece)
          return true
        },
        end() {
          socket.end()
        },
        fail(error) {
          if (socket.writable) refuse(internals, socket, ownErrorFor(upstream.name, error))
          else socket.destroy()
        },
      },
    )
    socket.once('close', call.abort)
  }
}
