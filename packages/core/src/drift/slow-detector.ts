import { addToCycle, addToStratum, createSharedVariance, varianceOfShared } from './compare.ts'
import { mixtureRadius } from './confidence-sequence.ts'
import type { DriftBaseline, DriftOptions, DriftSize, WeeklySums } from './types.ts'

export interface SlowReading {
  /** Now minus baseline; the interval holds at all times at once. */
  readonly size: DriftSize
  /** Whether the two confidence sequences are apart by more than the smallest change that matters. */
  readonly apart: boolean
}

/**
 * Two normal-mixture confidence sequences, one of the baseline's mean and one of what came since: both are unknown. `alpha` is shared by both.
 */
export function readSlow(sums: WeeklySums, baseline: DriftBaseline, options: DriftOptions, alpha: number): SlowReading {
  const shared = createSharedVariance(baseline)
  let information = 0
  let score = 0
  for (let cell = 0; cell < sums.precision.length; cell++) {
    const own = sums.precision[cell]!
    if (own === 0) continue
    const shrink = 1 + baseline.cycleVariance.hour[cell]! * own
    information += own / shrink
    score += sums.weighted[cell]! / shrink
    addToCycle(shared, cell, own)
  }
  for (let index = 0; index < sums.strata.length; index++) addToStratum(shared, index, sums.strata[index]!)
  const estimate = information > 0 ? score / information : 0
  const scale = options.typicalShift * baseline.deviation
  const known = varianceOfShared(shared)
  const radius = mixtureRadius(information, scale, alpha / 2) + (known > 0 ? mixtureRadius(1 / known, scale, alpha / 2) : Infinity)
  return {
    size: { estimate, low: estimate - radius, high: estimate + radius },
    apart: Math.abs(estimate) - radius > options.epsilon * baseline.deviation,
  }
}
