import { calibrate, createRandom, shuffleInPlace } from '@logitscope/core'
import { corpusNames, readCorpus } from './corpora.ts'
import { percent, table } from './markdown.ts'

/** Labels in random order: how often is a signal found where there is none? */
export function nullSection(seeds: number): string {
  const sets = corpusNames(/^(qa-|own-gemma)/).map((name) => readCorpus(name).map(({ answer }) => answer))
  const rows = [40, 100, 300].map((size) => {
    let runs = 0
    let fitted = 0
    let spoken = 0
    sets.forEach((answers, set) => {
      if (answers.length < size) return
      for (let seed = 0; seed < seeds; seed++) {
        const random = createRandom(100 * seed + set)
        const labels = shuffleInPlace(
          random,
          answers.map(({ correct }) => correct),
        )
        const drawn = shuffleInPlace(
          random,
          answers.map((answer, i) => ({ ...answer, correct: labels[i] === true })),
        )
        const { groups, pools } = calibrate(drawn.slice(0, size), [], { seed })
        runs += 1
        if (groups.length > 0) fitted += 1
        if (groups.length > 0 || (pools ?? []).length > 0) spoken += 1
      }
    })
    return [String(size), String(runs), percent(fitted / runs, 1), percent(spoken / runs, 1)]
  })
  return `## Labels without a signal

The labels of each set in random order, ${seeds} times: how often is something fitted all the same?

${table(['labels', 'runs', 'a group is fitted', 'a group or a level above it'], rows)}`
}
