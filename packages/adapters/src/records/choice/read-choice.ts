/** A multiple-choice record: a question, its options, and the log-probabilities of the position where the letter stands. */
import {
  CHOICE_TEMPLATE,
  CHOICES_TAG,
  optionLogMass,
  optionOf,
  type Alternative,
  type Token,
  type Trace,
  type TraceContext,
} from '@logitscope/core'
import { evidenceOf } from '../../shared/evidence.ts'
import { createIssueLog } from '../../shared/issue-log.ts'
import { asArray, asRecord, asText, type Wire } from '../../shared/wire.ts'

/** A multiple-choice record as an answer of one token, and whether the most probable option is the right one. */
export interface ChoiceAnswer {
  readonly trace: Trace
  /** `null` where the record does not say which option is right. */
  readonly correct: boolean | null
}

const LISTS = ['top', 'letterLogprobs', 'option_logprobs', 'choice_logprobs', 'top_logprobs'] as const
/** Letters of the alphabet. */
const MOST_OPTIONS = 26

/** The log-probabilities of all lists of the record, a text that stands in several once. */
function alternativesOf(record: Wire): Alternative[] {
  const found = new Map<string, number>()
  const add = (text: unknown, logprob: unknown): void => {
    if (typeof text === 'string' && typeof logprob === 'number' && Number.isFinite(logprob) && !found.has(text))
      found.set(text, Math.min(0, logprob))
  }
  for (const name of LISTS) {
    const value = record[name]
    const list = asArray(value)
    for (const entry of list ?? []) {
      const pair = asArray(entry)
      const fields = asRecord(entry)
      if (pair !== null) add(pair[0], pair[1])
      else if (fields !== null) add(fields['token'], fields['logprob'])
    }
    if (list === null) for (const [text, logprob] of Object.entries(asRecord(value) ?? {})) add(text, logprob)
  }
  return [...found].map(([text, logprob]) => ({ text, logprob })).sort((a, b) => b.logprob - a.logprob)
}

/** The number of the right option, from a letter or an index; −1 where it is not said. */
function rightOption({ answer }: { readonly answer?: unknown }, choices: readonly unknown[]): number {
  if (typeof answer === 'number') return Number.isInteger(answer) && answer >= 0 && answer < choices.length ? answer : -1
  if (typeof answer !== 'string') return -1
  const byText = choices.indexOf(answer)
  return byText >= 0 ? byText : optionOf(answer, choices.length)
}

/**
 * Reads a multiple-choice record as an answer of one token, the most probable spelling of the most probable option; spellings are added up by mass.
 * `null` where it is none. Where no option is listed the answer is the most probable text, which is wrong. The tag `choices` says how many options there are, the template is `multiple-choice`.
 */
export function readChoice(
  record: Wire,
  { requestId, startedAt, context }: { readonly requestId: string; readonly startedAt: number; readonly context: TraceContext },
): ChoiceAnswer | null {
  const choices = asArray(record['choices']) ?? asArray(record['options'])
  if (choices === null || choices.length < 2 || choices.length > MOST_OPTIONS) return null
  const alternatives = alternativesOf(record)
  const mass = optionLogMass(alternatives, choices.length)
  const best = mass.indexOf(Math.max(...mass))
  const isNamed = mass[best] !== -Infinity
  // A model that puts its mass elsewhere answered none of the options, which is wrong, and says nothing about how sure it was of one.
  const chosen = isNamed ? alternatives.find(({ text }) => optionOf(text, choices.length) === best) : alternatives[0]
  if (chosen === undefined) return null
  const token: Token = { text: chosen.text, logprob: chosen.logprob, part: 'content', alternatives }
  const model = asText(record['model']) ?? ''
  const prompt = asText(record['question'])
  const output = { text: chosen.text.trim(), finish: { unified: 'unknown', raw: null } } as const
  const trace: Trace = {
    schema: 1,
    id: `${requestId}.0`,
    requestId,
    startedAt,
    source: { provider: asText(record['provider']) ?? 'unknown', api: 'columns', requestedModel: model, model, choice: 0, streamed: false },
    request: { ...(prompt === null ? {} : { prompt }), parameters: {} },
    output,
    tokens: [token],
    evidence: evidenceOf({ output, tokens: [token], basis: 'unknown', completeness: null, log: createIssueLog() }),
    timing: { totalMs: 0 },
    context: {
      ...context,
      promptVersion: context.promptVersion ?? CHOICE_TEMPLATE,
      tags: { ...context.tags, [CHOICES_TAG]: String(choices.length) },
    },
  }
  const right = rightOption(record, choices)
  return { trace, correct: right < 0 ? null : isNamed && right === best }
}
