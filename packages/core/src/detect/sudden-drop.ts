import { NORMAL_MAD_FACTOR } from '../numeric/median-absolute-deviation.ts'
import type { Thresholds } from '../profile/types.ts'
import type { TraceColumns } from '../trace/columns.ts'
import { completeFindings, NO_EVENTS, type DetectorEvent, type Finding } from './finding.ts'
import { createRunningWindow } from './running-window.ts'

export type SuddenDropOptions = Pick<Thresholds, 'suddenDropNats' | 'robustDropMads' | 'robustDropWindow'>

/** Sequential: give it the rows of an answer in order. */
export interface LogprobDetector {
  /**
   * @param token index of the token in the trace.
   * @param logprob nats; `NaN` where it is censored or missing.
   * @param ceiling upper bound where it is censored, nats; `NaN` where nothing is known.
   * @param part a number per part: nothing reaches across a change.
   */
  push: (token: number, logprob: number, ceiling: number, part: number) => readonly DetectorEvent[]
  /** Ends the answer. The detector is then as new. */
  end: () => readonly DetectorEvent[]
}

/**
 * Finds tokens that fall out of line (design, "Detections"), in either of two forms:
 * `step`: more than `suddenDropNats` below the token before;
 * `robust`: below the median of the `robustDropWindow` tokens before by more than
 * max(`suddenDropNats`, `robustDropMads` · 1.4826 · their median absolute deviation), where the token before was not so too:
 * the beginning of a low stretch, not each of its tokens. The form needs a full window of known values.
 *
 * A censored token counts as its ceiling: its drop is at least that, and replacing a value by a ceiling of the same height changes nothing.
 * A token about which nothing is known breaks the neighbourhood and leaves the window as it is. Parts are judged apart.
 * Evidence: `form`, `previous`, `current` (nats), `dropNats`, and over the tokens before `median`, `mad`.
 * Cost a token: at most `robustDropWindow` steps.
 */
export function createSuddenDropDetector(options: SuddenDropOptions): LogprobDetector {
  const window = createRunningWindow(options.robustDropWindow)
  let part = NaN
  let previous = NaN
  let previousIsCeiling = false
  let wasBelow = false

  const clear = (): void => {
    window.clear()
    previous = NaN
    wasBelow = false
  }

  return {
    push(token, logprob, ceiling, ofPart) {
      if (ofPart !== part) {
        clear()
        part = ofPart
      }
      const isCeiling = Number.isNaN(logprob)
      const current = isCeiling ? ceiling : logprob
      if (!Number.isFinite(current)) {
        previous = NaN
        wasBelow = false
        return NO_EVENTS
      }
      const isStep = previous - current > options.suddenDropNats
      const median = window.median()
      const isBelow =
        window.isFull() &&
        median - current > options.suddenDropNats &&
        median - current > options.robustDropMads * NORMAL_MAD_FACTOR * window.deviationFrom(median)
      const isRobust = isBelow && !wasBelow
      let events = NO_EVENTS
      if (isStep || isRobust) {
        const evidence: Record<string, number | string> = { form: isStep ? (isBelow ? 'step and robust' : 'step') : 'robust', current }
        if (isCeiling) evidence['currentIs'] = 'ceiling'
        if (!Number.isNaN(previous)) {
          evidence['previous'] = previous
          evidence['dropNats'] = previous - current
          if (previousIsCeiling) evidence['previousIs'] = 'ceiling'
        }
        if (window.count() > 0) {
          evidence['median'] = median
          evidence['mad'] = window.deviationFrom(median)
        }
        events = [{ finding: { kind: 'sudden-drop', tokens: [token, token + 1], evidence }, at: token, first: true, complete: true }]
      }
      window.push(current)
      previous = current
      previousIsCeiling = isCeiling
      wasBelow = isBelow
      return events
    },
    end() {
      clear()
      part = NaN
      return NO_EVENTS
    },
  }
}

/** Gives every row of an answer to a sequential detector and keeps what is complete. */
export function findInColumns(detector: LogprobDetector, columns: TraceColumns): Finding[] {
  const events: DetectorEvent[] = []
  for (let row = 0; row < columns.count; row++) {
    const said = detector.push(columns.position[row]!, columns.logprob[row]!, columns.ceiling[row]!, columns.part[row]!)
    if (said.length > 0) events.push(...said)
  }
  events.push(...detector.end())
  return completeFindings(events)
}

/** The sudden drops of an answer, in order: `createSuddenDropDetector` over its rows. Nothing for an empty answer or one value. */
export function findSuddenDrops(columns: TraceColumns, options: SuddenDropOptions): Finding[] {
  return findInColumns(createSuddenDropDetector(options), columns)
}
