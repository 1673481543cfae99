import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Trace } from '../../trace/types.ts'
import { readStated, withStatedConfidence, type ConfidenceOptions } from './index.ts'

const base: Trace = {
  schema: 1,
  id: 'r.0',
  requestId: 'r',
  startedAt: 0,
  source: { provider: 'anthropic', api: 'anthropic', requestedModel: '', model: '', choice: 0, streamed: false },
  request: { parameters: {} },
  output: { text: '', finish: { unified: 'stop', raw: null } },
  tokens: [],
  evidence: { tier: 'none', k: 0, basis: 'unknown', completeness: null, issues: [{ code: 'no-logprobs', count: 1 }] },
  timing: { totalMs: 0 },
  context: { project: 'p' },
}

const answer = (text: string, options: ConfidenceOptions = {}, other: Partial<Trace> = {}): Trace =>
  withStatedConfidence({ ...base, ...other, output: { ...base.output, text } }, options)
const call = (...given: readonly object[]): Trace =>
  withStatedConfidence({
    ...base,
    output: { ...base.output, toolCalls: given.map((value) => ({ name: 'answer', arguments: JSON.stringify(value) })) },
  })
const problemOf = ({ evidence }: Trace): string | undefined => evidence.issues.find(({ code }) => code === 'verbalized-unclear')?.detail

describe('a number that states a confidence', () => {
  it.each([
    ['0.85', 0.85, '0-1'],
    ['0', 0, '0-1'],
    ['-0', 0, '0-1'],
    ['1e-3', 0.001, '0-1'],
    ['0,85', 0.85, '0-1'],
    ['85', 0.85, '0-100'],
    ['100', 1, '0-100'],
    ['85%', 0.85, 'percent'],
    ['85 %', 0.85, 'percent'],
    ['%85', 0.85, 'percent'],
    ['% 85,5', 0.855, 'percent'],
    ['1%', 0.01, 'percent'],
    ['4/5', 0.8, 'of 5'],
  ])('%s is %d on %s', (raw, value, scale) => {
    expect(readStated(raw, null)).toEqual({ ok: true, value, scale })
  })

  it.each([
    '1',
    '1.0',
    '7',
    '10',
    '-0.2',
    '101',
    '1000',
    '120%',
    '9/5',
    '4/0',
    'high',
    'yüksek',
    '',
    '0.8 or so',
    '85 percent',
    '1,5',
    'NaN',
  ])('%s alone is refused, and why is said', (raw) => {
    const read = readStated(raw, null)
    expect(read.ok).toBe(false)
    expect(!read.ok && read.problem.length).toBeGreaterThan(8)
  })

  it('is taken by the scale that was named', () => {
    expect(readStated('1', [0, 1])).toMatchObject({ ok: true, value: 1 })
    expect(readStated('1', [0, 100])).toMatchObject({ ok: true, value: 0.01 })
    expect(readStated('4', [1, 5])).toEqual({ ok: true, value: 0.75, scale: '1-5' })
    expect(readStated('0', [1, 5])).toMatchObject({ ok: false })
    expect(readStated('85%', [1, 5])).toMatchObject({ ok: true, value: 0.85 })
  })

  it('is a share from 0 to 1, whatever is written and on whatever scale', () => {
    const written = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.integer().map(String),
      fc.nat(100).map((n) => `${n}%`),
    )
    const scale = fc.option(fc.tuple(fc.integer({ min: -10, max: 10 }), fc.integer({ min: 11, max: 100 })))
    fc.assert(
      fc.property(written, scale, (raw, given) => {
        const read = readStated(raw, given)
        if (read.ok) expect(read.value >= 0 && read.value <= 1 && !Object.is(read.value, -0)).toBe(true)
        else expect(read.problem).not.toBe('')
      }),
    )
  })
})

