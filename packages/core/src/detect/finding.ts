import type { DetectionKind } from './types.ts'

/** Something found among the tokens, before it is placed in the text (see `toDetection`). */
export interface Finding {
  readonly kind: DetectionKind
  /** Half-open range of indices into `trace.tokens`. */
  readonly tokens: readonly [start: number, end: number]
  readonly evidence: Readonly<Record<string, number | string>>
}

/**
 * What a sequential detector says while tokens arrive. A finding that lasts is said twice: when it is certain (`first`) and when it is
 * over (`complete`), then with its final range and numbers; one that is over at once is said once, as both.
 * Raise an alarm on `first`; keep what is `complete`.
 */
export interface DetectorEvent {
  readonly finding: Finding
  /** Index of the token with which the event came; the last token's for events of `end`. */
  readonly at: number
  readonly first: boolean
  readonly complete: boolean
}

/** The answer to most tokens: nothing. One shared list, so that silence allocates nothing. */
export const NO_EVENTS: readonly DetectorEvent[] = Object.freeze([])

/** The complete findings among events, in order. */
export function completeFindings(events: Iterable<DetectorEvent>): Finding[] {
  const findings: Finding[] = []
  for (const event of events) if (event.complete) findings.push(event.finding)
  return findings
}
