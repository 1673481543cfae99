/** What the parts of the gateway share. */
import type { Profile } from '@logitscope/core'
import type { Duplex } from 'node:stream'
import type { CaptureSink } from '../capture/contract.ts'
import type { GuardConfig } from '../config/types.ts'
import type { CapabilityMemory, KeyDecisions } from './asking/capability-memory.ts'
import type { CopyBudget } from './copy/exchange-copy.ts'
import type { Counters } from './counters.ts'
import type { GatewayClock, GatewayLimits, GatewayLog } from './types.ts'
import type { Upstream } from './upstream/upstream.ts'

export interface Internals {
  readonly upstreams: readonly Upstream[]
  readonly sink: CaptureSink
  readonly guard: GuardConfig
  readonly profile: () => Profile
  readonly defaultProject: string
  readonly verdictHeader: boolean
  readonly verdictComment: boolean
  readonly limits: GatewayLimits
  readonly clock: GatewayClock
  readonly random: () => number
  readonly log: GatewayLog
  readonly counters: Counters
  readonly budget: CopyBudget
  readonly memory: CapabilityMemory
  readonly decisions: KeyDecisions
  /** Connections of clients that became something else than HTTP. */
  readonly tunnels: Set<Duplex>
}
