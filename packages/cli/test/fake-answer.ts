import type { Analysis, Detection, Evidence, Metrics, Token, Trace } from '@logitscope/core'
import type { Answer } from '../src/pipeline/answer.ts'

/** A token from its text and logprob, with alternatives from pairs. */
export function token(
  text: string,
  logprob: number | null,
  alternatives: readonly (readonly [string, number])[] = [],
  more: Partial<Token> = {},
): Token {
  return { text, logprob, part: 'content', alternatives: alternatives.map(([name, value]) => ({ text: name, logprob: value })), ...more }
}

export interface FakeParts {
  readonly tokens?: readonly Token[]
  readonly trace?: Partial<Trace>
  readonly evidence?: Partial<Evidence>
  readonly metrics?: Partial<Metrics>
  readonly analysis?: Partial<Analysis>
  readonly detections?: readonly Detection[]
  readonly answer?: Partial<Answer>
}

export const NO_METRICS: Metrics = {
  tokenCount: 0,
  censoredCount: 0,
  sumLogprob: null,
  avgLogprob: null,
  minLogprob: null,
  perplexity: null,
  normalizedLogprob: null,
  bitsPerByte: null,
  maxTokenEntropy: null,
  meanTokenEntropy: null,
  lowConfidenceRatio: null,
  tailMeanLogprob: null,
  worstWindowLogprob: null,
  offTopOne: null,
  surpriseExcess: null,
}

const TOKENS = [
  token('The', -0.4, [
    ['The', -0.4],
    ['A', -1.5],
  ]),
  token(' capital', -0.05, [
    [' capital', -0.05],
    [' city', -3.2],
  ]),
  token(' is', -0.01, [[' is', -0.01]]),
  token(' Ankara', -3.4, [
    [' Istanbul', -0.6],
    [' Ankara', -3.4],
  ]),
  token('.', -0.001, [['.', -0.001]]),
]

/** An answer with numbers that are plausible but made by hand, for what only shows them. */
export function fakeAnswer(parts: FakeParts = {}): Answer {
  const tokens = parts.tokens ?? TOKENS
  const values = tokens.map(({ logprob, special }) => (special === true ? null : logprob))
  const known = values.filter((value) => value !== null)
  const sum = known.reduce((total, value) => total + value, 0)
  const column = (value: (logprob: number) => number): (number | null)[] =>
    values.map((logprob) => (logprob === null ? null : value(logprob)))
  const trace: Trace = {
    schema: 1,
    id: 'r1.0',
    requestId: 'r1',
    startedAt: 0,
    source: { provider: 'openai', api: 'openai-chat', requestedModel: 'model-x', model: 'model-x', choice: 0, streamed: false },
    request: { parameters: {} },
    output: { text: tokens.map(({ text }) => text).join(''), finish: { unified: 'stop', raw: 'stop' } },
    tokens,
    evidence: { tier: 'top-k', k: 2, basis: 'unknown', completeness: 1, issues: [], ...parts.evidence },
    timing: { totalMs: 0 },
    context: { project: 'default' },
    ...parts.trace,
  }
  const analysis: Analysis = {
    metrics: {
      ...NO_METRICS,
      tokenCount: known.length,
      censoredCount: values.length - known.length,
      sumLogprob: known.length === 0 ? null : sum,
      avgLogprob: known.length === 0 ? null : sum / known.length,
      minLogprob: known.length === 0 ? null : known.reduce((low, value) => Math.min(low, value), 0),
      perplexity: known.length === 0 ? null : Math.exp(-sum / known.length),
      lowConfidenceRatio: known.length === 0 ? null : 0.2,
      maxTokenEntropy: known.length === 0 ? null : [1.1, 2.6],
      meanTokenEntropy: known.length === 0 ? null : [0.3, 0.9],
      offTopOne: known.length === 0 ? null : { observed: 0.2, expected: 0.12, z: 0.7 },
      ...parts.metrics,
    },
    reasons: { bitsPerByte: 'unknown-bytes', surpriseExcess: 'unseen-mass', worstWindowLogprob: 'too-few-tokens' },
    perToken: {
      logprob: values,
      probability: column(Math.exp),
      surprisalBits: column((value) => -value / Math.LN2),
      rank: tokens.map((one, i) =>
        values[i] === null ? null : Math.max(1, one.alternatives.findIndex(({ text }) => text === one.text) + 1),
      ),
      margin: tokens.map((one) => (one.alternatives.length < 2 ? null : one.alternatives[0]!.logprob - one.alternatives[1]!.logprob)),
      chosenMargin: column(() => 1),
      entropyBits: column(() => 0.8),
      entropyLowerBits: column((value) => Math.min(2, -value)),
      entropyUpperBits: column((value) => Math.min(3, -value * 1.5 + 0.01)),
      varentropyBits2: values.map(() => null),
    },
    detections: parts.detections ?? [
      {
        kind: 'hotspot',
        tokens: [3, 4],
        chars: [14, 21],
        text: ' Ankara',
        part: 'content',
        evidence: { lowerBits: 1.1, surprisalBits: 4.9 },
      },
      {
        kind: 'entity',
        tokens: [3, 4],
        chars: [15, 21],
        text: 'Ankara',
        part: 'content',
        evidence: { kind: 'name', meanLogprob: -3.4, minLogprob: -3.4 },
      },
    ],
    hallucination: {
      score: 2,
      max: 6,
      available: 4,
      flagged: false,
      votes: [
        { id: 'avg-logprob', metric: 'metrics.avgLogprob', value: -0.77, op: '<', threshold: -2, points: 1, state: 'clear' },
        {
          id: 'entity-logprob',
          metric: 'entities.minMeanLogprob',
          value: -3.4,
          op: '<',
          threshold: -3,
          points: 2,
          state: 'fires',
          details: { minLogprob: -3.4 },
        },
        { id: 'self-check', metric: 'selfCheck.consistency', value: null, op: '<', threshold: 0.7, points: 2, state: 'unavailable' },
      ],
    },
    errorRisk: null,
    verdict: {
      action: 'flag',
      rule: 'max-entropy-flag',
      matched: ['max-entropy-flag'],
      undecided: ['perplexity-review'],
      basis: 'starting rules',
    },
    language: { tag: 'en', source: 'detected' },
    profile: { name: 'starting', version: 1, sha256: '0'.repeat(64) },
    ...parts.analysis,
  }
  return { kind: 'answer', number: 1, file: 'runs/answers.jsonl', index: 0, trace, analysis, ...parts.answer }
}
