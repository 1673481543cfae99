/** The gate: is what came now worse than the baseline? Tests of means, shares and labels, with an honest "too few to tell". */

/** Whether a larger value is worse. */
export type LossDirection = 'lower' | 'higher'

/** Low end, estimate, high end. */
export type DifferenceInterval = readonly [low: number, mid: number, high: number]

/** One metric on both sides. */
export interface GateSample {
  readonly metric: string
  /** The direction that is a loss. */
  readonly loss: LossDirection
  /** A mean difference up to this size is no loss, in the metric's unit, 0 or more. */
  readonly tolerance: number
  /** Every value is 0 or 1: pairs are told by McNemar's test. */
  readonly binary?: boolean
  /** By unit (question, else session, else answer): the same key on both sides is a pair. */
  readonly baseline: ReadonlyMap<string, number>
  readonly current: ReadonlyMap<string, number>
}

export interface GateTest {
  readonly metric: string
  readonly loss: LossDirection
  readonly tolerance: number
  /** Whether the same units were compared with each other. */
  readonly paired: boolean
  /** Pairs; without pairs the units of the smaller side. */
  readonly n: number
  readonly baseline: number
  readonly current: number
  /** Current minus baseline: 95 % interval, its ends not adjusted for several metrics. */
  readonly difference: DifferenceInterval
  /** One-sided: probability of a loss that looks at least as large where there is none beyond the tolerance. */
  readonly p: number
  /** Adjusted for all tests of the run (Holm). */
  readonly adjusted: number
  /**
   * Units (a side) that would find a loss of the size worth finding with the wanted power, also where no other metric of the run lost; `null` where the
   * values do not vary.
   */
  readonly needed: number | null
}

export interface GateOptions {
  /** Chance of failing although nothing is worse, over all metrics: 0.05. */
  readonly alpha: number
  /** Chance of finding a loss of the size worth finding: 0.8. */
  readonly power: number
  /** Size of loss worth finding, in standard deviations of the baseline: 0.2. */
  readonly detect: number
  /** Random signs or permutations at most. */
  readonly rounds: number
}
