import { ACTIONS } from '@logitscope/core'
import type { Answer } from './answer.ts'

/** What `--only` takes. */
export const FILTERS: readonly string[] = ['flagged', ...ACTIONS]

/** Whether an answer is to be shown: `flagged` is every verdict but `pass`, and every answer whose score flags it. */
export function answerFilter(only: string | undefined): (answer: Answer) => boolean {
  if (only === undefined) return () => true
  if (only === 'flagged') return ({ analysis }) => analysis.verdict.action !== 'pass' || analysis.hallucination.flagged
  return ({ analysis }) => analysis.verdict.action === only
}
