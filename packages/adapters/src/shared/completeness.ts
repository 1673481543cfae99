/** Token entries against the number of tokens that the provider reports. */
import type { Usage } from '@logitscope/core'

export interface EntryCount {
  /** Token entries of the output, template and end-of-sequence tokens included. */
  readonly entries: number
  /** Those of them that belong to reasoning. */
  readonly reasoning: number
  /** The output ended by itself and no end-of-sequence token is among the entries, though it may be in the count. */
  readonly endUncounted: boolean
  /** Output tokens reported for this output alone. */
  readonly own: number | null
}

function ratio(entries: number, reported: number, ends: number): number {
  const missing = reported - entries
  if (missing >= 0 && missing <= ends) return 1
  return reported === 0 ? (entries === 0 ? 1 : Infinity) : entries / reported
}

/**
 * The share of reported tokens that have an entry, for each output; `null` where the report does not tell. Above 1: more than reported.
 * - A provider counts the end-of-sequence token without listing it: one missing entry for each output that ended by itself is explained.
 * - Hidden reasoning is counted too: where no entry belongs to reasoning, the reported reasoning tokens are not expected.
 * - `onlyOne`: the report counts one of several outputs only; an output that does not fit it is then undecided.
 */
export function completenessOf(outputs: readonly EntryCount[], usage: Usage | null, onlyOne: boolean): (number | null)[] {
  const total = outputs.reduce((sum, output) => sum + output.entries, 0)
  const ends = outputs.reduce((sum, output) => sum + (output.endUncounted ? 1 : 0), 0)
  const reasoning = outputs.reduce((sum, output) => sum + output.reasoning, 0)
  const hidden =
    reasoning === 0 && usage?.reasoning !== undefined && total + ends < usage.output ? Math.min(usage.reasoning, usage.output - total) : 0
  return outputs.map((output) => {
    if (output.own !== null) return ratio(output.entries, output.own, output.endUncounted ? 1 : 0)
    if (usage === null) return null
    if (onlyOne && outputs.length > 1) return ratio(output.entries, usage.output, output.endUncounted ? 1 : 0) === 1 ? 1 : null
    return ratio(total, usage.output - hidden, ends)
  })
}
