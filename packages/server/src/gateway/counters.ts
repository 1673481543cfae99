import type { GatewayCounts } from './types.ts'

type Sums =
  | 'requests'
  | 'open'
  | 'captured'
  | 'refused'
  | 'asked'
  | 'retries'
  | 'reconnects'
  | 'upgrades'
  | 'clientsLeft'
  | 'guardEnded'
  | 'guardMarked'
type Tables = 'dropped' | 'left' | 'errors'

export interface Counters {
  readonly add: (name: Sums, by?: number) => void
  readonly count: (table: Tables, reason: string) => void
  readonly read: () => GatewayCounts
}

export function createCounters(): Counters {
  const sums: Record<Sums, number> = {
    requests: 0,
    open: 0,
    captured: 0,
    refused: 0,
    asked: 0,
    retries: 0,
    reconnects: 0,
    upgrades: 0,
    clientsLeft: 0,
    guardEnded: 0,
    guardMarked: 0,
  }
  const tables: Record<Tables, Record<string, number>> = { dropped: {}, left: {}, errors: {} }
  return {
    add(name, by = 1) {
      sums[name] += by
    },
    count(table, reason) {
      tables[table][reason] = (tables[table][reason] ?? 0) + 1
    },
    read: () => ({ ...sums, dropped: { ...tables.dropped }, left: { ...tables.left }, errors: { ...tables.errors } }),
  }
}
