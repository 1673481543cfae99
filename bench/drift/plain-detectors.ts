/** What one would write first: detectors that take answers for independent and know nothing of the week. */
import type { TrafficHour } from './traffic.ts'

export interface PlainDetector {
  readonly name: string
  /** True at the hour in which it calls. */
  readonly push: (hour: TrafficHour) => boolean
}

const LEAST = 10
const SHIFT = 0.05

/** Mean and standard deviation over the hours of the baseline, and over its answers. */
function momentsOf(baseline: readonly TrafficHour[]): {
  hourMean: number
  hourDeviation: number
  mean: number
  deviation: number
  perHour: number
} {
  const means = baseline.filter((hour) => hour.answers >= LEAST).map((hour) => hour.sum / hour.answers)
  const hourMean = means.reduce((a, b) => a + b, 0) / means.length
  const hourDeviation = Math.sqrt(means.reduce((sum, value) => sum + (value - hourMean) ** 2, 0) / (means.length - 1))
  const answers = baseline.reduce((sum, hour) => sum + hour.answers, 0)
  const mean = baseline.reduce((sum, hour) => sum + hour.sum, 0) / answers
  const deviation = Math.sqrt(baseline.reduce((sum, hour) => sum + hour.sumOfSquares, 0) / answers - mean * mean)
  return { hourMean, hourDeviation, mean, deviation, perHour: answers / baseline.length }
}

export function plainDetectors(baseline: readonly TrafficHour[]): PlainDetector[] {
  const { hourMean, hourDeviation, mean, deviation, perHour } = momentsOf(baseline)
  let [down, up] = [0, 0]
  let evidence = 0
  const threshold = Math.log((720 * perHour) / 0.01)
  return [
    {
      name: 'hourly mean beyond 3 standard deviations',
      push: ({ answers, sum }) => answers >= LEAST && Math.abs(sum / answers - hourMean) > 3 * hourDeviation,
    },
    {
      name: 'CUSUM of hourly means (k = 0.5, h = 5)',
      push: ({ answers, sum }) => {
        if (answers < LEAST) return false
        const z = (sum / answers - hourMean) / hourDeviation
        down = Math.max(0, down - z - 0.5)
        up = Math.max(0, up + z - 0.5)
        return Math.max(down, up) > 5
      },
    },
    {
      name: 'CUSUM of answers, 1 % as if independent',
      push: ({ answers, sum }) => {
        evidence = Math.max(0, evidence + (SHIFT * (answers * mean - sum) - (answers * SHIFT * SHIFT) / 2) / deviation ** 2)
        return evidence > threshold
      },
    },
  ]
}
