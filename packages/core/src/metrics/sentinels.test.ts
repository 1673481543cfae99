// Recorded answers with −9999 among their logprobs: it never moves a mean.
import { readText, sharedPath } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { makeAnswer, type TokenInput } from '../../test/answers/make-answer.ts'
import { columnsOf } from '../trace/index.ts'
import { computeMetrics, type Metrics } from './index.ts'

interface Entry {
  readonly token: string
  readonly bytes: number[] | null
  readonly logprob: number
}
interface Completion {
  readonly choices: { readonly logprobs: { readonly content: (Entry & { readonly top_logprobs: Entry[] })[] } }[]
}

const SETTINGS = { lowTokenLogprob: -3, lengthNormalizationAlpha: 1 }

function metricsFor(inputs: readonly TokenInput[]): Metrics {
  const trace = makeAnswer(inputs)
  return computeMetrics(trace, columnsOf(trace), SETTINGS).metrics
}

const path = sharedPath('fixtures/openai-chat/chat-top20-minus9999.json')
const inputs =
  path === null
    ? []
    : (JSON.parse(readText(path)) as Completion).choices[0]!.logprobs.content.map(({ token, bytes, logprob, top_logprobs }) => ({
        text: token,
        ...(bytes === null ? {} : { bytes }),
        logprob,
        list: top_logprobs.map((entry) => [entry.token, entry.logprob] as const),
      }))

describe.skipIf(path === null)('chat-top20-minus9999', () => {
  const isCensored = ({ logprob }: { logprob: number }): boolean => logprob < -9000

  it('has a token whose value is a placeholder', () => expect(inputs.filter(isCensored).length).toBeGreaterThan(0))

  it('has the mean of its other tokens and the bound that the list gives', () => {
    const metrics = metricsFor(inputs)
    const values = inputs.map((input) => (isCensored(input) ? Math.min(...input.list.map(([, logprob]) => logprob)) : input.logprob))
    expect(metrics.avgLogprob).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 12)
    expect(metrics.minLogprob).toBe(Math.min(...values))
    expect(metrics.censoredCount).toBe(inputs.filter(isCensored).length)
    expect(metrics.perplexity).toBeLessThan(15)
  })

  it('has nearly the mean of the answer without that token', () => {
    const without = metricsFor(inputs.filter((input) => !isCensored(input)))
    expect(Math.abs(metricsFor(inputs).avgLogprob! - without.avgLogprob!)).toBeLessThan(0.15)
  })
})
