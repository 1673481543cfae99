import type { ServerOptions } from 'node:http'

/**
 * How a server in front of the gateway reads HTTP: strictly, with bounded heads, and with patience for long uploads but none for clients that
 * trickle their head (the gateway itself watches the bodies). Times in ms, sizes in bytes.
 */
export const HTTP_SERVER_OPTIONS: ServerOptions = {
  insecureHTTPParser: false,
  requireHostHeader: true,
  noDelay: true,
  maxHeaderSize: 64 * 1024,
  headersTimeout: 20_000,
  requestTimeout: 30 * 60_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
}
