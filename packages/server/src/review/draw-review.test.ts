import { describe, expect, it } from 'vitest'
import { createRandom, type AnswerSummary } from '@logitscope/core'
import { drawReview, reviewWeights } from './draw-review.ts'

const answer = (id: number, errorRisk: number | null, entropy: number | null): AnswerSummary =>
  ({
    id: `${id}.0`,
    errorRisk,
    metrics: { meanTokenEntropy: entropy === null ? null : [entropy, entropy + 1] },
  }) as unknown as AnswerSummary

const pool = Array.from({ length: 40 }, (_, i) => answer(i, i / 40, 1))

describe('drawReview', () => {
  it('draws each answer as often as it says, the uniform share and the rest together', () => {
    const random = createRandom(5)
    const runs = 4_000
    const seen = new Map<string, { count: number; said: number }>()
    for (let run = 0; run < runs; run++)
      for (const { traceId, samplingProbability } of drawReview(pool, { by: 'errorRisk', size: 10, auditShare: 0.3 }, random)) {
        const before = seen.get(traceId) ?? { count: 0, said: samplingProbability }
        expect(samplingProbability).toBeCloseTo(before.said, 12)
        seen.set(traceId, { count: before.count + 1, said: samplingProbability })
      }
    expect(seen.size).toBe(pool.length)
    for (const { count, said } of seen.values()) expect(Math.abs(count / runs - said)).toBeLessThan(0.05)
  })

  it('draws at most that many different answers, the audited share uniformly, the informative first', () => {
    const items = drawReview(pool, { by: 'errorRisk', size: 10, auditShare: 0.3 }, createRandom(6))
    expect(new Set(items.map((item) => item.traceId)).size).toBe(items.length)
    expect(items.length).toBeGreaterThan(6)
    expect(items.length).toBeLessThanOrEqual(10)
    expect(items.filter((item) => item.audit)).toHaveLength(3)
    const risks = items.map((item) => Number.parseInt(item.traceId, 10))
    expect(risks).toEqual([...risks].sort((a, b) => b - a))
  })

  it('always audits at least one, and draws all of a small pool', () => {
    expect(drawReview(pool, { by: 'entropy', size: 4, auditShare: 0.01 }, createRandom(1)).filter((item) => item.audit)).toHaveLength(1)
    const all = drawReview(pool.slice(0, 3), { by: 'entropy', size: 10, auditShare: 0.5 }, createRandom(1))
    expect(all.map((item) => item.samplingProbability)).toEqual([1, 1, 1])
    expect(drawReview([], { by: 'entropy', size: 10, auditShare: 0.5 }, createRandom(1))).toEqual([])
  })
})

describe('reviewWeights', () => {
  it('takes what is not known as the middle, and lets nothing be impossible', () => {
    expect([...reviewWeights([answer(1, 1, null), answer(2, null, null), answer(3, 0.5, null), answer(4, 0, null)], 'errorRisk')]).toEqual([
      1, 0.5, 0.5, 0.02,
    ])
    expect([...reviewWeights([answer(1, null, null), answer(2, null, null)], 'errorRisk')]).toEqual([1, 1])
  })
})
