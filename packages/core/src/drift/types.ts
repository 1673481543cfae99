/** Drift: has what a group of answers looks like changed against its own baseline? Plain data in and out; the clock is the answers' own. */

/** What the monitor needs of one answer. */
export interface DriftObservation {
  readonly traceId: string
  /** Epoch ms. */
  readonly at: number
  /** Answers of one session depend on each other: within an hour they count as one block. `null`: the answer stands alone. */
  readonly session: string | null
  /** What the answer is an answer of: such as `model|language|template`. A change of the shares of these is *mix*, one inside them *within*. */
  readonly stratum: string
  /** By metric; `null` or not finite: not known. */
  readonly values: Readonly<Record<string, number | null>>
}

/** Sums over the blocks of one stratum and hour, of one metric: a block's value is the mean of its answers, and has a weight (`blockWeight`). */
export interface BlockSums {
  blocks: number
  /** Σ weight. */
  weight: number
  /** Σ weight × value. */
  sum: number
  /** Σ weight × value². */
  sumOfSquares: number
}

export interface DriftExample {
  readonly traceId: string
  readonly stratum: string
  readonly value: number
}

/** One closed hour. Plain data; names of strata and metrics are keys with a colon before them. */
export interface DriftHour {
  /** Hours since the epoch, UTC. */
  readonly hour: number
  /** By stratum: blocks in all, and their sums by metric. */
  readonly strata: Readonly<Record<string, { readonly blocks: number; readonly metrics: Readonly<Record<string, BlockSums>> }>>
  /** By metric: a few of the lowest and highest answers. */
  readonly examples: Readonly<Record<string, { readonly low: readonly DriftExample[]; readonly high: readonly DriftExample[] }>>
}

export interface DriftOptions {
  /** Watched metrics. */
  readonly metrics: readonly string[]
  /**
   * Whether the metrics are views of one thing, so that one change shows in several: then their evidence is put together (the mean of their e-values),
   * and one alarm speaks for all, told by the metric that shows it best. Else each has its own part of the budget and its own alarm.
   */
  readonly together: boolean
  /** Probability of any false alarm of this monitor within `horizonHours` that may be spent, 0 to 1. */
  readonly budget: number
  readonly horizonHours: number
  /** Length of the baseline at least, in whole weeks, 2 or more: an hour of the week must have been seen twice. */
  readonly baselineWeeks: number
  /** Blocks in the baseline at least. */
  readonly baselineBlocks: number
  /** How far back a change may have begun to be found by the fast detector, hours. */
  readonly windowHours: number
  /** Blocks since the supposed begin of a change at least. */
  readonly changeBlocks: number
  /** Blocks of a stratum in the baseline at least for it to be compared. */
  readonly stratumBlocks: number
  /** Strata that are told apart at most; the rest is one. */
  readonly strataLimit: number
  /** Share of the baseline at least for a stratum's share to be watched. */
  readonly watchedShare: number
  /** Size of change that the fast detector is tuned to, in standard deviations of a block. */
  readonly typicalShift: number
  /** The slow detector speaks of changes beyond this size only, in standard deviations of a block. */
  readonly epsilon: number
  /** Answers that fix the range of a metric: what lies far outside counts as its end. */
  readonly rangeAnswers: number
  /** Sessions held of an open hour at most; answers of further ones are left out and counted. */
  readonly sessionsLimit: number
}

/** A change, in the unit of the metric (of a share for `mix`). */
export interface DriftSize {
  readonly estimate: number
  readonly low: number
  readonly high: number
}

