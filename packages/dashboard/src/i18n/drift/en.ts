import type { DriftWords } from './types.ts'

export const EN_DRIFT: DriftWords = {
  title: 'Drift by project',
  meaning:
    'Each project against its own first weeks. Without a change there is a false alarm within 30 days with at most 1% over all projects together.',
  none: 'No project is watched yet.',
  noneHint: 'A monitor begins with the first live answer that has log-probabilities; imports do not count.',
  notReady: 'What the monitors learned is being read.',
  states: { learning: 'learning', watching: 'watching', drifted: 'changed' },
  learned:
    'Learned: {hours} of at least {hoursNeeded} hours, {blocks} of at least {blocksNeeded} sessions counted by the hour. Nothing is said before.',
  watchedSince: 'watched since {time}',
  changedSince: 'since about {since}, called at {at}',
  examples: 'For example',
  answers: 'answers: {count}',
  late: '{count} came too late for their hour',
  leftOut: '{count} found no room',
  unwatched: '{count} answers are of projects that are not watched: there are too many.',
  relearn: 'Learn anew',
  relearnMeaning:
    'What was learned and found is forgotten, and two weeks are learned from now on. Promises hold again: do this when the change was meant.',
  relearnYes: 'Forget and learn',
  relearnNo: 'Keep it',
}
