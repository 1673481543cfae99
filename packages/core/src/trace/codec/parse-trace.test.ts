import { anyTrace } from '@logitscope/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Trace } from '../types.ts'
import { parseTrace, parseTraceJson, serializeTrace } from './parse-trace.ts'

function traceWith(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const token = {
    text: 'Yes',
    logprob: -0.5,
    part: 'content',
    alternatives: [
      { text: 'Yes', logprob: -0.5 },
      { text: 'No', logprob: -1 },
    ],
  }
  return {
    schema: 1,
    id: 'r.0',
    requestId: 'r',
    startedAt: 1,
    source: { provider: 'openai', api: 'openai-chat', requestedModel: 'm', model: 'm', choice: 0, streamed: false },
    request: { parameters: {} },
    output: { text: 'Yes', finish: { unified: 'stop', raw: 'stop' } },
    tokens: [token],
    evidence: { tier: 'top-k', k: 2, basis: 'raw', completeness: 1, issues: [] },
    timing: { totalMs: 5 },
    context: { project: 'p' },
    ...changes,
  }
}

function read(value: unknown): { trace: Trace; issues: string[] } {
  const parsed = parseTrace(value)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
  return {
    trace: parsed.value,
    issues: parsed.issues.map(({ code, path, count }) => `${code} ${path}${count === undefined ? '' : ` ×${count}`}`),
  }
}

