import type { Predictor, ShiftedPredictor } from '../../profile/calibrated/types.ts'
import { predictLogit } from '../../risk/calibrated/predict.ts'
import { fitRidgeLogistic } from '../models/ridge-logistic.ts'
import type { Rows } from '../rows.ts'

/** How far groups stand from their parent: a ~ N(0, shift²), b ~ N(1, slope²) in logit p = a + b · logit p_parent. */
export interface GroupSpread {
  readonly shift: number
  readonly slope: number
}

/** Before any group was seen: the logits of groups differ by about 1, slopes by about half. Counts as one group. */
export const PRIOR_SPREAD: GroupSpread = { shift: 1, slope: 0.5 }

interface ShiftFit {
  readonly intercept: number
  readonly slope: number
  /** Standard errors. */
  readonly interceptError: number
  readonly slopeError: number
}

function fitShift(base: Predictor, rows: Rows, spread: GroupSpread | null): ShiftFit {
  const logits = rows.features.map((features) => predictLogit(base, features))
  const known = [...logits.keys()].filter((i) => !Number.isNaN(logits[i]!))
  // The slope is penalised around 1: the parent's logit is an offset, and the weight is what the slope has beyond 1.
  const values = Float64Array.from(known, (i) => logits[i]!)
  const fit = fitRidgeLogistic(
    { values, count: values.length, width: 1 },
    Uint8Array.from(known, (i) => rows.correct[i]!),
    Float64Array.from(known, (i) => rows.weights[i]!),
    {
      penalty: spread === null ? 1e-3 : 1 / spread.slope ** 2,
      centres: [1],
      interceptPenalty: spread === null ? 1e-3 : 1 / spread.shift ** 2,
    },
  )
  return {
    intercept: fit.intercept,
    slope: fit.weights[0]!,
    interceptError: Math.sqrt(fit.covariance[3]!),
    slopeError: Math.sqrt(fit.covariance[0]!),
  }
}

/**
 * A group that leans on its parent: the most probable (a, b) under the groups' spread and its own labels. Without labels it is the parent as it
 * stands; with many it is what its own labels say.
 */
export function shiftedPredictor(base: Predictor, rows: Rows, spread: GroupSpread): ShiftedPredictor {
  const { intercept, slope } = fitShift(base, rows, spread)
  return { kind: 'shifted', base, intercept, slope }
}

/** One child of a parent, with the parent as it is fitted without that child. */
export interface Sibling {
  readonly base: Predictor
  readonly rows: Rows
}

/**
 * The spread of groups around their parent, by leaving one group out at a time: each group's (a, b) against the parent that never saw it, less
 * what its own labels' noise explains (moments, as DerSimonian and Laird 1986), with the prior as one more group.
 */
export function spreadOfGroups(siblings: readonly Sibling[]): GroupSpread {
  let shift = PRIOR_SPREAD.shift ** 2
  let slope = PRIOR_SPREAD.slope ** 2
  for (const { base, rows } of siblings) {
    const fit = fitShift(base, rows, null)
    shift += Math.max(0, fit.intercept ** 2 - fit.interceptError ** 2)
    slope += Math.max(0, (fit.slope - 1) ** 2 - fit.slopeError ** 2)
  }
  const groups = siblings.length + 1
  return { shift: Math.sqrt(shift / groups), slope: Math.sqrt(slope / groups) }
}
