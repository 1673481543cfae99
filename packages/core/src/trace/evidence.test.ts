import { describe, expect, it } from 'vitest'
import { censor } from './censor.ts'
import { assessEvidence, mergeIssues, type EvidenceInput } from './evidence.ts'
import type { Token } from './types.ts'

const output = { text: 'Yes.', finish: { unified: 'stop' as const, raw: 'stop' } }
const list = [
  { text: 'Yes', logprob: -0.5 },
  { text: 'No', logprob: -1.5 },
]
const yes: Token = { text: 'Yes', logprob: -0.5, part: 'content', alternatives: list }
const dot: Token = { text: '.', logprob: -0.25, part: 'content', alternatives: [{ text: '.', logprob: -0.25 }] }

function assess(changes: Partial<EvidenceInput> = {}): ReturnType<typeof assessEvidence> {
  return assessEvidence({ tokens: [yes, dot], output, basis: 'raw', streamed: false, choices: 1, ...changes })
}

describe('assessEvidence', () => {
  it('finds nothing wrong with a plain answer', () => {
    expect(assess({ usage: { input: 5, output: 3 } })).toEqual({ tier: 'top-k', k: 2, basis: 'raw', completeness: 1, issues: [] })
  })

  it('decides the tier from what came back', () => {
    const bare = [yes, dot].map((token): Token => ({ ...token, alternatives: [] }))
    expect(assess({ tokens: bare })).toMatchObject({ tier: 'selected', k: 0 })
    expect(
      assess({
        tokens: [
          { ...bare[0]!, logprob: null, ceiling: -3 },
          { ...bare[1]!, logprob: null },
        ],
      }),
    ).toMatchObject({ tier: 'selected' })
    expect(assess({ tokens: bare.map((token): Token => ({ ...token, logprob: null })) })).toMatchObject({ tier: 'none', issues: [] })
    expect(assess({ tokens: [] })).toEqual({ tier: 'none', k: 0, basis: 'raw', completeness: null, issues: [] })
    const stated = {
      text: 'Yes.',
      finish: { unified: 'stop' as const, raw: 'stop' },
      verbalized: { field: '$.c', part: 'content' as const, value: 0.5, raw: '0.5', scale: '0-1' },
    }
    expect(assess({ tokens: [], output: stated })).toMatchObject({ tier: 'verbalized' })
    expect(assess({ output: stated })).toMatchObject({ tier: 'top-k' })
    expect(assess({ vocabulary: 3 })).toMatchObject({ tier: 'top-k', vocabulary: 3 })
    const whole = [
      { text: 'Yes', logprob: Math.log(0.7) },
      { text: '.', logprob: Math.log(0.3) },
    ]
    expect(
      assess({
        tokens: [
          { ...yes, logprob: whole[0]!.logprob, alternatives: whole },
          { ...dot, logprob: whole[1]!.logprob, alternatives: whole },
        ],
        vocabulary: 2,
      }),
    ).toMatchObject({
      tier: 'distribution',
      k: 2,
      issues: [],
    })
  })

  it('measures completeness, or leaves it to the adapter', () => {
    expect(assess({ usage: { input: 5, output: 10 } })).toMatchObject({
      completeness: 0.2,
      issues: [{ code: 'entries-missing', count: 7 }],
    })
    expect(assess({ usage: { input: 5, output: 10 }, choices: 2 })).toMatchObject({ completeness: null, issues: [] })
    expect(assess({ usage: { input: 5, output: 10 }, completeness: 0.9 })).toMatchObject({ completeness: 0.9, issues: [] })
    expect(assess({ completeness: 2.5 }).completeness).toBe(1)
    expect(assess({ completeness: null }).completeness).toBeNull()
  })

  it('applies a rule only where the adapter did not report its code', () => {
    const outside: Token = { ...yes, text: 'Maybe', logprob: -4 }
    expect(assess({ tokens: [outside, dot], output: { ...output, text: 'Maybe.' } }).issues).toEqual([
      { code: 'chosen-not-listed', count: 1, at: 0 },
    ])
    const adapterIssues = [{ code: 'chosen-not-listed', count: 9, at: 0, detail: 'seen on the wire' }]
    expect(assess({ tokens: [outside, dot], output: { ...output, text: 'Maybe.' }, adapterIssues }).issues).toEqual(adapterIssues)
  })

  it('does not count censored tokens again where the adapter accounted for them', () => {
    const censored: Token = { ...yes, ...censor(-9999, list), text: 'Perhaps' }
    const facts = { tokens: [censored, dot], output: { ...output, text: 'Perhaps.' } }
    expect(assess(facts).issues.map(({ code }) => code)).toEqual(['chosen-not-listed', 'missing-logprob'])
    expect(assess({ ...facts, adapterIssues: [{ code: 'sentinel', count: 1, at: 0 }] }).issues.map(({ code }) => code)).toEqual([
      'sentinel',
      'chosen-not-listed',
    ])
  })

  it('knows a prefill from the messages', () => {
    const messages = [
      { role: 'user', content: 'Well?' },
      { role: 'assistant', content: 'I say: ' },
    ]
    const prefilled = { ...output, text: 'I say: Yes.' }
    expect(assess({ output: prefilled }).issues.map(({ code }) => code)).toEqual(['text-mismatch'])
    expect(assess({ output: prefilled, messages }).issues).toEqual([])
  })

  it('reads as recorded what cannot be a logprob', () => {
    const codes = (values: readonly number[]): string[] =>
      assess({
        tokens: values.map((logprob): Token => ({ ...yes, text: 'Yes', logprob, alternatives: [] })),
        output: { ...output, text: 'Yes'.repeat(values.length) },
      }).issues.map(({ code }) => code)
    expect(codes([0, 0, 0, 0, 0, 0])).toEqual(['all-zero'])
    expect(codes([0.9, 0.8, 0.99])).toEqual(['positive-logprob', 'looks-like-probabilities'])
    expect(codes([12.5, 3.1, -0.2])).toEqual(['positive-logprob', 'looks-like-logits'])
    expect(codes([-1, -9999, NaN])).toEqual(['sentinel', 'non-finite'])
  })
})

