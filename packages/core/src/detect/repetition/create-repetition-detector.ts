import type { Thresholds } from '../../profile/types.ts'
import { NO_EVENTS, type DetectorEvent, type Finding } from '../finding.ts'
import { textOfPieces, type Piece } from '../piece-text.ts'
import { createPeriodTracker } from './period-tracker.ts'
import { kindOfUnit, type RepeatedKind, type UnitOptions } from './repeated-unit.ts'
import { TOKENS_BEFORE } from './unit-context.ts'

export type RepetitionOptions = UnitOptions &
  Pick<
    Thresholds,
    | 'repetitionCopies'
    | 'repetitionTokens'
    | 'repetitionMaxPeriod'
    | 'repetitionStructureTokens'
    | 'repetitionBlankTokens'
    | 'repetitionCutTokens'
  >

/** Sequential: give it the tokens of an answer in order. */
export interface RepetitionDetector {
  /**
   * @param token index of the token in the trace.
   * @param key what it is recognised by (`tokenKey`); `null` equals no other token.
   * @param logprob nats; `NaN` where it is not known.
   * @param part a number per part: a change ends every run.
   */
  push: (token: number, piece: Piece, key: number | string | null, logprob: number, part: number) => readonly DetectorEvent[]
  /** Ends the answer. @param cutByLimit the output was cut off by its length limit. The detector is then as new. */
  end: (cutByLimit?: boolean) => readonly DetectorEvent[]
}

/** Copies of one unit up to the latest token. Positions count the tokens of the part. */
interface Run {
  readonly period: number
  readonly start: number
  readonly startToken: number
  readonly kind: RepeatedKind
  readonly unit: string
  readonly firstMean: number
}

const NOTHING: Piece = { text: '' }
/** UTF-16 units of the repeated text that the evidence shows. */
const UNIT_SHOWN = 120
/**
 * Finds loops while tokens arrive: at least `repetitionCopies` copies of one unit of 1 to `repetitionMaxPeriod` tokens, and at least
 * `repetitionTokens` tokens altogether (design, "Detections"). A rise of confidence from copy to copy is evidence, not a condition.
 *
 * What tables, code and lists repeat by design (see `kindOfUnit`) is called a loop only from `repetitionStructureTokens` tokens on, white
 * space from `repetitionBlankTokens` on, and both from `repetitionCutTokens` on where the answer was cut off within the run.
 * A loop ends with the first token that is not the one a period before; the answer may go on after it.
 *
 * Cost a token: one step for each earlier occurrence of the same token within the last `repetitionMaxPeriod` tokens.
 * Memory: proportional to `repetitionMaxPeriod`, whatever the length of the answer.
 */
