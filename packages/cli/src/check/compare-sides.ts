import {
  arePaired,
  createRandom,
  gateDecided,
  gateFailed,
  mcnemarTest,
  pairsOf,
  runGate,
  type GateOptions,
  type GateSample,
  type GateTest,
} from '@logitscope/core'
import { CORRECT, GATE_METRICS, MEASURED } from './gate-metrics.ts'
import { mixChanges, type MixChange } from './mix-changes.ts'
import { unitMeans, type Side } from './side.ts'
import { warningsOf, type Warning } from './warnings.ts'

/** What `check` found. */
export interface CheckResult {
  /** No significant loss. */
  readonly passed: boolean
  /** Whether the answers suffice to say so. */
  readonly decided: boolean
  readonly tests: readonly GateTest[]
  readonly mix: readonly MixChange[]
  /** With labels on both sides of the same questions: how many became right, how many wrong. */
  readonly labels: { readonly better: number; readonly worse: number; readonly p: number } | null
  readonly warnings: readonly Warning[]
}

export interface CheckSettings {
  readonly metrics: readonly string[]
  /** By metric; `''` for all others. */
  readonly tolerances: Readonly<Record<string, number>>
  readonly seed: number
  readonly options: GateOptions
}

const isBinary = (values: ReadonlyMap<string, number>): boolean => [...values.values()].every((value) => value === 0 || value === 1)

function samplesOf(baseline: Side, current: Side, { metrics, tolerances }: CheckSettings): GateSample[] {
  const isComplete = [baseline, current].every((side) => [...unitMeans(side, MEASURED).values()].every((value) => value === 1))
  const names = [...metrics, ...(isComplete ? [] : [MEASURED]), CORRECT]
  return names.flatMap((metric) => {
    const [before, now] = [unitMeans(baseline, metric), unitMeans(current, metric)]
    if (before.size === 0 || now.size === 0) return []
    const isShare = metric === MEASURED || metric === CORRECT
    return [
      {
        metric,
        loss: GATE_METRICS[metric]?.loss ?? 'lower',
        // A tolerance for all is one in nats: it is none for shares.
        tolerance: tolerances[metric] ?? (isShare ? 0 : (tolerances[''] ?? 0)),
        binary: isShare && isBinary(before) && isBinary(now),
        baseline: before,
        current: now,
      },
    ]
  })
}

function labelsOf(baseline: Side, current: Side): CheckResult['labels'] {
  const [before, now] = [unitMeans(baseline, CORRECT), unitMeans(current, CORRECT)]
  if (!arePaired(before, now) || !isBinary(before) || !isBinary(now)) return null
  let [better, worse] = [0, 0]
  for (const unit of pairsOf(before, now)) {
    const difference = now.get(unit)! - before.get(unit)!
    if (difference > 0) better += 1
    if (difference < 0) worse += 1
  }
  return { better, worse, p: mcnemarTest(worse, better) }
}

/** Tests the current side against the baseline. No tests come out where the sides have no metric in common. */
export function compareSides(baseline: Side, current: Side, settings: CheckSettings): CheckResult {
  const tests = runGate(samplesOf(baseline, current, settings), settings.options, createRandom(settings.seed))
  return {
    passed: !gateFailed(tests, settings.options),
    decided: gateDecided(tests, settings.options),
    tests,
    mix: mixChanges(baseline, current),
    labels: labelsOf(baseline, current),
    warnings: warningsOf(baseline, current, tests, settings.metrics),
  }
}
