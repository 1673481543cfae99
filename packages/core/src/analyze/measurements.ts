import type { Detection } from '../detect/types.ts'
import type { Metrics } from '../metrics/types.ts'
import type { Measured } from '../profile/condition.ts'
import type { HallucinationScore, Measurements } from '../risk/types.ts'

export interface MeasuredAnswer {
  readonly metrics: Metrics
  readonly detections: readonly Detection[]
  /** Kinds that were looked for; a kind that was not is unknown, not zero. */
  readonly lookedFor: ReadonlySet<string>
  /** The language's threshold for the mean logprob, nats. */
  readonly hallucinationAvgLogprob: number
  readonly selfCheckConsistency: number | null
  /** Token entries that came, out of the tokens reported; `null` where the provider reported none. */
  readonly completeness: number | null
  readonly errorRisk: number | null
  readonly hallucination?: HallucinationScore
}

/**
 * The lowest mean logprob of the entities, nats: `Infinity` where there are none (no entity can be low), `null` where nobody looked or nothing
 * is known of any. Where some entity's mean is not known the lowest may lie anywhere below the others': an interval.
 */
function lowestEntityMean({ detections, lookedFor }: MeasuredAnswer): Measured {
  if (!lookedFor.has('entity')) return null
  let lowest = Infinity
  let unknown = 0
  for (const { kind, evidence } of detections) {
    if (kind !== 'entity') continue
    const mean = evidence['meanLogprob']
    if (typeof mean === 'number' && evidence['unknown'] === undefined) lowest = Math.min(lowest, mean)
    else unknown += 1
  }
  if (unknown === 0) return lowest
  return lowest === Infinity ? null : [-Infinity, lowest]
}

/** The value of a metric by its name; of the tokens off the top, how far beyond expectation (z). */
export function metricOf(metrics: Metrics, name: string): Measured {
  if (!Object.hasOwn(metrics, name)) return null
  const value = metrics[name as keyof Metrics]
  if (typeof value !== 'object' || value === null) return value
  if ('observed' in value) return value.z
  return value
}

/**
 * Looks up the value of a metric path (see `MetricPath`) for one answer: a number, an interval, or `null` where it is not known,
 * which includes every path that names nothing.
 */
export function measurementsOf(answer: MeasuredAnswer): Measurements {
  return (path) => {
    const dot = path.indexOf('.')
    const room = dot < 0 ? path : path.slice(0, dot)
    const name = path.slice(dot + 1)
    switch (room) {
      case 'metrics':
        return metricOf(answer.metrics, name)
      case 'relative':
        return name === 'avgLogprob' && answer.metrics.avgLogprob !== null
          ? answer.metrics.avgLogprob - answer.hallucinationAvgLogprob
          : null
      case 'entities':
        return name === 'minMeanLogprob' ? lowestEntityMean(answer) : null
      case 'detections':
        return answer.lookedFor.has(name) ? answer.detections.filter((detection) => detection.kind === name).length : null
      case 'hallucination':
        return name === 'score' && answer.hallucination !== undefined && answer.hallucination.available > 0
          ? answer.hallucination.score
          : null
      case 'selfCheck':
        return name === 'consistency' ? answer.selfCheckConsistency : null
      case 'evidence':
        return name === 'completeness' ? answer.completeness : null
      case 'errorRisk':
        return answer.errorRisk
      default:
        return null
    }
  }
}
