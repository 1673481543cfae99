/** What calibration fits and a profile holds: how the risk of an answer is computed, for whom, and how good it was on labelled answers. */
import type { ActionRule } from '../rules.ts'
import type { FeatureName } from './feature-names.ts'

/** A number with a 95 % interval. */
export type Estimate = readonly [low: number, mid: number, high: number]

/** Which answers something is for; what is absent may be anything. */
export interface GroupScope {
  readonly model?: string
  readonly language?: string
  /** The prompt's version; "" for answers without one. */
  readonly template?: string
}

/** From the most general to the most specific: all answers, a language, a model in a language, a template of it. */
export const LEVELS = ['all', 'language', 'model', 'template'] as const
export type Level = (typeof LEVELS)[number]

/** How a probability of being right is computed from features on the model scale (`toModelScale`). */
export type Predictor = TemperaturePredictor | PlattPredictor | IsotonicPredictor | LogisticPredictor | ShiftedPredictor

/** logit p = logit(e^x) / temperature, x a logprob. */
export interface TemperaturePredictor {
  readonly kind: 'temperature'
  readonly feature: FeatureName
  readonly temperature: number
}

/** logit p = intercept + slope · x. */
export interface PlattPredictor {
  readonly kind: 'platt'
  readonly feature: FeatureName
  readonly intercept: number
  readonly slope: number
}

/** p rises linearly between the points, and is constant beyond them. */
export interface IsotonicPredictor {
  readonly kind: 'isotonic'
  readonly feature: FeatureName
  /** Ascending. */
  readonly x: readonly number[]
  /** Not descending, within (0, 1). */
  readonly p: readonly number[]
}

/** logit p = intercept + Σ weight · (x − mean) / scale; a missing x counts as its mean, and as 1 in its column of `missing`. */
export interface LogisticPredictor {
  readonly kind: 'logistic'
  readonly features: readonly FeatureName[]
  readonly means: readonly number[]
  readonly scales: readonly number[]
  readonly weights: readonly number[]
  /** Added to the logit where that feature is missing. */
  readonly missing: readonly number[]
  readonly intercept: number
}

/** logit p = intercept + slope · logit p of the base: a group that leans on its parents. */
export interface ShiftedPredictor {
  readonly kind: 'shifted'
  readonly base: Predictor
  readonly intercept: number
  readonly slope: number
}

export type CalibrationMethod = 'temperature' | 'platt' | 'isotonic' | 'logistic' | 'pooled'

/**
 * `error-among-answered`: of the answers given (risk ≤ threshold) at most `level` are wrong, with `confidence`.
 * `answered-and-wrong`: of all answers, at most `level` are given and wrong, on average over fits; no confidence of its own.
 */
export type PromiseKind = 'error-among-answered' | 'answered-and-wrong'

/** A promise for unchanged traffic, and how it came out. */
export interface CalibratedPromise {
  readonly kind: PromiseKind
  /** The largest share that is allowed to be wrong. */
  readonly level: number
  /** 1 − δ; `null` for a promise that holds on average. */
  readonly confidence: number | null
  /** Answer where the risk is at most this; `null` where no threshold keeps the promise: then nothing is answered. */
  readonly threshold: number | null
  /** Share of answers that are given, 0 where none was found. */
  readonly answeredShare: number
  /** Errors seen among the answered labels; `null` where nothing is answered. */
  readonly errorRate: number | null
  /** Uniformly drawn labels that it was tested on. */
  readonly n: number
  readonly found: boolean
  /** Where none was found: the lowest level, in steps of 5 %, that can be promised; `null` where none can. */
  readonly bestLevel: number | null
}

/** A threshold for finding wrong answers: what is above it is looked at. */
export interface TargetThreshold {
  /** `precision`: of those looked at, this share is wrong; `recall`: of the wrong ones, this share is looked at. */
  readonly kind: 'precision' | 'recall'
  readonly target: number
  /** Look at answers with a risk above it; `null` where no threshold reaches the target. */
  readonly threshold: number | null
  readonly precision: Estimate | null
  readonly recall: Estimate | null
  /** Share of answers that is looked at. */
  readonly reviewedShare: number
}

/** The threshold at which looking costs as much as answering: expected costs an answer, in the unit they were given in. */
export interface CostThreshold {
  readonly wrong: number
  readonly review: number
  readonly threshold: number
  readonly cost: number
  readonly costOfAnsweringAll: number
  readonly costOfReviewingAll: number
}

/** What would happen with a threshold. */
export interface WhatIf {
  readonly threshold: number
  readonly answeredShare: Estimate
  /** Share of the answered that is wrong; NaN is never stored: `null` where nothing is answered. */
  readonly error: Estimate | null
}

/** One bin of a reliability diagram. */
export interface ReliabilityBin {
  readonly count: number
  /** Mean predicted probability of being right. */
  readonly predicted: number
  /** Share that was right, with its Wilson interval. */
  readonly observed: Estimate
}

/** A point of the risk–answered-share curve. */
export interface RiskPoint {
  /** Share of answers with a risk of at most `threshold`. */
  readonly answeredShare: number
  readonly threshold: number
  /** Share of them that is wrong. */
  readonly error: Estimate
}

