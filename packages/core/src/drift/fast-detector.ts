// Shiryaev and Roberts' sum over all possible begins of a change, as an e-detector: Shin, Ramdas and Rinaldo, "E-detectors", NEJSDS 2023.
import { addToCycle, addToStratum, createSharedVariance, varianceOfShared, type ComparedHour } from './compare.ts'
import { logNormalMixture } from './confidence-sequence.ts'
import { HOURS_OF_WEEK } from './hours.ts'
import type { DriftBaseline, DriftOptions } from './types.ts'

/** Begins so far back are tried hour by hour, older ones every so many hours. */
const FINE_HOURS = 24
const COARSE_STEP = 4
/**
 * Weight of a begin by its hour. Neighbouring begins say about the same of a change that lasts, so that fewer with more weight find it sooner; the
 * weights of a day add up to 24, so that the bound is that of 24 begins of weight 1.
 */
const WEIGHTS: readonly (readonly [everyHours: number, weight: number])[] = [
  [24, 8],
  [COARSE_STEP, 2],
  [1, 1 / 3],
]
const logWeight = (hour: number): number => Math.log(WEIGHTS.find(([every]) => hour % every === 0)![1])

export interface FastReading {
  /** ln of the sum over all begins of the evidence that there was a change since then; −∞ where too little came. */
  readonly logEvidence: number
  /** The begin for which the evidence is greatest; `null` where there is none. */
  readonly start: { readonly hour: number; readonly information: number; readonly score: number; readonly blocks: number } | null
}

/**
 * Evidence for a shift that began at any of the given hours and still lasts.
 *
 * For a begin ν the e-value is the normal mixture of what came since, against the baseline's expectation, with the baseline's own uncertainty taken
 * in: that of the strata's means and of the weekly cycle is common to the hours that share them. Without a change each e-value has
 * expectation 1, so the sum of them exceeds n/α within n hours with probability α at most (Doob). Hours are in ascending order; the cost is linear.
 */
export function readFast(
  hours: readonly ComparedHour[],
  baseline: DriftBaseline,
  options: DriftOptions,
  leastBlocks: number = options.changeBlocks,
): FastReading {
  const precision = new Float64Array(HOURS_OF_WEEK)
  const weighted = new Float64Array(HOURS_OF_WEEK)
  const variance = baseline.cycleVariance.hour
  const shared = createSharedVariance(baseline)
  const scale = options.typicalShift * baseline.deviation
  let information = 0
  let score = 0
  let blocks = 0
  let best = -Infinity
  let start: FastReading['start'] = null
  const logs: number[] = []
  const latest = hours[hours.length - 1]?.hour ?? 0
  for (let i = hours.length - 1; i >= 0; i--) {
    const one = hours[i]!
    if (one.precision === 0) continue
    const { cell } = one
    const spread = variance[cell]!
    const before = 1 + spread * precision[cell]!
    information -= precision[cell]! / before
    score -= weighted[cell]! / before
    precision[cell]! += one.precision
    weighted[cell]! += one.weighted
    const after = 1 + spread * precision[cell]!
    information += precision[cell]! / after
    score += weighted[cell]! / after
    blocks += one.blocks
    addToCycle(shared, cell, one.precision)
    for (const part of one.strata) addToStratum(shared, part.index, part.precision)
    // Far back a begin is told to some hours: its neighbours say about the same, and a sum of fewer is still a valid one.
    if (blocks < leastBlocks || (latest - one.hour > FINE_HOURS && one.hour % COARSE_STEP !== 0)) continue
    const shrink = 1 + varianceOfShared(shared) * information
    const log = logNormalMixture(information / shrink, score / shrink, scale)
    logs.push(log + logWeight(one.hour))
    if (log > best) {
      best = log
      start = { hour: one.hour, information: information / shrink, score: score / shrink, blocks }
    }
  }
  let sum = 0
  for (const log of logs) sum += Math.exp(log - best)
  return { logEvidence: start === null ? -Infinity : best + Math.log(sum), start }
}
