/** What the gateway is given and what it offers. */
import type { Profile } from '@logitscope/core'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { CaptureSink } from '../capture/contract.ts'
import type { GuardConfig, UpstreamConfig } from '../config/types.ts'

/** Epoch ms, and ms of a clock that never goes back (for durations). */
export interface GatewayClock {
  readonly now: () => number
  readonly monotonic: () => number
}

/** Lines about the gateway itself; never bodies, headers or queries. A pino logger fits. */
export interface GatewayLog {
  readonly debug: (fields: Readonly<Record<string, unknown>>, message: string) => void
  readonly warn: (fields: Readonly<Record<string, unknown>>, message: string) => void
}

export interface GatewayLimits {
  /** Most bytes of one exchange that are copied for capture; the forwarding knows no limit. */
  readonly copyBytes: number
  /** Most bytes that the copies of all running exchanges hold together. */
  readonly allCopiesBytes: number
  /** Longest request body that is changed. */
  readonly askBytes: number
  /** Longest answer that is held back to be changed. */
  readonly rewriteBytes: number
  /** Longest silence of a client in the middle of its request, ms. */
  readonly clientIdleMs: number
  /** Longest wait of an answer for its verdict, ms. */
  readonly verdictWaitMs: number
  /** How long a refusal of logprobs is remembered, ms. */
  readonly refusalMs: number
}

export interface GatewayOptions {
  /** The first is the default. */
  readonly upstreams: readonly UpstreamConfig[]
  readonly sink: CaptureSink
  readonly guard?: GuardConfig
  /** Whose thresholds the guard uses; asked at the start of each guarded answer. */
  readonly profile?: () => Profile
  /** Project of answers whose request names none; `default` where absent. */
  readonly defaultProject?: string
  readonly verdictHeader?: boolean
  readonly verdictComment?: boolean
  readonly limits?: Partial<GatewayLimits>
  readonly clock?: GatewayClock
  /** Numbers in [0, 1); for ids and the sample. */
  readonly random?: () => number
  readonly log?: GatewayLog
  /** Where keys and proxies are looked up; the process's own where absent. */
  readonly environment?: Readonly<Record<string, string | undefined>>
}

/** What happened since the start. All but `open` only grow. */
export interface GatewayCounts {
  readonly requests: number
  /** Requests that are running now. */
  readonly open: number
  /** Captures that the sink took. */
  readonly captured: number
  /** Captures that the sink refused, or that failed in it. */
  readonly refused: number
  /** Captures given up by the gateway, by reason. */
  readonly dropped: Readonly<Record<string, number>>
  /** Requests to which parameters were added. */
  readonly asked: number
  /** Requests that makes an answer and were left as they were, by reason. */
  readonly left: Readonly<Record<string, number>>
  /** Requests sent again without what was added. */
  readonly retries: number
  /** Requests sent again because the upstream had closed the kept-alive connection before they came. */
  readonly reconnects: number
  /** Connections that became something other than HTTP. */
  readonly upgrades: number
  readonly clientsLeft: number
  /** The gateway's own errors, by code. */
  readonly errors: Readonly<Record<string, number>>
  /** Streams that the guard ended; those that it only marked. */
  readonly guardEnded: number
  readonly guardMarked: number
}

/** Everything here may be called for any request; nothing here throws. */
export interface Gateway {
  /** Whether a request target is the gateway's: `/v1`, `/v1/…`, `/upstreams/NAME/…`, and every absolute one (which it refuses). */
  readonly handles: (target: string) => boolean
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void
  /** For the server's `upgrade` event. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** For the server's `connect` event: refused. */
  readonly connect: (request: IncomingMessage, socket: Duplex) => void
  readonly counts: () => GatewayCounts
  /** Cuts what still runs, and lets go of the connections to the upstreams. */
  readonly close: () => Promise<void>
}
