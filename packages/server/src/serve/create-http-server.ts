import { createServer, type Server } from 'node:http'
import { HTTP_SERVER_OPTIONS } from '../gateway/index.ts'
import { boundConnections } from './bound-connections.ts'

/** How patient the server is with its clients. Times in ms. */
export interface HttpLimits {
  /** Longest time for the head of a request. */
  readonly headersTimeout: number
  /** Longest time for a whole request, upload included. */
  readonly requestTimeout: number
  /** Longest silence between two requests of one connection. */
  readonly keepAliveTimeout: number
  /** How often the first two are looked at. */
  readonly connectionsCheckingInterval: number
  /** Connections at once. */
  readonly mostConnections: number
}

/** A server with bounded heads, times and connections; `limits` take the place of the usual ones. */
export function createHttpServer({ mostConnections, ...times }: Partial<HttpLimits> = {}): Server {
  const server = createServer({ ...HTTP_SERVER_OPTIONS, ...times })
  // Node leaves out, without a word, the headers beyond the 2000th; the size of the head is bound enough.
  server.maxHeadersCount = 0
  boundConnections(server, mostConnections)
  return server
}
