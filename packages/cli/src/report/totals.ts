import { ACTIONS, explain, fill, say, verdictName, type VerdictName } from '@logitscope/core'
import type { Answer } from '../pipeline/answer.ts'
import { wrap } from '../terminal/display-width.ts'
import { actionPaint } from './verdict-lines.ts'
import type { Voice } from './voice.ts'

/** Counts over all answers that were read; of constant size. */
export interface Totals {
  add: (answer: Answer) => void
  addUnreadable: () => void
  readonly answers: number
  readonly unreadable: number
  lines: (voice: Voice, files: number) => readonly string[]
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

const mostFirst = <Key>(counts: Map<Key, number>): readonly [Key, number][] => [...counts].sort((a, b) => b[1] - a[1])

/** How the labels of passed and flagged answers differ: the only honest measure of the rules at hand. */
interface Labelled {
  passed: number
  passedCorrect: number
  caught: number
  caughtCorrect: number
}

export function createTotals(): Totals {
  let answers = 0
  let unreadable = 0
  let tokens = 0
  let sum = 0
  let summed = 0
  let withIssues = 0
  let stated = 0
  let statedSum = 0
  const actions = new Map<VerdictName, number>()
  const rules = new Map<string, number>()
  const tiers = new Map<string, number>()
  const issues = new Map<string, number>()
  const bases = new Set<string>()
  const labelled: Labelled = { passed: 0, passedCorrect: 0, caught: 0, caughtCorrect: 0 }

  const labelLine = (voice: Voice): readonly string[] => {
    const { passed, passedCorrect, caught, caughtCorrect } = labelled
    if (passed + caught === 0) return []
    const share = (part: number, whole: number): string => (whole === 0 ? 'none' : `${voice.numbers.percent(part / whole, 0)} of ${whole}`)
    return [`labels     correct: ${share(passedCorrect, passed)} that passed, ${share(caughtCorrect, caught)} that did not`]
  }

  return {
    get answers() {
      return answers
    },
    get unreadable() {
      return unreadable
    },
    add({ analysis, trace, label }) {
      answers += 1
      tokens += trace.tokens.length
      if (analysis.metrics.sumLogprob !== null) {
        sum += analysis.metrics.sumLogprob
        summed += analysis.metrics.tokenCount
      }
      count(actions, verdictName(analysis))
      for (const rule of analysis.verdict.matched) count(rules, rule)
      count(tiers, trace.evidence.tier)
      const { verbalized } = trace.output
      if (verbalized !== undefined) {
        stated += 1
        statedSum += verbalized.value
      }
      bases.add(analysis.verdict.basis)
      if (trace.evidence.issues.length > 0) withIssues += 1
      for (const issue of trace.evidence.issues) count(issues, issue.code)
      if (label !== undefined) {
        const passes = analysis.verdict.action === 'pass'
        labelled[passes ? 'passed' : 'caught'] += 1
        if (label.correct) labelled[passes ? 'passedCorrect' : 'caughtCorrect'] += 1
      }
    },
    addUnreadable() {
      unreadable += 1
    },
    lines(voice, files) {
      const { numbers, messages, style } = voice
      const n = (value: number): string => numbers.integer(value)
      const verdicts = ([...ACTIONS, 'none'] as const).flatMap((action) => {
        const found = actions.get(action) ?? 0
        return found === 0 ? [] : [actionPaint(action, voice)(`${messages.actions[action].name} ${n(found)}`)]
      })
      const counted = (entries: readonly (readonly [string, number])[]): string =>
        entries.map(([name, found]) => `${name} ${n(found)}`).join(', ')
      const lines = [
        `answers    ${n(answers)} (${n(tokens)} tokens) from ${n(files)} ${files === 1 ? 'file' : 'files'}` +
          (unreadable === 0 ? '' : style.bad(`, ${n(unreadable)} unreadable`)),
        `verdicts   ${verdicts.length === 0 ? 'none' : verdicts.join(', ')}`,
      ]
      if (rules.size > 0) lines.push(`rules      ${counted(mostFirst(rules).map(([id, found]) => [say(messages.rules, id), found]))}`)
      if (summed > 0) lines.push(`mean       ${numbers.number(sum / summed)} nats a token over all answers`)
      lines.push(`evidence   ${counted(mostFirst(tiers).map(([tier, found]) => [explain(messages.tiers, tier).name, found]))}`)
      if (stated > 0)
        lines.push(`confidence ${fill(messages.sentences.statedAll, { count: n(stated), mean: numbers.percent(statedSum / stated) })}`)
      if (withIssues > 0) lines.push(`integrity  ${n(withIssues)} with issues: ${counted(mostFirst(issues))}`)
      lines.push(...labelLine(voice))
      const wrapped = lines.flatMap((line) =>
        line.includes('\x1b') ? [line] : wrap(line, voice.columns).map((piece, i) => (i === 0 ? piece : `           ${piece}`)),
      )
      if (bases.has('starting rules')) wrapped.push(...wrap(messages.sentences.startingRules, voice.columns).map((line) => style.dim(line)))
      return wrapped
    },
  }
}
