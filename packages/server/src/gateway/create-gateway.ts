import { STARTING_PROFILE } from '@logitscope/core'
import { createCapabilityMemory, createKeyDecisions } from './asking/capability-memory.ts'
import { createCounters } from './counters.ts'
import { createHandler } from './handle.ts'
import type { Internals } from './internals.ts'
import { isGatewayTarget } from './request/resolve-target.ts'
import type { Gateway, GatewayLimits, GatewayOptions } from './types.ts'
import { refuseConnect, tunnelUpgrade } from './upgrade.ts'
import { openUpstream } from './upstream/upstream.ts'

const MIB = 1024 * 1024

const LIMITS: GatewayLimits = {
  copyBytes: 32 * MIB,
  allCopiesBytes: 256 * MIB,
  askBytes: 16 * MIB,
  rewriteBytes: 64 * MIB,
  clientIdleMs: 60_000,
  verdictWaitMs: 20,
  refusalMs: 10 * 60_000,
}

const SILENT = { debug: () => undefined, warn: () => undefined }

/**
 * A gateway in front of the upstreams. It forwards first and captures beside: whatever becomes of the sink, the traffic goes on.
 *
 * @throws TypeError where an upstream's address cannot be used, or two have one name.
 */
export function createGateway(options: GatewayOptions): Gateway {
  const { environment = process.env } = options
  const names = new Set(options.upstreams.map(({ name }) => name))
  if (names.size < options.upstreams.length) throw new TypeError('upstreams require different names')
  const limits = { ...LIMITS, ...options.limits }
  const clock = options.clock ?? { now: Date.now, monotonic: () => performance.now() }
  const internals: Internals = {
    upstreams: options.upstreams.map((config) => openUpstream(config, environment)),
    sink: options.sink,
    guard: options.guard ?? { projects: {} },
    profile: options.profile ?? (() => STARTING_PROFILE),
    defaultProject: options.defaultProject ?? 'default',
    verdictHeader: options.verdictHeader ?? false,
    verdictComment: options.verdictComment ?? false,
    limits,
    clock,
    random: options.random ?? Math.random,
    log: options.log ?? SILENT,
    counters: createCounters(),
    budget: { held: 0, limit: limits.allCopiesBytes },
    memory: createCapabilityMemory(clock.monotonic, limits.refusalMs),
    decisions: createKeyDecisions(),
    tunnels: new Set(),
  }
  return {
    handles: isGatewayTarget,
    handle: createHandler(internals),
    upgrade: tunnelUpgrade(internals),
    connect: refuseConnect(internals),
    counts: internals.counters.read,
    async close() {
      for (const socket of internals.tunnels) socket.destroy()
      await Promise.all(internals.upstreams.map(({ dispatcher }) => dispatcher.destroy()))
    },
  }
}