export function createRepetitionDetector(options: RepetitionOptions): RepetitionDetector {
  const maxPeriod = Math.max(1, Math.trunc(options.repetitionMaxPeriod))
  const tracker = createPeriodTracker(maxPeriod, options.repetitionCopies, options.repetitionTokens)
  let size = 1
  while (size < options.repetitionCopies * maxPeriod + options.repetitionTokens + TOKENS_BEFORE) size *= 2
  const mask = size - 1
  const pieces = new Array<Piece>(size).fill(NOTHING)
  const logprobs = new Float64Array(size)
  const tokens = new Int32Array(size)
  let count = 0
  let part = NaN
  let spaced = false
  /** The run that was called a loop and still goes on. */
  let loop: Run | null = null
  let noticedAt = -1
  /** Runs that are long enough but look like scaffolding, as long as they go on; shortest period first. */
  let scaffolding: Run[] = []

  const clear = (): void => {
    tracker.clear()
    count = 0
    spaced = false
    loop = null
    scaffolding = []
  }

  const meanLogprob = (start: number, end: number): number => {
    let sum = 0
    let known = 0
    for (let i = Math.max(start, count - size, 0); i < end; i++) {
      const value = logprobs[i & mask]!
      if (Number.isNaN(value)) continue
      sum += value
      known += 1
    }
    return sum / known
  }

  const newRun = (period: number): Run => {
    const start = Math.max(count - tracker.lengthOf(period), count - size)
    const unit: Piece[] = []
    for (let i = count - period; i < count; i++) unit.push(pieces[i & mask]!)
    const before = (back: number): Piece | null => (back > start || start - back < count - size ? null : pieces[(start - back) & mask]!)
    return {
      period,
      start,
      startToken: tokens[start & mask]!,
      kind: kindOfUnit(unit, { before, spaced }, options),
      unit: shorten(textOfPieces(unit)),
      firstMean: meanLogprob(start, start + period),
    }
  }

  const isEnough = (run: Run): boolean => {
    const length = count - run.start
    switch (run.kind) {
      case 'content':
        return true
      case 'marks':
        return length >= options.repetitionCopies * run.period + options.repetitionTokens
      case 'structure':
        return length >= options.repetitionStructureTokens
      case 'blank':
        return length >= options.repetitionBlankTokens
    }
  }

  /** The run of a candidate period, if it is a loop already. */
  const loopOf = (period: number): Run | null => {
    for (const run of scaffolding) {
      if (run.period === period) return isEnough(run) ? run : null
      if (period % run.period === 0) return null
    }
    const run = newRun(period)
    if (isEnough(run)) return run
    scaffolding.push(run)
    return null
  }

  const findingOf = (run: Run): Finding => {
    const evidence: Record<string, number | string> = {
      period: run.period,
      copies: Math.floor((count - run.start) / run.period),
      tokenCount: count - run.start,
      repeated: run.kind,
      unit: run.unit,
      noticedAt,
    }
    const lastMean = meanLogprob(count - run.period, count)
    if (!Number.isNaN(run.firstMean) && !Number.isNaN(lastMean)) {
      evidence['firstCopyMeanLogprob'] = run.firstMean
      evidence['lastCopyMeanLogprob'] = lastMean
      evidence['confidenceRiseNats'] = lastMean - run.firstMean
    }
    return { kind: 'repetition', tokens: [run.startToken, tokens[(count - 1) & mask]! + 1], evidence }
  }

  const notice = (run: Run, at: number): DetectorEvent => {
    noticedAt = at
    scaffolding = []
    return { finding: findingOf(run), at, first: true, complete: false }
  }

  const endLoop = (at: number): readonly DetectorEvent[] => {
    if (loop === null) return NO_EVENTS
    const finding = findingOf(loop)
    loop = null
    return [{ finding, at, first: false, complete: true }]
  }

  return {
    push(token, piece, key, logprob, ofPart) {
      let events = NO_EVENTS
      if (ofPart !== part) {
        events = endLoop(token)
        clear()
        part = ofPart
      }
      const found = tracker.push(key)
      if (loop !== null && tracker.lengthOf(loop.period) === 0) events = endLoop(token)
      const slot = count & mask
      pieces[slot] = piece
      logprobs[slot] = logprob
      tokens[slot] = token
      count += 1
      spaced ||= /[\sĠ▁Ċĉ]/.test(piece.text)
      if (scaffolding.length > 0) scaffolding = scaffolding.filter((run) => tracker.lengthOf(run.period) > 0)
      if (loop !== null) return events
      for (let i = 0; i < found && loop === null; i++) loop = loopOf(tracker.candidates[i]!)
      return loop === null ? events : [...events, notice(loop, token)]
    },
    end(cutByLimit = false) {
      const at = tokens[(count - 1) & mask]!
      let events = endLoop(at)
      const run =
        cutByLimit && events.length === 0 ? scaffolding.find(({ start }) => count - start >= options.repetitionCutTokens) : undefined
      if (run !== undefined) events = [{ ...notice(run, at), complete: true }]
      clear()
      part = NaN
      return events
    },
  }
}

function shorten(text: string): string {
  if (text.length <= UNIT_SHOWN) return text
  const cut = (text.charCodeAt(UNIT_SHOWN - 1) & 0xfc00) === 0xd800 ? UNIT_SHOWN - 1 : UNIT_SHOWN
  return `${text.slice(0, cut)}…`
}
