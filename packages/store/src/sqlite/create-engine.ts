import { STARTING_PROFILE } from '@logitscope/core'
import { definePhraseFunction } from './answers/phrase-function.ts'
import type { Connection } from './connection.ts'
import type { Engine } from './engine.ts'
import { createNames } from './names.ts'
import { createGroups, DEFAULT_CAPS, type GroupCaps } from './rollup/groups.ts'
import { createRollupWriter } from './rollup/rollup-writer.ts'

export interface EngineOptions {
  readonly canWrite: boolean
  readonly now?: () => number
  readonly elapsed?: () => number
  readonly lowTokenLogprob?: number | undefined
  readonly groupCaps?: GroupCaps | undefined
  readonly scanRows?: number | undefined
  /** Throws where there is no room to write. */
  readonly refuseWrite?: () => void
}

/** Looked at in a quarter of a second or so. */
const SCAN_ROWS = 150_000

function lowBelowOf(connection: Connection, wanted: number, canWrite: boolean): number {
  const known = connection.get<{ value: string }>("SELECT value FROM facts WHERE name = 'lowTokenLogprob'")
  if (known !== undefined) return Number(known.value)
  if (canWrite) connection.run("INSERT INTO facts VALUES ('lowTokenLogprob', ?)", String(wanted))
  return wanted
}

/** What the parts of the store share, over an open connection. */
export function createEngine(connection: Connection, options: EngineOptions): Engine {
  const { canWrite } = options
  const names = createNames(connection)
  const groups = createGroups(connection, options.groupCaps ?? DEFAULT_CAPS)
  const lowBelow = lowBelowOf(connection, options.lowTokenLogprob ?? STARTING_PROFILE.thresholds.lowTokenLogprob, canWrite)
  const engine: Engine = {
    connection,
    names,
    groups,
    rollups: createRollupWriter(connection, groups, lowBelow),
    canWrite,
    now: options.now ?? Date.now,
    elapsed: options.elapsed ?? ((): number => performance.now()),
    lowBelow,
    scanRows: options.scanRows ?? SCAN_ROWS,
    refuseWrite: options.refuseWrite ?? ((): void => undefined),
  }
  definePhraseFunction(engine)
  return engine
}
