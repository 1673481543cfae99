import type { CalibratedPromise, PromiseKind } from '../../profile/calibrated/types.ts'
import type { DrawnAnswers } from './answered.ts'
import { conformalRiskThreshold } from './conformal-risk.ts'
import { learnThenTest } from './learn-then-test.ts'

/** What is promised unless something else is asked for. */
export interface PromiseOptions {
  readonly levels: readonly number[]
  /** 1 − δ of the promise about the answered. */
  readonly confidence: number
}

export const DEFAULT_PROMISES: PromiseOptions = { levels: [0.1, 0.2, 0.3], confidence: 0.9 }

const LEVEL_STEP = 0.05

function thresholdOf(answers: DrawnAnswers, kind: PromiseKind, level: number, confidence: number): number | null {
  return kind === 'error-among-answered' ? learnThenTest(answers, { level, delta: 1 - confidence }) : conformalRiskThreshold(answers, level)
}

/** The lowest level above the one asked for, in steps of 5 %, that can be promised. */
function bestLevelAbove(answers: DrawnAnswers, kind: PromiseKind, level: number, confidence: number): number | null {
  for (let step = Math.floor(level / LEVEL_STEP + 1e-9) + 1; step * LEVEL_STEP < 1 - 1e-9; step++) {
    const higher = Math.round(step * LEVEL_STEP * 100) / 100
    if (thresholdOf(answers, kind, higher, confidence) !== null) return higher
  }
  return null
}

function promiseOf(answers: DrawnAnswers, kind: PromiseKind, level: number, confidence: number): CalibratedPromise {
  const threshold = thresholdOf(answers, kind, level, confidence)
  let answered = 0
  let errors = 0
  if (threshold !== null)
    answers.risks.forEach((risk, i) => {
      if (!(risk <= threshold)) return
      answered += 1
      errors += answers.wrong[i]!
    })
  const n = answers.risks.length
  return {
    kind,
    level,
    confidence: kind === 'error-among-answered' ? confidence : null,
    threshold,
    answeredShare: n === 0 ? 0 : answered / n,
    errorRate: answered === 0 ? null : errors / answered,
    n,
    found: threshold !== null,
    bestLevel: threshold === null ? bestLevelAbove(answers, kind, level, confidence) : null,
  }
}

/** Both promises at every level. Without uniformly drawn labels none is found: labels that were picked say nothing about traffic. */
export function promisesFor(answers: DrawnAnswers, { levels, confidence }: PromiseOptions): readonly CalibratedPromise[] {
  return (['error-among-answered', 'answered-and-wrong'] as const).flatMap((kind) =>
    levels.map((level) => promiseOf(answers, kind, level, confidence)),
  )
}
