/** One exchange from the client's request to the end of the answer. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { ownErrorFor, writeOwnError, type OwnError } from './answer/own-error.ts'
import { noteHead, passThrough, writeHead } from './answer/pass-through.ts'
import type { Exchange } from './exchange.ts'
import type { Internals } from './internals.ts'
import { takeBody, type Body } from './request/request-body.ts'
import { callUpstream, type AnswerReceiver, type UpstreamCall } from './upstream/call-upstream.ts'

/** The other names under which clients send a provider's key. */
const KEY_HEADERS = new Set(['x-api-key', 'api-key', 'x-goog-api-key'])

function hasKey({ hasAuthorization, forwarded }: Exchange['head']): boolean {
  return hasAuthorization || forwarded.some((name, i) => i % 2 === 0 && KEY_HEADERS.has(name.toLowerCase()))
}

/** The headers for an upstream; the length of a body that is a stream is told where the client told it. */
function headersFor({ head, upstream }: Exchange, body: Body): string[] {
  const headers = head.forwarded.slice()
  if (upstream.authorization !== null && !hasKey(head)) headers.push('authorization', upstream.authorization)
  const isStream = body !== null && !Buffer.isBuffer(body)
  if (head.contentLength !== null && (isStream || body === null)) headers.push('content-length', String(head.contentLength))
  return headers
}

/** A client that waits no longer behind the mark of a stream's end has all of it. */
function hasAll(exchange: Exchange): boolean {
  return exchange.copy?.pieces().at(-1)?.includes('[DONE]') === true
}

export function runExchange(internals: Internals, exchange: Exchange, request: IncomingMessage, response: ServerResponse): void {
  const { counters, limits } = internals
  const { head, method, path, upstream, copy } = exchange
  let call: UpstreamCall | null = null
  let isOver = false
  let failed = false

  function sendError(error: OwnError): void {
    counters.count('errors', error.code)
    const body = writeOwnError(exchange.route?.format.api ?? null, error)
    const headers = ['content-type', 'application/json', 'content-length', String(body.length), 'x-logitscope-error', error.code]
    noteHead(exchange, error.status, headers)
    copy?.restart()
    writeHead(exchange, response, error.status, '', headers)
    response.end(method === 'HEAD' ? undefined : body)
    exchange.copyAnswer(body)
  }

  function over(failure: Error | null): void {
    if (isOver) return
    isOver = true
    if (failure === null) return
    failed = true
    const error = ownErrorFor(upstream.name, failure)
    internals.log.warn({ upstream: upstream.name, code: error.code, status: error.status }, 'an upstream failed')
    if (response.headersSent) {
      counters.count('errors', error.code)
      response.destroy()
    } else sendError(error)
  }

  const receiver: AnswerReceiver = {
    ...passThrough(exchange, response, over),
    inform(status, headers) {
      sendEarly(response, status, headers)
    },
  }

  function send(body: Body): void {
    if (response.destroyed) return
    call = callUpstream(upstream, { method, path, headers: headersFor(exchange, body), body }, receiver)
  }

  response.on('drain', () => call?.resume())
  response.once('close', () => {
    if (!isOver) {
      counters.add('clientsLeft')
      call?.abort()
      exchange.capture(hasAll(exchange) ? 'complete' : 'client-left', false)
    } else exchange.capture(failed ? 'upstream-failed' : 'complete', false)
    isOver = true
  })

  if (!head.hasBody) {
    send(null)
    return
  }
  watchIdleClient(request, limits.clientIdleMs, () => {
    if (isOver) return
    isOver = true
    failed = true
    call?.abort()
    if (!response.headersSent) {
      sendError({ status: 408, code: 'client-timeout', message: 'the request was not sent to its end' })
      response.once('finish', () => request.destroy())
    } else response.destroy()
  })
  takeBody(request, head.contentLength, (piece) => copy?.request(piece), send)
}

/** Calls `onIdle` where a client stops in the middle of its request; not while it is we who do not read on. */
function watchIdleClient(request: IncomingMessage, ms: number, onIdle: () => void): void {
  const { socket } = request
  function onTimeout(): void {
    if (!request.complete && !request.isPaused()) onIdle()
  }
  function stop(): void {
    socket.setTimeout(0, onTimeout)
  }
  socket.setTimeout(ms, onTimeout)
  request.once('end', stop).once('close', stop)
}

/** 103 with its links; 102 as a sign of life. What Node refuses to write is left out: it is only a hint. */
function sendEarly(response: ServerResponse, status: number, headers: readonly string[]): void {
  try {
    if (status === 102) response.writeProcessing()
    else if (status === 103) {
      const hints: Record<string, string | string[]> = {}
      for (let i = 0; i + 1 < headers.length; i += 2) {
        const name = headers[i]!.toLowerCase()
        const before = hints[name]
        hints[name] = before === undefined ? headers[i + 1]! : [before, headers[i + 1]!].flat()
      }
      response.writeEarlyHints(hints)
    }
  } catch {
    // The answer itself follows.
  }
}