describe('an answer that states a confidence', () => {
  it('has the tier verbalized, and the number apart', () => {
    const { output, evidence } = answer('{"answer":"Ankara","confidence":0.9}')
    expect(output.verbalized).toEqual({ field: '$.confidence', part: 'content', value: 0.9, raw: '0.9', scale: '0-1' })
    expect(evidence).toEqual({ ...base.evidence, tier: 'verbalized' })
  })

  it('states it in the arguments of a tool call too', () => {
    expect(call({ q: 1 }, { güven: '%85' }).output.verbalized).toEqual({
      field: '$.güven',
      part: 'tool',
      partIndex: 1,
      value: 0.85,
      raw: '%85',
      scale: 'percent',
    })
  })

  it('keeps the tier of real values', () => {
    const tokens = [{ text: '{', logprob: -0.5, part: 'content' as const, alternatives: [] }]
    const real = { tokens, evidence: { ...base.evidence, tier: 'selected' as const, issues: [] } }
    const trace = answer('{"confidence":0.9}', {}, real)
    expect(trace.output.verbalized?.value).toBe(0.9)
    expect(trace.evidence).toEqual(real.evidence)
    expect(trace.tokens).toBe(tokens)
  })

  it.each([
    ['deeper than at the top', '{"entities":[{"confidence":0.2}]}'],
    ['in running text', 'I say {"confidence":0.2} to that.'],
    ['under another name', '{"sure":0.2}'],
    ['in no JSON', 'My confidence is 0.9'],
  ])('is not guessed at %s', (_, text) => {
    const trace = answer(text)
    expect(trace.output.verbalized).toBeUndefined()
    expect(trace.evidence).toBe(base.evidence)
  })

  it('is found where it is named', () => {
    expect(answer('Here:\n```json\n{"a":{"sure":"85%"}}\n```', { field: 'sure' }).output.verbalized).toMatchObject({
      field: '$.a.sure',
      value: 0.85,
    })
    expect(answer('{"odd name":0.5}', { field: 'odd name' }).output.verbalized?.value).toBe(0.5)
    const two = '{"a":{"sure":0.1},"b":{"sure":0.7}}'
    expect(answer(two, { field: '$.b.sure' }).output.verbalized?.value).toBe(0.7)
    expect(problemOf(answer(two, { field: 'sure' }))).toContain('2 fields state one ($.a.sure, $.b.sure)')
  })

  it.each([
    ['{"confidence":1}', 'name the scale'],
    ['{"confidence":"high"}', 'is no number'],
    ['{"confidence":null}', 'type null'],
    ['{"confidence":0.8', 'cut off'],
  ])('that is unclear gives the reason and no number: %s', (text, reason) => {
    const trace = answer(text)
    expect(trace.output.verbalized).toBeUndefined()
    expect(trace.evidence.tier).toBe('none')
    expect(problemOf(trace)).toContain(reason)
  })

  it('is on the scale that the request bounds it by, unless requests disagree', () => {
    const schema = (...maximums: readonly number[]): Partial<Trace> => ({
      request: {
        parameters: {
          other: { tools: maximums.map((maximum) => ({ parameters: { properties: { confidence: { minimum: 0, maximum } } } })) },
        },
      },
    })
    expect(answer('{"confidence":7}', {}, schema(10)).output.verbalized).toMatchObject({ value: 0.7, scale: '0-10' })
    expect(problemOf(answer('{"confidence":7}', {}, schema(10, 100)))).toContain('name the scale')
    expect(answer('{"confidence":7}', { scale: [0, 100] }, schema(10)).output.verbalized?.value).toBe(0.07)
  })

  it('is looked for anew: what it held before goes', () => {
    const before = answer('{"confidence":0.9,"sure":0.2}')
    expect(withStatedConfidence(before, { field: 'sure' }).output.verbalized?.value).toBe(0.2)
    const none = withStatedConfidence(before, { field: 'absent' })
    expect([none.output.verbalized, none.evidence.tier]).toEqual([undefined, 'none'])
  })
})
