import { calibrate, createRandom, shuffleInPlace } from '@logitscope/core'
import { corpusNames, readCorpus } from './corpora.ts'
import { heldOut, type HeldOut } from './held-out.ts'
import { figure, meanOf, table } from './markdown.ts'

const LABELS = [0, 50, 200] as const

/** One model left out: the other models of the same set are its parents, and it has 0, 50 or 200 labels of its own. */
export function parentsSection(draws: number): string {
  const names = corpusNames(/^qa-/)
  const data = new Map(names.map((name) => [name, readCorpus(name).map(({ answer }) => answer)]))
  const found = new Map<number, HeldOut[]>(LABELS.map((labels) => [labels, []]))
  for (const own of names) {
    const set = own.split('-')[1]
    const parents = names.filter((name) => name !== own && name.split('-')[1] === set).flatMap((name) => data.get(name) ?? [])
    for (const labels of LABELS)
      for (let draw = 0; draw < (labels === 0 ? 1 : draws); draw++) {
        const random = createRandom(100 + draw)
        const drawn = shuffleInPlace(random, [...(data.get(own) ?? [])])
        const result = heldOut(calibrate([...parents, ...drawn.slice(0, labels)]), drawn.slice(labels), random)
        if (result !== null) found.get(labels)?.push(result)
      }
  }
  const rows = [...found].map(([labels, results]) => [
    String(labels),
    figure(meanOf(results.map(({ skill }) => skill))),
    figure(meanOf(results.map(({ excess }) => excess))),
    figure(meanOf(results.map((result) => result.auroc))),
    String(results.length),
  ])
  return `## One model left out

The other three models on the same questions are the parents; the model itself has so many labels, and is judged on its other answers. Means over the ${names.length} sets, ${draws} draw${draws === 1 ? '' : 's'} of own labels each.

${table(['own labels', 'Brier skill', 'ECE above its floor', 'AUROC', 'runs'], rows)}`
}
