import type { LabelChange } from '../api/answers.ts'
import type { Label } from '../trace/types.ts'

/** The label that holds after these events, oldest first: the last one that was not taken back, of whichever source; `null` where none is. */
export function labelInForce(events: readonly LabelChange[]): Label | null {
  const bySource = new Map<string, LabelChange>()
  for (const event of events) {
    bySource.delete(event.source)
    bySource.set(event.source, event)
  }
  return [...bySource.values()].reduce<Label | null>(
    (label, event) => (event.value === null ? label : { ...event, value: event.value }),
    null,
  )
}
