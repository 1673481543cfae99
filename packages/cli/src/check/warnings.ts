import type { GateTest } from '@logitscope/core'
import { CORRECT, MEASURED } from './gate-metrics.ts'
import { unitMeans, type Fact, type Side } from './side.ts'

/** Something that makes the comparison weaker than it looks. */
export interface Warning {
  readonly code:
    | 'other-model'
    | 'other-basis'
    | 'other-temperature'
    | 'not-paired'
    | 'partly-paired'
    | 'repeated-questions'
    | 'one-name-for-several'
    | 'other-language'
    | 'labels-on-one-side'
    | 'not-measured'
    | 'unknown-metric'
    | 'censored'
    | 'all-equal'
    | 'higher-is-not-better'
  readonly message: string
}

const listed = (values: Iterable<string>): string => [...values].map((value) => (value === '' ? 'not named' : value)).join(', ')

/** What one side holds that the other does not, where both say something. */
function differs(baseline: Side, current: Side, fact: Fact): boolean {
  const [before, now] = [baseline.facts[fact], current.facts[fact]]
  const named = (values: ReadonlyMap<string, number>): string[] => [...values.keys()].filter((value) => value !== '' && value !== 'unknown')
  const [a, b] = [named(before), named(now)]
  return a.length > 0 && b.length > 0 && (a.some((value) => !now.has(value)) || b.some((value) => !before.has(value)))
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

export function warningsOf(baseline: Side, current: Side, tests: readonly GateTest[], metrics: readonly string[]): Warning[] {
  const warnings: Warning[] = []
  const warn = (code: Warning['code'], message: string): void => void warnings.push({ code, message })
  const sides = (fact: Fact): string => `${listed(baseline.facts[fact].keys())} in the baseline, ${listed(current.facts[fact].keys())} now`
  if (differs(baseline, current, 'model'))
    warn(
      'other-model',
      `the baseline is of another model (${sides('model')}): models differ in how sure they sound, so a difference says nothing of which is right; labels do`,
    )
  if (differs(baseline, current, 'basis'))
    warn(
      'other-basis',
      `the log-probabilities are not of the same kind (${sides('basis')}): a difference may be one of the server's settings`,
    )
  if (differs(baseline, current, 'temperature'))
    warn('other-temperature', `the answers were sampled at another temperature (${sides('temperature')})`)
  if (differs(baseline, current, 'language'))
    warn(
      'other-language',
      `the answers are in other languages (${sides('language')}): what a token holds differs between languages, so logprobs by the token do too`,
    )
  if (baseline.labelled > 0 !== current.labelled > 0)
    warn(
      'labels-on-one-side',
      `only ${baseline.labelled > 0 ? 'the baseline has' : 'the new answers have'} labels: whether more is wrong than before cannot be tested`,
    )
  const shared = tests.find(({ paired }) => paired)
  if (shared === undefined && tests.length > 0) {
    const nameless = baseline.unnamed === baseline.answers || current.unnamed === current.answers
    warn(
      'not-paired',
      nameless
        ? 'the answers name no question (item, id, question or prompt), so they cannot be paired: far more of them are needed'
        : 'the sides share too few questions to be paired: far more answers are needed, and other questions may be why they differ',
    )
  }
  for (const [name, side] of [
    ['the baseline', baseline],
    ['the new answers', current],
  ] as const) {
    const units = unitMeans(side, MEASURED).size
    const paired = tests.find(({ metric, paired: isPaired }) => isPaired && metric !== CORRECT)
    if (paired !== undefined && units > paired.n)
      warn(
        'partly-paired',
        `${units - paired.n} of ${plural(units, 'question')} in ${name} are not compared: they have no partner with a value`,
      )
    if (side.repeated > 0)
      warn(
        'repeated-questions',
        `${plural(side.repeated, 'answer')} in ${name} repeat a question: the answers to one question count as their mean`,
      )
    if (side.censored > 0)
      warn(
        'censored',
        `${plural(side.censored, 'answer')} in ${name} have tokens without a value: their figures are upper bounds, and "${MEASURED}" tests their share`,
      )
    if (side.misnamed > 0)
      warn(
        'one-name-for-several',
        `${plural(side.misnamed, 'answer')} in ${name} bear the name (item or id) of another question: each question needs a name of its own to be paired`,
      )
    if (side.unmeasured.size > 0)
      warn(
        'not-measured',
        `${plural(side.unmeasured.size, 'question')} in ${name} have answers without any log-probability of content: they are tested as "${MEASURED}" only`,
      )
  }
  for (const metric of metrics)
    if (!tests.some((test) => test.metric === metric)) warn('unknown-metric', `${metric} is not known on both sides and is not tested`)
  const own = tests.filter(({ metric }) => metric !== MEASURED && metric !== CORRECT)
  if (own.length > 0 && own.every(({ difference: [low, , high] }) => low === 0 && high === 0))
    warn('all-equal', 'every figure is the same on both sides: are these the same answers?')
  const risen = own.filter(({ loss, difference: [low, , high] }) => (loss === 'lower' ? low > 0 : high < 0))
  if (risen.length > 0)
    warn(
      'higher-is-not-better',
      `the new answers are surer (${risen.map(({ metric }) => metric).join(', ')}), which does not make them better: a model can be surer and wrong more often${tests.some(({ metric }) => metric === CORRECT) ? '' : '; labels on both sides would tell'}`,
    )
  return warnings
}
