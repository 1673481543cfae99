/**
 * What calibration costs: fitting 100 000 labelled answers with 20 features, and scoring one answer once its features are there.
 *   npx tsx --conditions=@logitscope/source bench/calibrate.bench.ts
 */
import { calibrate, createRandom, FEATURES, logitToProbability, predictRisk, standardNormal, type LabelledAnswer } from '@logitscope/core'

const ROWS = 100_000
const FEATURE_COUNT = 20
const SCORED = 1_000_000

/** Answers whose features share one cause, as those of real answers do, and whose rightness depends on it. */
function makeAnswers(count: number): readonly LabelledAnswer[] {
  const random = createRandom(7)
  return Array.from({ length: count }, (_, i) => {
    const quality = standardNormal(random)
    const features = new Float64Array(FEATURES.length).fill(NaN)
    for (let j = 0; j < FEATURE_COUNT; j++) features[j] = -Math.abs(1 - 0.4 * quality + 0.6 * standardNormal(random))
    return {
      traceId: String(i),
      scope: { model: 'm', language: 'en', template: '' },
      item: '',
      copy: 0,
      features,
      correct: random() < logitToProbability(0.8 * quality),
      samplingProbability: 1,
      source: 'bench',
    }
  })
}

const answers = makeAnswers(ROWS)
const before = process.cpuUsage()
const report = calibrate(answers)
const { user, system } = process.cpuUsage(before)
const [group] = report.groups
if (group === undefined) throw new Error('nothing was fitted')
console.log(
  `calibrate, ${ROWS} answers × ${FEATURE_COUNT} features: ${((user + system) / 1e6).toFixed(2)} s of CPU (all models, 5 folds, report), method ${group.method}`,
)

const start = process.cpuUsage()
let sum = 0
for (let k = 0; k < SCORED; k++) sum += predictRisk(group.predictor, answers[k % ROWS]!.features!)
const spent = process.cpuUsage(start)
console.log(
  `score, once the features are there: ${((spent.user + spent.system) / SCORED).toFixed(3)} µs an answer (mean risk ${(sum / SCORED).toFixed(3)})`,
)
