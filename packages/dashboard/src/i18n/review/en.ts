import type { ReviewWords } from './types.ts'

export const EN_REVIEW: ReviewWords = {
  start: 'Draw answers to review',
  startMeaning: 'A part is drawn blindly, so that promises can be tested on it; the rest where the model was least sure.',
  size: 'How many',
  by: 'Most worth a look',
  orders: {
    entropy: 'by entropy',
    errorRisk: 'by calibrated risk of error',
  },
  auditShare: 'Drawn blindly, %',
  auditMeaning: 'Labels keep the probability with which their answer was drawn. Without it no promise could be made from them.',
  draw: 'Draw',
  emptyPool: 'No unlabelled answer was left to draw from {pool}.',
  progress: 'Progress',
  done: '{done} of {total} labelled',
  pool: 'drawn from {pool}',
  position: '{at} of {total}',
  audit: 'drawn blindly',
  drawn: 'drawn with a probability of {probability}',
  previous: 'Previous (k)',
  next: 'Next (j)',
  whole: 'All about this answer',
  again: 'Draw anew',
}
