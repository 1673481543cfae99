/** Seeded answers for the benchmarks: float32 logprobs with top-k alternatives, as an OpenAI-shaped server sends them. */
import { seeded } from '@logitscope/testkit'
import type { Token, Trace } from '../packages/core/src/trace/types.ts'
import { createRandom } from '../packages/core/src/numeric/random.ts'
import { vocabularyOf } from './store-fixture.ts'

const vocabulary = vocabularyOf(seeded(11))

/** Different pieces of the vocabulary, the common ones more often. */
function pieces(count: number, random: () => number): string[] {
  const found = new Set<string>()
  while (found.size < count) found.add(vocabulary[Math.floor(random() ** 3 * vocabulary.length)]!)
  return [...found]
}

/** A trace of `count` tokens with `k` alternatives each, whose bytes are those of their texts and spell the output; the chosen token is the first of its list nine times in ten. */
export function makeTrace(count: number, k: number, seed: number): Trace {
  const random = createRandom(seed)
  // Apart from the values, which stay the same whatever the texts are.
  const words = createRandom(seed + 1)
  const tokens: Token[] = []
  for (let i = 0; i < count; i++) {
    // As gpt-4o-mini on prose and code: half of the tokens leave less than 2 % to the alternatives, a quarter less than 2e-4.
    const rest = 10 ** (-7 + 6.7 * random() ** 0.4)
    const ratio = 0.2 + 0.5 * random()
    const alternatives = pieces(k, words)
      .map((text, rank) => ({
        text,
        bytes: [...Buffer.from(text, 'utf8')],
        logprob: Math.fround(rank === 0 ? Math.log1p(-rest) : Math.log(rest * (1 - ratio) * ratio ** (rank - 1))),
      }))
      .sort((a, b) => b.logprob - a.logprob)
    const chosen = alternatives[random() < 0.9 ? 0 : Math.floor(random() * k)]!
    tokens.push({ text: chosen.text, bytes: [...chosen.bytes], logprob: chosen.logprob, part: 'content', alternatives })
  }
  return {
    schema: 1,
    id: 'r.0',
    requestId: 'r',
    startedAt: 0,
    source: { provider: 'bench', api: 'openai-chat', requestedModel: 'm', model: 'm', choice: 0, streamed: false },
    request: { parameters: { temperature: 1, topLogprobs: k } },
    output: { text: tokens.map((token) => token.text).join(''), finish: { unified: 'stop', raw: 'stop' } },
    tokens,
    evidence: { tier: 'top-k', k, vocabulary: 200_019, basis: 'raw', completeness: 1, issues: [] },
    usage: { input: 20, output: count },
    timing: { totalMs: 0 },
    context: { project: 'bench' },
  }
}