describe('parseTrace', () => {
  it('reads what serializeTrace writes, on one line, without issues', () => {
    fc.assert(
      fc.property(anyTrace, (trace) => {
        const line = serializeTrace(trace)
        expect(line).not.toMatch(/[\n\r\0]/)
        const parsed = parseTraceJson(line)
        expect(parsed.issues).toEqual([])
        expect(parsed.ok && parsed.value).toEqual(trace)
      }),
      { numRuns: 300 },
    )
  })

  it.each<[unknown, string, string]>([
    [null, '', 'null where a trace'],
    [[], '', 'a list where a trace'],
    ['x', '', 'the text "x"'],
    [{}, 'schema', 'not a trace'],
    [{ schema: 2, id: 'a' }, 'schema', 'newer version'],
    [{ schema: '1' }, 'schema', 'not a trace'],
    [traceWith({ id: '' }), 'id', 'not empty'],
    [traceWith({ id: 7 }), 'id', 'the number 7'],
    [traceWith({ tokens: {} }), 'tokens', 'an object where a list'],
    [traceWith({ output: [] }), 'output', 'a list where an object'],
  ])('refuses %j with a reason', (value, path, message) => {
    const parsed = parseTrace(value)
    expect(parsed.ok).toBe(false)
    expect(parsed.issues[0]).toMatchObject({ path })
    expect(parsed.issues[0]!.message).toContain(message)
  })

  it('says which number is none, and where', () => {
    const { trace, issues } = read(
      traceWith({
        tokens: [
          { text: 'a', logprob: '-0.5', part: 'content', alternatives: [] },
          {
            text: 'b',
            logprob: -1,
            part: 'content',
            alternatives: [
              { text: 'b', logprob: 'NaN' },
              { text: 'c', logprob: null },
              { text: 'd', logprob: -2 },
            ],
          },
          'c',
          {
            text: 'd',
            logprob: -9999,
            part: 'content',
            alternatives: [
              { text: 'x', logprob: -0.1 },
              { text: 'y', logprob: -4 },
            ],
          },
        ],
      }),
    )
    expect(issues).toEqual([
      'wrong-type tokens[0].logprob',
      'wrong-type tokens[1].alternatives[0].logprob ×2',
      'wrong-type tokens[2]',
      'sentinel tokens[3].logprob',
    ])
    expect(trace.tokens.map(({ text, logprob }) => [text, logprob])).toEqual([
      ['a', null],
      ['b', -1],
      ['', null],
      ['d', null],
    ])
    expect(trace.tokens[1]!.alternatives).toEqual([{ text: 'd', logprob: -2 }])
    expect(trace.tokens[3]!.ceiling).toBe(-4)
    expect(trace.evidence.issues).toEqual([{ code: 'sentinel', count: 1 }])
  })

  it('leaves out what it does not know and counts it', () => {
    const tokens = Array.from({ length: 3 }, () => ({ text: 'a', logprob: 0, part: 'content', alternatives: [], rank: 1 }))
    const { trace, issues } = read(
      traceWith({ tokens, cost: 3, output: { text: 'aaa', finish: { unified: 'ended', raw: null }, 'odd name': 1 } }),
    )
    expect(issues).toEqual([
      'unknown-field cost',
      'unknown-field output["odd name"]',
      'wrong-type output.finish.unified',
      'unknown-field tokens[0].rank ×3',
    ])
    expect(trace.tokens[2]).toEqual({ text: 'a', logprob: 0, part: 'content', alternatives: [] })
    expect(trace.output.finish.unified).toBe('unknown')
    expect(trace).not.toHaveProperty('cost')
  })

  it('gives stand-ins that claim nothing for what is missing', () => {
    const { trace, issues } = read({ schema: 1, id: 'r.0', output: {}, tokens: [{}] })
    expect(trace).toEqual({
      schema: 1,
      id: 'r.0',
      requestId: 'r.0',
      startedAt: 0,
      source: { provider: 'unknown', api: 'unknown', requestedModel: '', model: '', choice: 0, streamed: false },
      request: { parameters: {} },
      output: { text: '', finish: { unified: 'unknown', raw: null } },
      tokens: [{ text: '', logprob: null, part: 'content', alternatives: [] }],
      evidence: { tier: 'none', k: 0, basis: 'unknown', completeness: null, issues: [] },
      timing: { totalMs: 0 },
      context: { project: 'default' },
    })
    expect(issues).toContain('missing-field tokens[0].logprob')
    expect(issues).toContain('missing-evidence evidence')
  })

  it('takes no numbers of its own for a usage or an evidence that cannot be read', () => {
    const { trace } = read(
      traceWith({ usage: { input: 3, output: 'many' }, evidence: { tier: 'best', k: 2, basis: 'raw', completeness: 1, issues: [] } }),
    )
    expect(trace.usage).toBeUndefined()
    expect(trace.evidence).toMatchObject({ tier: 'top-k', k: 2, basis: 'unknown', completeness: null })
  })

  it('takes a stated confidence only on its scale', () => {
    const verbalized = { field: '$.confidence', part: 'tool', partIndex: 1, value: 0.5, raw: '50%', scale: 'percent' }
    const output = { text: '', finish: { unified: 'stop', raw: null } }
    expect(read(traceWith({ output: { ...output, verbalized } }))).toMatchObject({ trace: { output: { verbalized } }, issues: [] })
    for (const value of [1.5, -0.1, '0.5', null, NaN]) {
      const { trace, issues } = read(traceWith({ output: { ...output, verbalized: { ...verbalized, value } } }))
      expect(trace.output).toEqual(output)
      expect(issues).toHaveLength(1)
    }
  })

  it('treats null for an optional field as its absence, −0 as 0', () => {
    const { trace, issues } = read(
      traceWith({ receivedAt: null, tokens: [{ text: 'a', id: null, logprob: -0, part: 'content', alternatives: [] }] }),
    )
    expect(issues).toEqual([])
    expect(trace).not.toHaveProperty('receivedAt')
    expect(trace.tokens).toEqual([{ text: 'a', logprob: 0, part: 'content', alternatives: [] }])
  })

  it('shares what is right with its input', () => {
    const value = traceWith()
    expect(read(value).trace.tokens).toBe(value['tokens'])
  })

  it('lets no name reach a prototype', () => {
    const line = serializeTrace(traceWith() as unknown as Trace).replace(
      '"parameters":{}',
      '"parameters":{"other":{"__proto__":{"polluted":1},"a":{"__proto__":2,"b":1}},"__proto__":{"temperature":9}}',
    )
    const tags = line.replace('"project":"p"', '"project":"p","tags":{"__proto__":"x","k":"v"},"constructor":1')
    const parsed = parseTraceJson(tags)
    expect(parsed.ok && parsed.value.context.tags).toEqual({ k: 'v' })
    expect(parsed.ok && parsed.value.request.parameters).toEqual({ other: { a: { b: 1 } } })
    expect(parsed.issues.map(({ path }) => path)).toEqual([
      'request.parameters.__proto__',
      'request.parameters.other.__proto__',
      'context.constructor',
      'context.tags.__proto__',
    ])
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  it('survives a million alternatives, deep nesting and any type anywhere', () => {
    const alternatives = Array.from({ length: 1_000_000 }, (_, i) => ({ text: `${i}`, logprob: i % 2 === 0 ? -i : 'x' }))
    const many = read(traceWith({ tokens: [{ text: 'a', logprob: -1, part: 'content', alternatives }] }))
    expect(many.trace.tokens[0]!.alternatives.length).toBeGreaterThan(0)
    expect(many.issues.length).toBeLessThan(4)
    let deep: unknown = 1
    for (let i = 0; i < 100_000; i++) deep = [deep]
    expect(read(traceWith({ request: { parameters: { other: { deep } } } })).issues).toEqual([
      expect.stringContaining('too-deep request.parameters.other'),
    ])
    expect(parseTraceJson('['.repeat(100_000)).issues[0]).toMatchObject({ code: 'too-deep' })
    expect(parseTraceJson('{"schema": 1,').issues[0]!.message).toContain('line 1')
  })

  it('never throws, and what it accepts serializes and reads back the same', () => {
    const paths = fc.constantFrom(
      'schema',
      'id',
      'requestId',
      'startedAt',
      'source',
      'request',
      'output',
      'tokens',
      'promptTokens',
      'evidence',
      'usage',
      'timing',
      'context',
    )
    const junk = fc.oneof(fc.jsonValue(), fc.constantFrom(NaN, Infinity, -Infinity, -9999, undefined, '\uD800', '\0', -1, 1.5))
    fc.assert(
      fc.property(anyTrace, fc.array(fc.tuple(paths, fc.nat(5), fc.option(fc.string()), junk), { maxLength: 4 }), (trace, changes) => {
        const value = structuredClone(trace) as unknown as Record<string, unknown>
        for (const [name, index, inner, bad] of changes) {
          const part = value[name]
          if (inner !== null && typeof part === 'object' && part !== null) {
            const names = Object.keys(part)
            const key = Array.isArray(part) ? String(index % (part.length + 1)) : (names[index] ?? inner)
            ;(part as Record<string, unknown>)[key] = bad
          } else value[name] = bad
        }
        const parsed = parseTrace(value)
        if (!parsed.ok) {
          expect(parsed.issues.length).toBeGreaterThan(0)
          return
        }
        const again = parseTraceJson(serializeTrace(parsed.value))
        expect(again.ok && again.value).toEqual(parsed.value)
        expect(again.issues).toEqual([])
      }),
      { numRuns: 500 },
    )
  })
})
