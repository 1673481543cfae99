import { fisherTest, holm } from '@logitscope/core'
import type { Fact, Side } from './side.ts'

/** How the share of one kind of answers differs between the sides. */
export interface MixChange {
  readonly of: Fact
  readonly value: string
  readonly baseline: number
  readonly current: number
  /** Fisher's exact test, two-sided; adjusted for all shares looked at (Holm). */
  readonly p: number
  readonly adjusted: number
}

const WATCHED: readonly Fact[] = ['model', 'language', 'promptVersion', 'finish', 'evidence']
/** Values of a kind that are looked at, the most frequent ones. */
const MOST = 10

/** The shares that differ at all, the surest difference first. They fail no gate: they say what else is not as it was. */
export function mixChanges(baseline: Side, current: Side): MixChange[] {
  const changes = WATCHED.flatMap((of) => {
    const [before, now] = [baseline.facts[of], current.facts[of]]
    const values = [...new Set([...before.keys(), ...now.keys()])]
      .sort((a, b) => (before.get(b) ?? 0) + (now.get(b) ?? 0) - (before.get(a) ?? 0) - (now.get(a) ?? 0))
      .slice(0, MOST)
    return values.map((value) => {
      const [hits, others] = [before.get(value) ?? 0, now.get(value) ?? 0]
      return {
        of,
        value,
        baseline: hits / baseline.answers,
        current: others / current.answers,
        p: fisherTest(hits, baseline.answers, others, current.answers),
      }
    })
  })
  const adjusted = holm(changes.map(({ p }) => p))
  return changes
    .map((change, i) => ({ ...change, adjusted: adjusted[i]! }))
    .filter((change) => change.baseline !== change.current)
    .sort((a, b) => a.p - b.p)
}
