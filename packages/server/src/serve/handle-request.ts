import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Access } from '../access/authorize.ts'
import type { Refusal } from '../access/check-origin.ts'
import { stripOwnCookie } from '../access/strip-cookie.ts'
import { SECURITY_HEADERS } from '../access/security-headers.ts'
import { problemOf } from '../api/problem.ts'
import { declineHttp2, type Gateway } from '../gateway/index.ts'

export interface RequestParts {
  readonly gateway: Gateway
  readonly access: Access
  readonly checkOrigin: (request: IncomingMessage) => Refusal | null
  /** Everything that is not the gateway's: pages, API, metrics. */
  readonly ours: (request: IncomingMessage, response: ServerResponse) => unknown
}

export interface RequestHandlers {
  readonly request: (request: IncomingMessage, response: ServerResponse) => void
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  readonly connect: (request: IncomingMessage, socket: Duplex) => void
}

const headersOf = (request: IncomingMessage): { readonly get: (name: string) => string | null } => ({
  get(name) {
    const value = request.headers[name]
    return Array.isArray(value) ? (value[0] ?? null) : (value ?? null)
  },
})

function writeProblem(response: ServerResponse, { status, code, detail }: Refusal): void {
  const body = JSON.stringify(problemOf(status, code, detail))
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    'x-logitscope-error': code,
    connection: 'close',
  })
  response.end(body)
}

function refuseSocket(socket: Duplex, status: number, title: string): void {
  socket.on('error', () => undefined)
  socket.end(`HTTP/1.1 ${status} ${title}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}

/** Sends each request where it belongs, after the checks that hold for every path. */
export function createRequestHandlers({ gateway, access, checkOrigin, ours }: RequestParts): RequestHandlers {
  const mayForward = (request: IncomingMessage): boolean => {
    const scopes = access.scopesOf(headersOf(request))
    return scopes.includes('ingest') || scopes.includes('admin')
  }

  return {
    request(request, response) {
      response.on('error', () => undefined)
      const refusal = checkOrigin(request)
      if (refusal !== null) {
        writeProblem(response, refusal)
        return
      }
      const target = request.url ?? '/'
      if (gateway.handles(target)) {
        if (mayForward(request)) {
          stripOwnCookie(request)
          gateway.handle(request, response)
        } else
          writeProblem(response, {
            status: 401,
            code: 'key-needed',
            detail: 'this gateway wants a key of its own: send it in the header x-logitscope-key',
          })
        return
      }
      if (!target.startsWith('/')) {
        writeProblem(response, { status: 400, code: 'bad-target', detail: 'the request target must begin with /' })
        return
      }
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
      ours(request, response)
    },
    upgrade(request, socket, head) {
      if (declineHttp2(request, socket, head)) return
      if (checkOrigin(request) !== null) refuseSocket(socket, 403, 'Forbidden')
      else if (!gateway.handles(request.url ?? '/')) refuseSocket(socket, 404, 'Not Found')
      else if (!mayForward(request)) refuseSocket(socket, 401, 'Unauthorized')
      else {
        stripOwnCookie(request)
        gateway.upgrade(request, socket, head)
      }
    },
    connect: (request, socket) => gateway.connect(request, socket),
  }
}