/** A fitted group of answers. Probabilities are those of being right; its figures are out of fold. */
export interface CalibratedGroup {
  readonly key: string
  readonly scope: Required<GroupScope>
  /** Labelled answers, those that were right, and the different questions among them. */
  readonly n: number
  readonly positives: number
  readonly items: number
  /** Labelled answers that cannot be scored (no content, no usable logprob), and those of them that were right. They are in no figure below. */
  readonly unscored: { readonly n: number; readonly positives: number }
  /** Labels that were neither right nor wrong, and the bounds they put on the share of right answers. */
  readonly unsure: { readonly n: number; readonly accuracy: readonly [low: number, high: number] }
  /** (Σw)² / Σw²: how many uniformly drawn labels the weighted ones are worth. */
  readonly effectiveN: number
  /** Labels by their source. */
  readonly sources: Readonly<Record<string, number>>
  readonly method: CalibrationMethod
  /** Keys of the levels that it leans on, nearest first. */
  readonly parents: readonly string[]
  readonly predictor: Predictor
  readonly auroc: Estimate
  /** Of the naive probability; `null` where it is not known. */
  readonly aurocBefore: number | null
  /** Nats an answer gained over always saying the base rate. */
  readonly logLossGain: Estimate
  readonly logLoss: { readonly base: number; readonly after: number }
  /** `before`: e^(mean logprob) used as a probability (of the option for multiple choice). `skill`: 1 − after / that of the base rate. */
  readonly brier: {
    readonly before: number | null
    readonly after: number
    readonly skill: number
    /** Murphy's parts over the bins of the diagram: after ≈ reliability − resolution + uncertainty. */
    readonly reliability: number
    readonly resolution: number
    readonly uncertainty: number
  }
  /** `floor`: what a perfectly calibrated score would show with as many answers. `debiased`: root mean square, free of that bias (Kumar et al. 2019). */
  readonly ece: { readonly before: number | null; readonly after: number; readonly floor: number; readonly debiased: number }
  /** Of finding the right answers. */
  readonly averagePrecision: number
  /** Prediction–rejection ratio: 1 as good as knowing, 0 as good as chance. */
  readonly prr: number | null
  readonly promises: readonly CalibratedPromise[]
  readonly targets: readonly TargetThreshold[]
  readonly costs: CostThreshold | null
  readonly whatIf: readonly WhatIf[]
  /** Half of the width of the interval of the share of right answers, now and with so many labels more. */
  readonly moreLabels: { readonly labels: number; readonly halfWidth: readonly [now: number, then: number] }
  readonly reliability: readonly ReliabilityBin[]
  readonly riskCurve: readonly RiskPoint[]
  /** Rules of this group on `errorRisk`; they replace the starting rules for its answers. */
  readonly actions: readonly ActionRule[]
}

/** A level above the groups: speaks for answers whose own group has no fit. */
export interface PooledLevel {
  readonly key: string
  readonly level: Level
  readonly scope: GroupScope
  readonly n: number
  readonly positives: number
  readonly predictor: Predictor
}

export type RefusalReason = 'no-signal' | 'too-few-labels' | 'one-class' | 'no-scores'

/** A group of labelled answers for which nothing was fitted. */
export interface RefusedGroup {
  readonly key: string
  readonly scope: Required<GroupScope>
  readonly reason: RefusalReason
  /** In words: what was found, and what would help. */
  readonly detail: string
  readonly n: number
  readonly positives: number
  /** Labels needed beyond those, roughly; `null` where more would not help. */
  readonly moreLabels: number | null
  readonly logLossGain: Estimate | null
  /** Whether the levels above may speak for these answers, moved by the labels there are: not where these show no signal, or nothing can be scored. */
  readonly parentSpeaks: boolean
}

/** A threshold without labels: the least probable share of a group's own answers. It says what is unusual, not what is wrong. */
export interface QuantileThreshold {
  readonly feature: FeatureName
  /** Share of the group's answers below it (above it for bits per byte). */
  readonly share: number
  /** In the feature's unit. */
  readonly value: number
  readonly n: number
}

/** What is unusual among the answers of one group, found without any label: no claim of being right. */
export interface BaselineGroup {
  readonly key: string
  readonly scope: Required<GroupScope>
  /** Answers that can be scored. */
  readonly n: number
  /** Empty where there are too few answers. */
  readonly thresholds: readonly QuantileThreshold[]
}

/** Whether one language needs another threshold than another, for the traffic at hand. */
export interface LanguageFinding {
  /** The model whose answers are compared; "" where all models together are. */
  readonly model: string
  readonly template: string
  readonly languages: readonly [first: string, second: string]
  readonly feature: 'avgLogprob' | 'sumLogprob' | 'bitsPerByte'
  /** Difference of the means (second − first) in the feature's unit. */
  readonly difference: Estimate
  /** Value of the feature at which half of the answers are right, or the risk level asked for is met; `null` where no value is. */
  readonly thresholds: readonly [first: number | null, second: number | null]
  /** `yes`: the thresholds differ beyond their intervals, the second being lower; `no`: they do not; `cannot-tell`: too few labels or no threshold. */
  readonly needsLower: 'yes' | 'no' | 'cannot-tell'
  readonly detail: string
}
