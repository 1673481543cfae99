import { analyze, STARTING_PROFILE, type Token, type Trace } from '@logitscope/core'
import type { AnalyzedTrace } from '../contract/analyzed-trace.ts'

/** Noon of a day in UTC: the sample answers are dated from it. */
export const START: number = Date.UTC(2026, 2, 10, 12)

const WORDS = [
  'The',
  ' capital',
  ' of',
  ' Türkiye',
  ' is',
  ' Ankara',
  '.',
  ' Its',
  ' largest',
  ' city',
  ' is',
  ' İstanbul',
  ',',
  ' on',
  ' the',
  ' Bosphorus',
  '.',
]

/** The same numbers in every run: a linear congruential generator. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function tokenOf(random: () => number, text: string, doubt: number): Token {
  const logprob = Math.fround(-(random() ** 3) * doubt)
  const rest = Math.log(Math.max(1e-9, 1 - Math.exp(logprob)))
  const alternatives = [
    { text, logprob, bytes: [...new TextEncoder().encode(text)] },
    { text: ' a', logprob: Math.fround(rest - 0.7), bytes: [32, 97] },
    { text: ' an', logprob: Math.fround(rest - 1.4), bytes: [32, 97, 110] },
  ].sort((a, b) => b.logprob - a.logprob)
  return { text, logprob, bytes: [...new TextEncoder().encode(text)], part: 'content', alternatives }
}

export interface SampleOptions {
  readonly trace?: Partial<Trace>
  readonly context?: Partial<Trace['context']>
  readonly source?: Partial<Trace['source']>
  readonly imported?: boolean
  /** How improbable the tokens may be, nats. */
  readonly doubt?: number
  readonly language?: string
  readonly prompt?: string
}

/** An answer with its analysis, made from its number alone. */
export function sampleAnswer(index: number, options: SampleOptions = {}): AnalyzedTrace {
  const random = randomFrom(index * 7_919 + 1)
  const length = 4 + (index % 14)
  const tokens = Array.from({ length }, (_, i) => tokenOf(random, WORDS[(index + i) % WORDS.length]!, options.doubt ?? 1 + (index % 6)))
  const requestId = `0193-${index}`
  const language = options.language ?? (index % 3 === 0 ? 'tr' : 'en')
  const trace: Trace = {
    schema: 1,
    id: `${requestId}.0`,
    requestId,
    startedAt: START + index * 7_001,
    source: {
      provider: index % 2 === 0 ? 'openai' : 'vllm',
      api: 'openai-chat',
      requestedModel: 'small',
      model: `model-${index % 3}`,
      choice: 0,
      streamed: index % 2 === 1,
      status: 200,
      ...options.source,
    },
    request: { messages: [{ role: 'user', content: options.prompt ?? `Question number ${index}?` }], parameters: { temperature: 0.5 } },
    output: { text: tokens.map(({ text }) => text).join(''), finish: { unified: index % 5 === 0 ? 'length' : 'stop', raw: null } },
    tokens,
    evidence: { tier: 'top-k', k: 3, basis: 'raw', completeness: 1, issues: [] },
    usage: { input: 9, output: length },
    timing: { totalMs: 100 + ((index * 37) % 900), ...(index % 2 === 1 ? { firstTokenMs: 20 + (index % 50) } : {}) },
    context: {
      project: index % 4 === 0 ? 'shop' : 'desk',
      language,
      ...(index % 2 === 0 ? { promptVersion: `v${index % 3}` } : {}),
      ...options.context,
    },
    ...options.trace,
  }
  return { trace, analysis: analyze(trace, STARTING_PROFILE, { language }), imported: options.imported ?? false }
}

export function sampleAnswers(count: number, options: (index: number) => SampleOptions = () => ({})): readonly AnalyzedTrace[] {
  return Array.from({ length: count }, (_, index) => sampleAnswer(index, options(index)))
}

/** An answer as a store gives it back. */
export function received(answer: AnalyzedTrace, receivedAt: number): AnalyzedTrace {
  return { ...answer, trace: { ...answer.trace, receivedAt } }
}
