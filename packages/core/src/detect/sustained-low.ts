import type { Thresholds } from '../profile/types.ts'
import type { TraceColumns } from '../trace/columns.ts'
import { NO_EVENTS, type DetectorEvent, type Finding } from './finding.ts'
import { findInColumns, type LogprobDetector } from './sudden-drop.ts'

export type SustainedLowOptions = Pick<Thresholds, 'sustainedLowTokens' | 'sustainedLowLogprob'>

interface Stretch {
  readonly startToken: number
  endToken: number
  /** Position of its last token among the known ones in a row. */
  end: number
  count: number
  low: number
  ceilings: number
  sum: number
  min: number
}

/**
 * Finds stretches in which the model was unsure for a while.
 *
 * A window of `sustainedLowTokens` neighbours is low when their mean logprob is below `sustainedLowLogprob`, and so are the first and the last
 * of them and more than half: a better token may pass in between, but one or two wild tokens make no stretch (they are sudden drops).
 * A stretch is the union of low windows that overlap or touch: it begins and ends with a low token. It is certain with the last token of its
 * first low window, and over once no further window can touch it.
 *
 * A censored token counts as its ceiling, so a stretch never ends for want of knowledge. A token about which nothing is known, and a change
 * of part, break it. Evidence: `tokenCount`, `lowTokens`, `meanLogprob`, `minLogprob` (nats; upper bounds where `ceilings` says that
 * some values are ceilings). Cost a token: `sustainedLowTokens` steps.
 */
export function createSustainedLowDetector(options: SustainedLowOptions): LogprobDetector {
  const width = Math.max(1, Math.trunc(options.sustainedLowTokens))
  const limit = options.sustainedLowLogprob
  const values = new Float64Array(width)
  const tokens = new Int32Array(width)
  const areCeilings = new Uint8Array(width)
  let part = NaN
  let count = 0
  let stretch: Stretch | null = null

  const isLowWindow = (): boolean => {
    if (count < width || !(values[(count - 1) % width]! < limit) || !(values[count % width]! < limit)) return false
    let sum = 0
    let low = 0
    for (let i = 0; i < width; i++) {
      sum += values[i]!
      if (values[i]! < limit) low += 1
    }
    return sum / width < limit && low * 2 > width
  }

  const extend = (of: Stretch, from: number): void => {
    for (let i = from; i < count; i++) {
      const value = values[i % width]!
      of.count += 1
      of.sum += value
      of.min = Math.min(of.min, value)
      if (value < limit) of.low += 1
      of.ceilings += areCeilings[i % width]!
    }
    of.end = count - 1
    of.endToken = tokens[(count - 1) % width]! + 1
  }

  const event = (of: Stretch, at: number, complete: boolean): DetectorEvent => {
    const evidence: Record<string, number | string> = {
      tokenCount: of.count,
      lowTokens: of.low,
      meanLogprob: of.sum / of.count,
      minLogprob: of.min,
    }
    if (of.ceilings > 0) evidence['ceilings'] = of.ceilings
    const finding: Finding = { kind: 'sustained-low', tokens: [of.startToken, of.endToken], evidence }
    return { finding, at, first: !complete, complete }
  }

  const close = (at: number): readonly DetectorEvent[] => {
    const ended = stretch
    stretch = null
    return ended === null ? NO_EVENTS : [event(ended, at, true)]
  }

  let lastToken = -1
  return {
    push(token, logprob, ceiling, ofPart) {
      const value = Number.isNaN(logprob) ? ceiling : logprob
      lastToken = token
      let events = NO_EVENTS
      if (ofPart !== part || !Number.isFinite(value)) {
        events = close(token)
        part = ofPart
        count = 0
        if (!Number.isFinite(value)) return events
      }
      const slot = count % width
      values[slot] = value
      tokens[slot] = token
      areCeilings[slot] = Number.isNaN(logprob) ? 1 : 0
      count += 1
      if (isLowWindow()) {
        if (stretch !== null) {
          extend(stretch, stretch.end + 1)
          return events
        }
        const startToken = tokens[count % width]!
        stretch = { startToken, endToken: 0, end: 0, count: 0, low: 0, ceilings: 0, sum: 0, min: Infinity }
        extend(stretch, count - width)
        return [...events, event(stretch, token, false)]
      }
      // The next window starts at count + 1 − width: behind the stretch, and not touching it.
      if (stretch !== null && count + 1 - width > stretch.end + 1) return close(token)
      return events
    },
    end() {
      const events = close(lastToken)
      part = NaN
      count = 0
      return events
    },
  }
}

/** The low stretches of an answer, in order: `createSustainedLowDetector` over its rows. Nothing below `sustainedLowTokens` rows. */
export function findSustainedLows(columns: TraceColumns, options: SustainedLowOptions): Finding[] {
  return findInColumns(createSustainedLowDetector(options), columns)
}
