/** What a threshold on the risk of error would do, read from the curve that the fit left. */
import { wilsonInterval, type CalibratedGroup, type Estimate } from '@logitscope/core'

export interface Answered {
  /** Share of answers whose risk is at most the threshold, with its interval. */
  readonly share: Estimate
  /** Share of wrong ones among them, with its interval; `null` where nothing is answered. */
  readonly wrong: Estimate | null
}

/**
 * The last point of the curve whose threshold is at most `threshold`: what is answered at least. Between two points a little more would be, but
 * the curve does not say how much of it is wrong.
 */
export function whatIfAt(
  { riskCurve, promises, n: labels }: Pick<CalibratedGroup, 'riskCurve' | 'promises' | 'n'>,
  threshold: number,
): Answered {
  // The curve is of the blindly drawn labels, of which the promises tell the number.
  const n = promises[0]?.n ?? labels
  const point = riskCurve.findLast((known) => known.threshold <= threshold)
  if (point === undefined) return { share: wilsonInterval(0, n), wrong: null }
  return { share: wilsonInterval(point.answeredShare, n), wrong: point.error }
}
