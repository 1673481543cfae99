import type { Analysis } from '../analyze/types.ts'
import { visibleText } from './visible.ts'
import { fill, type Messages } from './messages/index.ts'

/**
 * What the verdict of an answer rests on, in a sentence: rules of thumb, labels of its own group, or labels of others, which say less: a level above
 * the groups was fitted to other models, prompts or tasks.
 */
export function verdictBasis(messages: Messages, { verdict, calibration }: Pick<Analysis, 'verdict' | 'calibration'>): string {
  const { sentences } = messages
  if (verdict.basis !== 'calibrated') return sentences.startingRules
  const level = calibration?.level ?? null
  if (level === null || level === 'group') return sentences.calibrated
  return fill(sentences.calibratedElsewhere, { key: visibleText(calibration?.key ?? level) })
}
