/** Takes a request of a client: checks it, finds its upstream, and lets it run. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { writeOwnError } from './answer/own-error.ts'
import { beginExchange } from './exchange.ts'
import type { Internals } from './internals.ts'
import { nameOf } from './name-of.ts'
import { readRequestHead } from './request/request-head.ts'
import { createRouteCache } from './request/route-cache.ts'
import { resolveTarget } from './request/resolve-target.ts'
import { runExchange } from './run-exchange.ts'

/** Answers with an error of our own that no upstream has to do with. */
export function refuse(internals: Internals, response: ServerResponse, status: number, code: string, message: string): void {
  internals.counters.count('errors', code)
  const body = writeOwnError(null, { status, code, message })
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': body.length,
    'x-logitscope-error': code,
    connection: 'close',
  })
  response.end(body)
}

function begin(
  internals: Internals,
  routeOf: ReturnType<typeof createRouteCache>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const url = request.url ?? '/'
  const target = resolveTarget(url, internals.upstreams)
  if (target.kind === 'refused') {
    refuse(internals, response, target.status, target.code, target.message)
    return
  }
  const read = readRequestHead(request.rawHeaders, url, internals.defaultProject)
  if (!read.ok) {
    refuse(internals, response, read.status, 'bad-request', read.message)
    return
  }
  const method = request.method ?? 'GET'
  const { upstream, path } = target
  const route = routeOf(method, path)
  const exchange = beginExchange(internals, { method, path, upstream, head: read.head, route })
  runExchange(internals, exchange, request, response)
}

export function createHandler(internals: Internals): (request: IncomingMessage, response: ServerResponse) => void {
  const { counters, log } = internals
  const routeOf = createRouteCache()
  return (request, response) => {
    counters.add('requests')
    counters.add('open')
    response.once('close', () => {
      counters.add('open', -1)
    })
    // A socket that breaks while it is written to is told by `close`.
    response.on('error', () => undefined)
    request.on('error', () => undefined)
    try {
      begin(internals, routeOf, request, response)
    } catch (error) {
      log.warn({ error: nameOf(error) }, 'a request could not be handled')
      if (response.headersSent) response.destroy()
      else refuse(internals, response, 502, 'internal', 'the gateway could not handle the request')
    }
  }
}
