import { describe, expect, it } from 'vitest'
import { readLines } from './read-lines.ts'

const trace = (id: string): Readonly<Record<string, unknown>> => ({
  schema: 1,
  id,
  requestId: id,
  startedAt: 5,
  source: { provider: 'p', api: 'columns', requestedModel: 'm', model: 'm', choice: 0, streamed: false },
  request: { parameters: {} },
  output: { text: '', finish: { unified: 'stop', raw: null } },
  tokens: [],
  evidence: { tier: 'none', k: 0, basis: 'unknown', completeness: null, issues: [] },
  timing: { totalMs: 0 },
  context: { project: 'p' },
})
const json = JSON.stringify
const idsOf = (body: string): unknown[] =>
  [...readLines(body)].map((read) => (read.ok ? [read.line, read.trace.id] : [read.line, read.issues[0]?.code]))

describe('readLines', () => {
  it.each([
    ['one a line', `${json(trace('a'))}\n${json(trace('b'))}\n`],
    ['with blank lines and carriage returns', `${json(trace('a'))}\r\n\n${json(trace('b'))}`],
  ])('reads traces %s', (_, body) => {
    expect(idsOf(body).map((entry) => (entry as unknown[])[1])).toEqual(['a', 'b'])
  })

  it('reads an array, and one object over several lines', () => {
    expect(idsOf(json([trace('a'), trace('b')]))).toEqual([
      [1, 'a'],
      [2, 'b'],
    ])
    expect(idsOf(JSON.stringify(trace('a'), null, 2))).toEqual([[1, 'a']])
  })

  it('refuses what is wrong by its line and reads the rest', () => {
    const body = [json(trace('a')), 'nonsense', '{"schema":9,"id":"x"}', '[1]', 'null', json(trace('b'))].join('\n')
    expect(idsOf(body)).toEqual([
      [1, 'a'],
      [2, 'not-json'],
      [3, 'unsupported-schema'],
      [4, 'not-a-trace'],
      [5, 'not-a-trace'],
      [6, 'b'],
    ])
    expect(idsOf('[{"a":')).toEqual([[1, 'not-json']])
    expect(idsOf('')).toEqual([])
  })

  it('reads the labels of an export and of records with a judgement', () => {
    const label = { traceId: 'other', value: 'correct', source: 'kim', at: 7, note: 'n', samplingProbability: 0.5 }
    const body = [
      json({ trace: trace('a'), analysis: {}, labels: [label, { ...label, value: null }, { value: 'nonsense', source: 'x' }] }),
      json({ label: { correct: false }, trace: trace('b') }),
    ].join('\n')
    expect([...readLines(body)].map((read) => (read.ok ? read.labels : null))).toEqual([
      [{ value: 'correct', source: 'kim', at: 7, note: 'n', samplingProbability: 0.5 }],
      [{ value: 'incorrect', source: 'import', at: 0, samplingProbability: null }],
    ])
  })
})
