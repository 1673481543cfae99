import { calibrate } from '@logitscope/core'
import { corpusNames, readCorpus } from './corpora.ts'
import { meanOf, percent, table } from './markdown.ts'

/** The starting rules and a calibrated risk that points at as many answers, on the same data. */
export function rulesSection(): string {
  const results = corpusNames(/^qa-/).map((name) => {
    const rows = readCorpus(name)
    const wrong = rows.filter(({ answer }) => !answer.correct).length
    const pointed = rows.filter(({ analysis }) => analysis.verdict.action !== 'pass')
    const found = pointed.filter(({ answer }) => !answer.correct).length
    const half = calibrate(
      rows.map(({ answer }) => answer),
      [],
      { whatIf: [0.5] },
    ).groups[0]?.whatIf[0]
    const answered = half?.answeredShare[1] ?? 0
    const errors = (half?.error?.[1] ?? 0) * answered * rows.length
    const reviewed = rows.length * (1 - answered)
    return {
      share: pointed.length / rows.length,
      recall: found / wrong,
      precision: pointed.length === 0 ? NaN : found / pointed.length,
      calibratedShare: 1 - answered,
      calibratedRecall: (wrong - errors) / wrong,
      calibratedPrecision: (wrong - errors) / reviewed,
    }
  })
  const mean = (of: (row: (typeof results)[number]) => number): string =>
    percent(meanOf(results.map(of).filter((value) => !Number.isNaN(value))))
  return `## What calibration buys

Answers pointed at by the starting rules (any verdict but pass), and by a calibrated risk above 0.5, out of fold. Means over the ${results.length} question-answering sets.

${table(
  ['', 'points at', 'of the wrong answers it finds', 'of those it points at are wrong'],
  [
    ['starting rules', mean((row) => row.share), mean((row) => row.recall), mean((row) => row.precision)],
    [
      'calibrated risk > 0.5',
      mean((row) => row.calibratedShare),
      mean((row) => row.calibratedRecall),
      mean((row) => row.calibratedPrecision),
    ],
  ],
)}`
}
