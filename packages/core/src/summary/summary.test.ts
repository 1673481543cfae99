import { describe, expect, it } from 'vitest'
import { analyze, measurementsOf } from '../analyze/index.ts'
import { createRuleEntityFinder } from '../detect/index.ts'
import { METRIC_PATHS, STARTING_PROFILE, thresholdsFor } from '../profile/index.ts'
import type { Trace } from '../trace/types.ts'
import { measurementsOfSummary, summarizeAnswer } from './index.ts'

function traceOf(words: readonly (readonly [text: string, logprob: number | null])[], more: Partial<Trace> = {}): Trace {
  return {
    schema: 1,
    id: 'r.0',
    requestId: 'r',
    startedAt: 5,
    source: { provider: 'p', api: 'openai-chat', requestedModel: 'm', model: 'm-1', choice: 0, streamed: true },
    request: { parameters: {} },
    output: { text: words.map(([text]) => text).join(''), finish: { unified: 'stop', raw: 'stop' } },
    tokens: words.map(([text, logprob]) => ({ text, logprob, part: 'content' as const, alternatives: [] })),
    evidence: { tier: 'selected', k: 0, basis: 'unknown', completeness: 1, issues: [{ code: 'sentinel', count: 2 }] },
    timing: { totalMs: 7 },
    context: { project: 'q', tags: { a: 'b' } },
    ...more,
  }
}

const FACTS = { receivedAt: 9, imported: true, label: 'correct' } as const
const entities = createRuleEntityFinder()

describe('measurementsOfSummary', () => {
  it.each([
    [
      'with an entity',
      traceOf([
        ['Ada', -4],
        [' Lovelace', -1],
        [' wrote', -0.1],
        [' it', -0.2],
        ['.', -0.1],
      ]),
    ],
    [
      'without one',
      traceOf([
        ['yes', -4],
        [' it', -0.2],
        [' is', -0.1],
      ]),
    ],
    ['without values', traceOf([['yes', null]])],
  ])('says of an answer %s what its analysis said', (_, trace) => {
    const analysis = analyze(trace, STARTING_PROFILE, { entities })
    const usable = analysis.metrics.avgLogprob !== null
    const kinds = ['repetition', 'glitch-token', ...(usable ? ['sudden-drop', 'sustained-low', 'hotspot', 'entity'] : [])]
    const whole = measurementsOf({
      ...analysis,
      lookedFor: new Set(kinds),
      hallucinationAvgLogprob: thresholdsFor(STARTING_PROFILE, 'en').hallucinationAvgLogprob,
      selfCheckConsistency: null,
      completeness: trace.evidence.completeness,
    })
    const row = measurementsOfSummary(summarizeAnswer(trace, analysis, FACTS))
    for (const path of METRIC_PATHS.filter((one) => !['relative.avgLogprob', 'detections.field'].includes(one)))
      expect([path, row(path)]).toEqual([path, whole(path)])
    expect(row('relative.avgLogprob')).toBeNull()
    expect(row('nonsense')).toBeNull()
  })
})

describe('summarizeAnswer', () => {
  it('takes over what was stored, and cuts the preview between characters', () => {
    const trace = traceOf([
      ['x'.repeat(199), -1],
      ['😀', -1],
    ])
    const row = summarizeAnswer(trace, analyze(trace, STARTING_PROFILE), FACTS)
    expect(row).toMatchObject({
      id: 'r.0',
      receivedAt: 9,
      imported: true,
      label: 'correct',
      issues: ['sentinel'],
      model: 'm-1',
      promptVersion: null,
    })
    expect(row.preview).toBe('x'.repeat(199))
  })

  it('has no preview where the content is not kept, and shows a tool call where there is no text', () => {
    const output = { text: '', finish: { unified: 'tool-calls', raw: null } } as const
    const bare = traceOf([], { output })
    const called = traceOf([], { output: { ...output, toolCalls: [{ name: 'find', arguments: '{"a":1}' }] } })
    expect(summarizeAnswer(bare, analyze(bare, STARTING_PROFILE), FACTS).preview).toBeNull()
    expect(summarizeAnswer(called, analyze(called, STARTING_PROFILE), FACTS).preview).toBe('find({"a":1})')
  })
})
