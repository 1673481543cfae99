import { analyze, createRuleEntityFinder, STARTING_PROFILE, type Analysis, type Token, type Trace } from '@logitscope/core'
import { describe, expect, it } from 'vitest'
import { applyContentPolicy } from './apply-content-policy.ts'

const EMAIL = 'kim@example.org'
const KEY = 'sk-proj-abcdefghijklmnop1234'

const token = (text: string): Token => ({
  text,
  bytes: [...Buffer.from(text)],
  id: 7,
  logprob: -0.25,
  part: 'content',
  alternatives: [
    { text, logprob: -0.25 },
    { text: 'Berlin', logprob: -2 },
  ],
})

const TRACE: Trace = {
  schema: 1,
  id: 'r.0',
  requestId: 'r',
  startedAt: 0,
  source: { provider: 'p', api: 'openai-chat', requestedModel: 'm', model: 'm', choice: 0, streamed: false },
  request: { messages: [{ role: 'user', content: `I am ${EMAIL}` }], parameters: {} },
  output: {
    text: `Hello kim@example.org from Paris`,
    finish: { unified: 'stop', raw: 'stop' },
    error: { code: 'invalid_api_key', message: `Incorrect API key provided: ${KEY}. Write to ${EMAIL}` },
  },
  tokens: ['Hello', ' kim', '@example', '.org', ' from', ' Paris'].map(token),
  evidence: { tier: 'top-k', k: 2, basis: 'raw', completeness: 1, issues: [{ code: 'text-mismatch', count: 1, detail: `near ${EMAIL}` }] },
  timing: { totalMs: 1 },
  context: { project: 'p', user: 'kim' },
}
const ANALYSIS: Analysis = analyze(TRACE, STARTING_PROFILE, { entities: createRuleEntityFinder() })

describe('applyContentPolicy', () => {
  it('full keeps everything but credentials that an error repeats', () => {
    const { trace, analysis, failed } = applyContentPolicy(TRACE, ANALYSIS, 'full')
    expect(failed).toBe(false)
    expect(trace.output.text).toBe(TRACE.output.text)
    expect(trace.output.error?.message).not.toContain(KEY)
    expect(trace.output.error?.message).toContain(EMAIL)
    expect(analysis).toEqual(ANALYSIS)
  })

  it('redacted masks what is sensitive in texts, tokens, alternatives, entities and issues, and keeps every number', () => {
    const kept = applyContentPolicy(TRACE, ANALYSIS, 'redacted')
    const written = JSON.stringify(kept)
    for (const secret of [EMAIL, KEY, '@example']) expect(written).not.toContain(secret)
    expect(kept.trace.tokens.map(({ logprob }) => logprob)).toEqual(TRACE.tokens.map(({ logprob }) => logprob))
    expect(kept.analysis.metrics).toEqual(ANALYSIS.metrics)
    expect(written).toContain('Paris')
  })

  it('none keeps no text at all', () => {
    const kept = applyContentPolicy(TRACE, ANALYSIS, 'none')
    const written = JSON.stringify(kept)
    for (const text of [EMAIL, KEY, 'Hello', 'Paris', 'Berlin', 'Incorrect']) expect(written).not.toContain(text)
    expect(kept.trace.tokens.map(({ logprob }) => logprob)).toEqual(TRACE.tokens.map(({ logprob }) => logprob))
    expect(kept.analysis.metrics).toEqual(ANALYSIS.metrics)
  })

  it('masks or hashes what came beside the answer, and leaves user and session to be erased by', () => {
    const context = { project: 'p', user: 'kim', session: 's-1', item: `Who is ${EMAIL}?`, tags: { origin: `of ${EMAIL}`, plan: 'pro' } }
    const of = (policy: 'full' | 'redacted' | 'none', item = context.item): Trace['context'] =>
      applyContentPolicy({ ...TRACE, context: { ...context, item } }, ANALYSIS, policy).trace.context
    expect(of('full')).toEqual(context)
    for (const policy of ['redacted', 'none'] as const) {
      expect(of(policy)).toMatchObject({ project: 'p', user: 'kim', session: 's-1', tags: { plan: 'pro' } })
      expect(JSON.stringify(of(policy))).not.toContain(EMAIL)
    }
    expect(of('redacted').item).toMatch(/^Who is /)
    expect(of('none').item).toMatch(/^sha256:[0-9a-f]{32}$/)
    // Answers to one question are still told to be that.
    expect(of('none').item).toBe(of('none').item)
    expect(of('none', 'Another?').item).not.toBe(of('none').item)
  })

  it('drops the content where the policy fails on it, and says so', () => {
    const hostile: Record<string, unknown> = {}
    Object.defineProperty(hostile, 'text', {
      enumerable: true,
      get() {
        throw new Error('cannot be read')
      },
    })
    const broken: Trace = { ...TRACE, request: { messages: [{ role: 'user', content: 'x', parts: [hostile] }], parameters: {} } }
    const kept = applyContentPolicy(broken, ANALYSIS, 'redacted')
    expect(kept.failed).toBe(true)
    expect(kept.trace.output.text).toBe('')
    expect(kept.trace.request).toEqual({ parameters: {} })
    expect(kept.trace.tokens).toHaveLength(TRACE.tokens.length)
  })
})
