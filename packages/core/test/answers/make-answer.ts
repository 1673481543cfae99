/** Small traces for the tests of columns and metrics. */
import type { Evidence, Parameters, Token, Trace } from '../../src/trace/types.ts'

/** A listed alternative, as its text and logprob. */
export type Entry = readonly [text: string, logprob: number]

/** A token: its logprob (a known one, by itself), or any fields of it, with its list as entries. */
export type TokenInput = number | (Partial<Omit<Token, 'alternatives'>> & { readonly list?: readonly Entry[] })

export interface AnswerInput {
  readonly evidence?: Partial<Evidence>
  readonly parameters?: Parameters
  readonly text?: string
}

function makeToken(input: TokenInput, index: number): Token {
  if (typeof input === 'number') return { text: `t${index}`, logprob: input, part: 'content', alternatives: [] }
  const { list = [], ...rest } = input
  return {
    text: `t${index}`,
    logprob: null,
    part: 'content',
    ...rest,
    alternatives: list.map(([text, logprob]) => ({ text, logprob })),
  }
}

/** The trace of one answer; evidence of a complete top-k answer unless said otherwise. */
export function makeAnswer(inputs: readonly TokenInput[], { evidence, parameters, text }: AnswerInput = {}): Trace {
  const tokens = inputs.map(makeToken)
  return {
    schema: 1,
    id: 'r.0',
    requestId: 'r',
    startedAt: 0,
    source: { provider: 'test', api: 'openai-chat', requestedModel: 'm', model: 'm', choice: 0, streamed: false },
    request: { parameters: parameters ?? {} },
    output: { text: text ?? tokens.map((token) => token.text).join(''), finish: { unified: 'stop', raw: 'stop' } },
    tokens,
    evidence: {
      tier: tokens.some((token) => token.alternatives.length > 0) ? 'top-k' : 'selected',
      k: Math.max(0, ...tokens.map((token) => token.alternatives.length)),
      basis: 'raw',
      completeness: 1,
      issues: [],
      ...evidence,
    },
    timing: { totalMs: 0 },
    context: { project: 'test' },
  }
}

/** A token that chose entry `at` of a list of logprobs; entries are named a0, a1, … */
export function choose(logprobs: readonly number[], at = 0, fields: Partial<Omit<Token, 'alternatives'>> = {}): TokenInput {
  return { text: `a${at}`, logprob: logprobs[at]!, list: logprobs.map((logprob, i) => [`a${i}`, logprob] as const), ...fields }
}
