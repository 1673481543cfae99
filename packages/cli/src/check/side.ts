import { createHash } from 'node:crypto'
import type { Answer } from '../pipeline/answer.ts'
import { CORRECT, GATE_METRICS, MEASURED } from './gate-metrics.ts'

/** What may differ between two runs besides how sure the answers are. */
export const FACTS = ['model', 'language', 'promptVersion', 'finish', 'evidence', 'basis', 'temperature'] as const
export type Fact = (typeof FACTS)[number]

/** One of the two runs, summed up as it is read: of every answer only numbers stay. */
export interface Side {
  answers: number
  /** Answers that share their question with another one of the same side. */
  repeated: number
  /** Answers without a question to pair them by. */
  unnamed: number
  /** Answers with tokens whose value is cut off: their means are upper bounds. */
  censored: number
  labelled: number
  /** Answers without any log-probability of content, by unit. */
  readonly unmeasured: Set<string>
  /** By question: a digest of its text, to notice a name that several questions bear. */
  readonly texts: Map<string, string>
  /** Answers whose question has another text than the first one of its name. */
  misnamed: number
  readonly facts: Readonly<Record<Fact, Map<string, number>>>
  /** By metric and unit: how many values, and their sum. */
  readonly values: Map<string, Map<string, [count: number, sum: number]>>
}

export function createSide(): Side {
  return {
    answers: 0,
    repeated: 0,
    unnamed: 0,
    censored: 0,
    labelled: 0,
    unmeasured: new Set(),
    texts: new Map(),
    misnamed: 0,
    facts: Object.fromEntries(FACTS.map((fact) => [fact, new Map<string, number>()])) as Side['facts'],
    values: new Map(),
  }
}

function factsOf({ trace, analysis }: Answer): Record<Fact, string> {
  const { model, requestedModel } = trace.source
  const { temperature } = trace.request.parameters
  return {
    model: model === '' ? requestedModel : model,
    language: analysis.language.tag,
    promptVersion: trace.context.promptVersion ?? '',
    finish: trace.output.finish.unified,
    evidence: trace.evidence.tier,
    basis: trace.evidence.basis,
    temperature: temperature === undefined ? '' : String(temperature),
  }
}

/** Share of the tokens whose value is known; 0 where nothing is. Without it, tokens that are too improbable to be told would make an answer look surer. */
function measuredShare({ analysis: { metrics } }: Answer): number {
  const { avgLogprob, tokenCount, censoredCount } = metrics
  return avgLogprob === null ? 0 : tokenCount / (tokenCount + censoredCount)
}

function noteText(side: Side, item: string, { trace }: Answer): void {
  const { messages, prompt } = trace.request
  if (messages === undefined && prompt === undefined) return
  const text = createHash('sha256')
    .update(JSON.stringify([messages, prompt]))
    .digest('base64url')
    .slice(0, 16)
  const known = side.texts.get(item)
  if (known === undefined) side.texts.set(item, text)
  else if (known !== text) side.misnamed += 1
}

/**
 * Adds an answer. Its unit is its question, so that questions pair across sides and asking one twice does not count double; else its session,
 * whose answers depend on each other; else itself. Only questions pair: the other keys hold the name of the side.
 *
 * @param metrics names in `GATE_METRICS`. Of an interval the end that is kinder to the current side counts: only what is certain is a loss.
 */
export function addAnswer(side: Side, answer: Answer, name: 'baseline' | 'current', metrics: readonly string[]): void {
  const { trace, label } = answer
  const { item, session } = trace.context
  side.answers += 1
  if (item === undefined) side.unnamed += 1
  if (answer.analysis.metrics.censoredCount > 0) side.censored += 1
  for (const [fact, value] of Object.entries(factsOf(answer)) as [Fact, string][])
    side.facts[fact].set(value, (side.facts[fact].get(value) ?? 0) + 1)
  const unit = item === undefined ? `${name}:${session ?? `answer ${side.answers}`}` : `item:${item}`
  const add = (metric: string, value: number): boolean => {
    const units = side.values.get(metric) ?? new Map<string, [number, number]>()
    side.values.set(metric, units)
    const before = units.get(unit)
    units.set(unit, before === undefined ? [1, value] : [before[0] + 1, before[1] + value])
    return before !== undefined
  }
  if (add(MEASURED, measuredShare(answer)) && item !== undefined) side.repeated += 1
  if (answer.analysis.metrics.avgLogprob === null) side.unmeasured.add(unit)
  if (item !== undefined) noteText(side, item, answer)
  if (label !== undefined) {
    side.labelled += 1
    add(CORRECT, label.correct ? 1 : 0)
  }
  for (const metric of metrics) {
    const known = GATE_METRICS[metric]
    const value = known?.of(answer) ?? null
    if (known === undefined || value === null) continue
    const number = typeof value === 'number' ? value : value[(known.loss === 'higher') === (name === 'baseline') ? 1 : 0]
    if (Number.isFinite(number)) add(metric, number)
  }
}

/** The mean of every unit. */
export function unitMeans(side: Side, metric: string): Map<string, number> {
  return new Map([...(side.values.get(metric) ?? [])].map(([unit, [count, sum]]) => [unit, sum / count]))
}
