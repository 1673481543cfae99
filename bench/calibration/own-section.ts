import { calibrate, type CalibratedGroup } from '@logitscope/core'
import { corpusNames, readCorpus } from './corpora.ts'
import { figure, meanOf, table } from './markdown.ts'

function rowOf(name: string, { n, positives, method, auroc, aurocBefore, ece, brier }: CalibratedGroup): readonly string[] {
  const [low, mid, high] = auroc
  return [
    name,
    `${positives}/${n}`,
    method,
    figure(aurocBefore),
    `${figure(mid)} [${figure(low, 2)}–${figure(high, 2)}]`,
    figure(ece.before),
    figure(ece.after),
    figure(ece.floor),
    figure(brier.skill),
  ]
}

/** The row of one set; empty where it is refused. */
export function ownRowOf(name: string): readonly string[] {
  const [group] = calibrate(readCorpus(name).map(({ answer }) => answer)).groups
  return group === undefined ? [] : rowOf(name, group)
}

/** Every set as a group of its own, out of fold. */
export function ownSection(): string {
  const rows: (readonly string[])[] = []
  const refused: string[] = []
  const qa: { auroc: number; excess: number; skill: number; before: number }[] = []
  for (const name of corpusNames(/^(qa-|own-(gemma|smollm)|truthfulqa)/)) {
    const report = calibrate(readCorpus(name).map(({ answer }) => answer))
    for (const group of report.groups) {
      const { auroc, ece, brier } = group
      rows.push(rowOf(name, group))
      if (name.startsWith('qa-')) qa.push({ auroc: auroc[1], excess: ece.after - ece.floor, skill: brier.skill, before: ece.before ?? NaN })
    }
    for (const { reason, detail } of report.refused) refused.push(`- ${name}: ${reason}. ${detail}.`)
  }
  const mean = (of: (row: (typeof qa)[number]) => number): string => figure(meanOf(qa.map(of)))
  return `## Each set for itself, out of fold

${table(['set', 'right', 'method', 'AUROC of e^mean', 'AUROC', 'ECE of e^mean', 'ECE', 'floor', 'Brier skill'], rows)}

Mean of the ${qa.length} question-answering sets: AUROC ${mean((row) => row.auroc)}, ECE above its floor ${mean((row) => row.excess)} (e^mean used as a probability: ECE ${mean((row) => row.before)}), Brier skill ${mean((row) => row.skill)}.

Refused:

${refused.join('\n')}`
}
