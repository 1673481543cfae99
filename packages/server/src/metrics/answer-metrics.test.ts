import { Registry } from 'prom-client'
import { describe, expect, it } from 'vitest'
import type { AnswerSummary } from '@logitscope/core'
import { createAnswerMetrics } from './answer-metrics.ts'

function answer(more: Record<string, unknown> = {}): AnswerSummary {
  return {
    imported: false,
    project: 'p',
    model: 'm',
    tier: 'top-k',
    verdict: { action: 'review' },
    metrics: { avgLogprob: -0.4, meanTokenEntropy: [0.6, 1], tokenCount: 9, censoredCount: 1, lowConfidenceRatio: 0.2 },
    totalMs: 1_500,
    firstTokenMs: 80,
    errorRisk: null,
    detections: { repetition: 2 },
    ...more,
  } as unknown as AnswerSummary
}

async function lines(answers: readonly AnswerSummary[]): Promise<string> {
  const registry = new Registry()
  createAnswerMetrics(registry)(answers)
  return registry.metrics()
}

describe('createAnswerMetrics', () => {
  it('counts in base units, with positive surprisal', async () => {
    const text = await lines([answer()])
    expect(text).toContain('logitscope_answers_total{project="p",model="m",verdict="review",tier="top-k"} 1')
    expect(text).toContain('logitscope_answer_surprisal_nats_bucket{le="0.5",project="p",model="m"} 1')
    expect(text).toContain('logitscope_answer_surprisal_nats_bucket{le="0.3",project="p",model="m"} 0')
    expect(text).toContain('logitscope_answer_duration_seconds_sum{project="p",model="m"} 1.5')
    expect(text).toContain('logitscope_answer_low_confidence_tokens_total{project="p",model="m"} 2')
    expect(text).toContain('logitscope_detections_total{project="p",model="m",kind="repetition"} 2')
    expect(text).not.toContain('logitscope_answer_error_risk_ratio_count')
  })

  it('leaves imports and unknown values out', async () => {
    const unknown = { avgLogprob: null, meanTokenEntropy: null, tokenCount: 0, censoredCount: 0, lowConfidenceRatio: null }
    const text = await lines([answer({ imported: true }), answer({ metrics: unknown, firstTokenMs: null })])
    expect(text).toContain('verdict="review",tier="top-k"} 1')
    expect(text).not.toContain('logitscope_answer_surprisal_nats_count')
    expect(text).not.toContain('logitscope_answer_first_token_seconds_count')
  })

  it('does not count as a pass what came without evidence', async () => {
    const unknown = { avgLogprob: null, meanTokenEntropy: null, tokenCount: 0, censoredCount: 0, lowConfidenceRatio: null }
    const pass = { action: 'pass', rule: null }
    const text = await lines([answer({ verdict: pass }), answer({ verdict: pass, metrics: unknown, tier: 'none' })])
    expect(text).toContain('verdict="pass",tier="top-k"} 1')
    expect(text).toContain('verdict="none",tier="none"} 1')
    expect(text).not.toContain('verdict="pass",tier="none"')
  })

  it('bounds what callers can name', async () => {
    const many = Array.from({ length: 200 }, (_, i) => answer({ project: `p${i}`, model: `m${i}` }))
    const text = await lines(many)
    expect(text.match(/^logitscope_answers_total/gm)!.length).toBe(51)
    expect(text).toContain('logitscope_answers_total{project="__other__",model="__other__",verdict="review",tier="top-k"} 150')
  })
})
