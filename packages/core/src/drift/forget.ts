import { keyOf } from './hours.ts'
import type { DriftExample, DriftState } from './types.ts'

/** Answers that were erased: their ids, and the sessions that they were all of. */
export interface ErasedAnswers {
  readonly traceIds: ReadonlySet<string>
  readonly sessions: ReadonlySet<string>
}

function without(examples: readonly DriftExample[], { traceIds }: ErasedAnswers): DriftExample[] {
  return examples.filter(({ traceId }) => !traceIds.has(traceId))
}

/** Takes the erased out of a list that is kept as it is elsewhere. */
function strike(examples: readonly DriftExample[], erased: ErasedAnswers): void {
  const list = examples as DriftExample[]
  const kept = without(list, erased)
  if (kept.length < list.length) list.splice(0, list.length, ...kept)
}

/**
 * Takes what names erased answers out of a monitor: the answers that it still holds one by one, the open hour's sessions, and the examples of hours and
 * alarms. Sums over closed hours stay: they name nobody. Cost: linear in what is held.
 */
export function forgetDrift(state: DriftState, erased: ErasedAnswers): void {
  const { traceIds, sessions } = erased
  if (state.held !== null)
    state.held = state.held.filter(({ traceId, session }) => !traceIds.has(traceId) && (session === null || !sessions.has(session)))
  const { open } = state
  if (open !== null) {
    for (const key of Object.keys(open.blocks)) {
      const name = key.slice(keyOf('').length)
      const [session, single] = [name.slice(0, name.lastIndexOf('\n')), name.slice(1)]
      const isErased = name.startsWith('\n') ? traceIds.has(single) : sessions.has(session)
      if (!isErased) continue
      Reflect.deleteProperty(open.blocks, key)
      open.count -= 1
    }
  }
  for (const { examples } of [...(open === null ? [] : [open]), ...state.hours])
    for (const { low, high } of Object.values(examples)) {
      strike(low, erased)
      strike(high, erased)
    }
  for (const { alarm } of state.streams ?? []) if (alarm !== null) strike(alarm.examples, erased)
}
