import {
  calibrate,
  createRandom,
  findSpeaker,
  predictRisk,
  uniformInteger,
  type CalibratedGroup,
  type LabelledAnswer,
} from '@logitscope/core'
import { corpusNames, readCorpus } from './corpora.ts'
import { meanOf, percent, table } from './markdown.ts'

const NAMES = {
  promise: 'promise “error among the answered ≤ r, 90 % sure”',
  plain: 'plain threshold: the largest at which the labels show an error ≤ r',
  rules: 'starting rules: what they pass',
} as const

interface Outcome {
  readonly answered: number
  readonly error: number
}

/** Draws with replacement: a repeat is a draw of its own, and stays in the fold of its question. */
function drawFrom(answers: readonly LabelledAnswer[], seed: number): readonly LabelledAnswer[] {
  const random = createRandom(seed)
  const times = new Map<number, number>()
  return answers.map(() => {
    const at = uniformInteger(random, answers.length)
    const copy = times.get(at) ?? 0
    times.set(at, copy + 1)
    return { ...answers[at]!, copy }
  })
}

function outcomeOf(risks: Float64Array, answers: readonly LabelledAnswer[], threshold: number | null): Outcome {
  let answered = 0
  let errors = 0
  if (threshold !== null)
    risks.forEach((risk, i) => {
      if (!(risk <= threshold)) return
      answered += 1
      if (answers[i]?.correct === false) errors += 1
    })
  return { answered: answered / answers.length, error: answered === 0 ? 0 : errors / answered }
}

/** The plain threshold: the largest at which the labels at hand show an error of at most the level. */
function plainThreshold({ riskCurve }: CalibratedGroup, level: number): number | null {
  const kept = riskCurve.filter(({ error }) => error[1] <= level)
  return kept.at(-1)?.threshold ?? null
}

/** Promises against the truth: labels drawn with replacement from a file, the error measured on the whole of it. */
export function promisesSection(splits: number): string {
  const levels = [0.1, 0.2, 0.3] as const
  const found = new Map<string, Outcome[]>()
  const keep = (key: string, outcome: Outcome): void => void found.set(key, [...(found.get(key) ?? []), outcome])
  for (const name of corpusNames(/^qa-/)) {
    const rows = readCorpus(name)
    const answers = rows.map(({ answer }) => answer)
    const passed = rows.filter(({ analysis }) => analysis.verdict.action === 'pass')
    const wrong = passed.filter(({ answer }) => !answer.correct).length
    for (const level of levels) keep(`rules ${level}`, { answered: passed.length / rows.length, error: wrong / passed.length })
    for (let split = 0; split < splits; split++) {
      const profile = calibrate(drawFrom(answers, 1000 + split))
      const [first] = answers
      const speaker = first === undefined ? null : findSpeaker(profile, { ...first.scope, languageSource: 'given' })
      const group = speaker?.kind === 'group' ? speaker.group : null
      const risks = Float64Array.from(answers, ({ features }) =>
        features === null || group === null ? NaN : predictRisk(group.predictor, features),
      )
      for (const level of levels) {
        const promise = group?.promises.find((one) => one.kind === 'error-among-answered' && one.level === level)
        keep(`promise ${level}`, outcomeOf(risks, answers, promise?.threshold ?? null))
        keep(`plain ${level}`, outcomeOf(risks, answers, group === null ? null : plainThreshold(group, level)))
        const joint = group?.promises.find((one) => one.kind === 'answered-and-wrong' && one.level === level)
        const outcome = outcomeOf(risks, answers, joint?.threshold ?? null)
        keep(`joint ${level}`, { answered: outcome.answered, error: outcome.answered * outcome.error })
      }
    }
  }
  const of = (kind: string, level: number): readonly Outcome[] => found.get(`${kind} ${level}`) ?? []
  const broken = (outcomes: readonly Outcome[], level: number): string =>
    percent(outcomes.filter(({ error }) => error > level).length / outcomes.length, 1)
  const answered = (outcomes: readonly Outcome[]): string => meanOf(outcomes.map((one) => one.answered)).toFixed(3)
  const lines = (['promise', 'plain', 'rules'] as const).map((kind) => [
    NAMES[kind],
    ...levels.flatMap((level) => [broken(of(kind, level), level), answered(of(kind, level))]),
  ])
  const joint = levels.map((level) => [
    percent(level),
    percent(meanOf(of('joint', level).map(({ error }) => error)), 1),
    answered(of('joint', level)),
  ])
  return `## Promises

${splits} draws with replacement of as many labels as a set has, for each of the ${corpusNames(/^qa-/).length} sets; the error is measured on the whole set. “Broken”: the share of draws in which the error among the answered is above the level. 10 % of them may be. The starting rules do not depend on labels: what they pass counts as answered, once a set.

${table(['', ...levels.flatMap((level) => [`r = ${percent(level)}: broken`, 'answered share'])], lines)}

The other promise, “answered and wrong ≤ r on average”, is about all answers:

${table(['level r', 'answered and wrong, mean', 'answered share'], joint)}`
}