describe('mergeIssues', () => {
  it('gives each code once, with counts added up and the first place', () => {
    expect(
      mergeIssues([
        { code: 'unknown-field', count: 2, detail: 'a' },
        { code: 'sentinel', count: 1, at: 7 },
        { code: 'unknown-field', count: 1, at: 4, detail: 'b' },
        { code: 'sentinel', count: 3, at: 5 },
        { code: 'unknown-field', count: 1, at: 9, detail: 'a' },
      ]),
    ).toEqual([
      { code: 'unknown-field', count: 4, at: 4, detail: 'a; b' },
      { code: 'sentinel', count: 4, at: 5 },
    ])
    const many = mergeIssues(Array.from({ length: 9 }, (_, i) => ({ code: 'unknown-field', count: 1, detail: `f${i}` })))
    expect(many).toEqual([{ code: 'unknown-field', count: 9, detail: 'f0; f1; f2; f3; …' }])
    expect(mergeIssues([])).toEqual([])
  })
})

describe('censor', () => {
  it('bounds a value that was not given by the least of its list', () => {
    expect(censor(-9999, list)).toEqual({ logprob: null, ceiling: -1.5 })
    expect(censor(null, [])).toEqual({ logprob: null })
    expect(censor(NaN, [{ logprob: -Infinity }, { logprob: -2 }])).toEqual({ logprob: null, ceiling: -2 })
    expect(censor(-Infinity, [{ logprob: 1e-6 }])).toEqual({ logprob: null, ceiling: 0 })
    expect(censor(Infinity, list)).toEqual({ logprob: null })
  })
})
