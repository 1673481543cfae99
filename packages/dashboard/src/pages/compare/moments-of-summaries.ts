import { ACTIONS, type Action, type AnswerMoments, type AnswerSummary } from '@logitscope/core'
import { columnValue } from '../../state/metric-columns.ts'
import { sampleOf } from './estimates.ts'

/** What `GET /stats/moments` says, counted from rows that are at hand: for sides too large to be counted as a whole. */
export function momentsOfSummaries(answers: readonly AnswerSummary[], metrics: readonly string[]): AnswerMoments {
  const values = (metric: string): readonly number[] =>
    answers.flatMap((answer) => {
      const value = columnValue(answer, metric)
      return value === null ? [] : [typeof value === 'number' ? value : value[0]]
    })
  const count = (is: (answer: AnswerSummary) => boolean): number => answers.filter(is).length
  return {
    count: answers.length,
    labelled: count(({ label }) => label !== null),
    labelledIncorrect: count(({ label }) => label === 'incorrect'),
    flagged: count(({ hallucination }) => hallucination.flagged),
    actions: Object.fromEntries(ACTIONS.map((action) => [action, count(({ verdict }) => verdict.action === action)])) as Record<
      Action,
      number
    >,
    metrics: Object.fromEntries(metrics.map((metric) => [metric, sampleOf(values(metric))])),
  }
}
