import { isEnough, type GateTest } from '@logitscope/core'
import type { CheckResult } from './compare-sides.ts'

/** Four significant places, without an exponent where none is needed. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value < 0 ? '-∞' : '∞'
  const size = Math.abs(value)
  return value.toFixed(size >= 1000 ? 0 : size >= 10 ? 2 : 4)
}

export const intervalText = ([low, mid, high]: GateTest['difference']): string => `${figure(mid)} [${figure(low)}, ${figure(high)}]`

export const pText = (p: number): string => (p < 0.0001 ? '<0.0001' : p.toFixed(4))

export const isLoss = ({ adjusted }: GateTest, alpha: number): boolean => adjusted <= alpha

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** The outcome in one sentence. */
export function headline({ passed, decided }: CheckResult): string {
  if (!passed) return 'FAILED: a significant loss against the baseline'
  if (!decided) return 'PASSED, BUT UNDECIDED: no significant loss, and too few answers to tell'
  return 'PASSED: no significant loss against the baseline'
}

/** How many more are needed, for the metric that needs the most; `null` where there are enough. */
export function neededText({ tests }: CheckResult, detect: number): string | null {
  const short = tests.filter((test) => !isEnough(test))
  const most = short.reduce<GateTest | null>((a, b) => (a === null || (b.needed ?? 0) > (a.needed ?? 0) ? b : a), null)
  if (most === null) return null
  const unit = most.paired ? 'paired questions' : 'answers (or questions) on each side'
  const needed = most.needed === null ? 'more' : `about ${most.needed}`
  return `${most.metric}: ${most.n} ${unit}; ${needed} are needed to find a loss of ${detect} standard deviations in 4 of 5 cases`
}
