import { metricOf } from '../analyze/measurements.ts'
import type { AnswerSummary } from '../api/answers.ts'
import type { Measurements } from '../risk/types.ts'

/** Kinds whose absence means something only where there are usable logprobs. */
const NEED_LOGPROBS: ReadonlySet<string> = new Set(['sudden-drop', 'sustained-low', 'hotspot', 'entity'])

/**
 * Looks up the value of a metric path (see `MetricPath`) for one stored answer, as alert rules and lists see it.
 *
 * Not known from a row, and so `null`: `relative.avgLogprob`, which needs the profile, and every path that names nothing. Without entities
 * `entities.minMeanLogprob` is `Infinity`: none can be low.
 */
export function measurementsOfSummary(answer: AnswerSummary): Measurements {
  const hasLogprobs = answer.metrics.avgLogprob !== null
  return (path) => {
    const dot = path.indexOf('.')
    const name = path.slice(dot + 1)
    switch (dot < 0 ? path : path.slice(0, dot)) {
      case 'metrics':
        return metricOf(answer.metrics, name)
      case 'detections':
        return answer.detections[name] ?? (hasLogprobs || !NEED_LOGPROBS.has(name) ? 0 : null)
      case 'entities':
        if (name !== 'minMeanLogprob' || !hasLogprobs) return null
        return answer.lowestEntityMean ?? (answer.detections['entity'] === undefined ? Infinity : null)
      case 'hallucination':
        return name === 'score' && answer.hallucination.available > 0 ? answer.hallucination.score : null
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