export interface DriftAlarm {
  readonly kind: 'drift-alarm'
  /** `within`: answers of the same strata differ; `mix`: the shares of the strata differ. */
  readonly component: 'within' | 'mix'
  readonly detector: 'fast' | 'slow'
  /** The metric, or `share` for `mix`. */
  readonly metric: string
  /** For `mix`: whose share changed. */
  readonly stratum: string | null
  readonly direction: 'down' | 'up'
  /** Now minus baseline, with hour of the week and mix taken out; 95 %. */
  readonly size: DriftSize
  /** Epoch ms: when the change most likely began, and when it was called. */
  readonly since: number
  readonly at: number
  /** How the mean of a metric differs (for `mix`: of the first one), and how much of it each part explains: total = mix + within. */
  readonly split: { readonly metric: string; readonly total: number; readonly mix: number; readonly within: number } | null
  /** Blocks (session × hour) since the change began. */
  readonly blocks: number
  readonly examples: readonly DriftExample[]
  /** Promises of a profile hold under unchanged traffic only. */
  readonly suspendsPromises: true
}

/** What the baseline of one series says; see `fitBaseline`. Plain data. */
export interface DriftBaseline {
  /** Mean by stratum, variance of that mean as an estimate, and variance of a block of weight 1 with all that was found to add to it. */
  readonly strata: Readonly<
    Record<string, { readonly mean: number; readonly meanVariance: number; readonly blockVariance: number; readonly blocks: number }>
  >
  /** By hour of the week: how it differs from the mean. */
  readonly weekly: readonly number[]
  /** By hour of the week: how its blocks vary against all blocks, 1 where alike. */
  readonly weeklyScale: readonly number[]
  /**
   * Variance of what the cycle is made of, as an estimate: of each day of the week, of each hour of the day (weekends apart), and of what an hour
   * of the week has beyond both.
   */
  readonly cycleVariance: { readonly day: readonly number[]; readonly dayHour: readonly number[]; readonly hour: readonly number[] }
  /** By how much hours vary more than the blocks in them say: at least 1. */
  readonly inflation: number
  /** Standard deviation of a block. */
  readonly deviation: number
}

/** Sums of one series over the hours of a span, by hour of the week and by stratum. */
export interface WeeklySums {
  readonly precision: number[]
  readonly weighted: number[]
  /** In the order of the baseline's strata. */
  readonly strata: number[]
}

export interface DriftStreamState {
  readonly component: 'within' | 'mix'
  readonly metric: string
  readonly stratum: string | null
  /** Streams of one family share evidence, threshold and alarm. */
  readonly family: string
  readonly baseline: DriftBaseline
  /** Probability of a false alarm that this stream may spend within the horizon: its part of the family's. */
  readonly budget: number
  /** Since the watch began, for the slow detector. */
  readonly all: WeeklySums
  /**
   * Logarithm of the fast detector's evidence at the last closed hour; `null` before there is any. An alarm is due where the mean of the family's
   * evidence is at `logThreshold`.
   */
  logEvidence: number | null
  readonly logThreshold: number
  /** Raised alarms stay until the baseline is learned anew. */
  alarm: DriftAlarm | null
}

/** State of one group's monitor: plain data, so that it survives as JSON and goes on where it was. */
export interface DriftState {
  readonly schema: 2
  readonly options: DriftOptions
  /** Answers held until the range of every metric is known. */
  held: DriftObservation[] | null
  ranges: Record<string, readonly [low: number, high: number]>
  open: DriftOpenHour | null
  /** Of the baseline while learning; then the last `windowHours`. */
  hours: DriftHour[]
  /** Names of the strata that are told apart; all others are one. */
  readonly strata: string[]
  /** Blocks of the baseline by stratum and hour of the week, for telling mix from within; empty while learning. */
  baselineBlocks: Record<string, number[]>
  /** `null` while learning. */
  streams: DriftStreamState[] | null
  /** First hour of the watch; `null` while learning. */
  watchedFrom: number | null
  /** Answers that came after their hour was closed, and those left out for want of room or of any usable value. */
  late: number
  leftOut: number
}

export interface DriftOpenHour {
  readonly hour: number
  /** By session and stratum: answers and sums by metric. */
  readonly blocks: Record<string, { readonly stratum: string; readonly metrics: Record<string, [count: number, sum: number]> }>
  count: number
  readonly examples: Record<string, { low: DriftExample[]; high: DriftExample[] }>
}
