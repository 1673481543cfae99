import {
  analyze,
  calibrate,
  createRandom,
  equalMassBins,
  expectedCalibrationError,
  auroc,
  featureVector,
  FEATURE_INDEX,
  shuffleInPlace,
  STARTING_PROFILE,
  type LabelledAnswer,
} from '@logitscope/core'
import { createRecordReader } from '@logitscope/adapters'
import { sharedPath } from '@logitscope/testkit'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { corpusNames } from './corpora.ts'
import { heldOut } from './held-out.ts'
import { figure, meanOf, table } from './markdown.ts'

const LABELS = 500

function readChoices(name: string): readonly LabelledAnswer[] {
  const reader = createRecordReader({})
  const bytes = gunzipSync(readFileSync(sharedPath(`corpora/${name}.jsonl.gz`) ?? ''))
  return [...reader.push(bytes), ...reader.end()].flatMap(({ choice }) => {
    if (choice === undefined || choice.correct === null) return []
    const { trace, correct } = choice
    const analysis = analyze(trace, STARTING_PROFILE, { language: 'en' })
    return [
      {
        traceId: trace.id,
        scope: { model: name, language: 'en', template: trace.context.promptVersion ?? '' },
        item: trace.context.item ?? '',
        copy: 0,
        features: featureVector(trace, analysis),
        correct,
        samplingProbability: 1,
        source: 'record',
      },
    ]
  })
}

/** Multiple choice: the letter's probability, 500 labels, judged on all others. */
export function choiceSection(draws: number): string {
  const rows = corpusNames(/^mmlu-/).map((name) => {
    const answers = readChoices(name)
    const scored = answers.filter(({ features }) => features !== null)
    const naive = Float64Array.from(scored, ({ features }) => Math.exp(-((features?.[FEATURE_INDEX.choiceLogprob] ?? NaN) ** 2)))
    const correct = Uint8Array.from(scored, (answer) => (answer.correct ? 1 : 0))
    const results = Array.from({ length: draws }, (_, draw) => {
      const random = createRandom(300 + draw)
      const drawn = shuffleInPlace(random, [...answers])
      return heldOut(calibrate(drawn.slice(0, LABELS)), drawn.slice(LABELS), random)
    }).filter((result) => result !== null)
    return [
      name,
      String(answers.length),
      figure(auroc(naive, correct)),
      figure(expectedCalibrationError(equalMassBins(naive, correct))),
      figure(meanOf(results.map((result) => result.auroc))),
      figure(meanOf(results.map(({ ece }) => ece))),
      `${results.length} of ${draws}`,
    ]
  })
  const small = corpusNames(/^own-mcq-/).map((name) => {
    const answers = readChoices(name)
    const { groups, refused } = calibrate(answers)
    const right = `${answers.filter(({ correct }) => correct).length}/${answers.length} right`
    const [why] = refused
    return `- ${name}: ${right}; ${groups.length > 0 ? 'fitted' : `refused, ${why?.reason ?? ''}: ${why?.detail ?? ''}`}.`
  })
  return `## Multiple choice, ${LABELS} labels

Letters added up over their spellings; mean of ${draws} draws of ${LABELS} labels, judged on all other questions.

${table(['set', 'questions', 'AUROC before', 'ECE before', 'AUROC', 'ECE', 'draws fitted'], rows)}

Our own multiple-choice questions are a control: small models answer them no better than chance, and nothing may be claimed from that.

${small.join('\n')}`
}
