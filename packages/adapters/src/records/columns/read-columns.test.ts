import type { Trace } from '@logitscope/core'
import { describe, expect, it } from 'vitest'
import type { DecodeOptions } from '../../contract.ts'
import { entriesIn, isEntry, readColumns, readEntries, type ColumnsResult } from './read-columns.ts'

const options: DecodeOptions = { requestId: 'r', startedAt: 5, context: { project: 'p', item: 'i' } }

function read(record: object, more: Partial<DecodeOptions> = {}): ColumnsResult {
  const result = readColumns(record as Readonly<Record<string, unknown>>, { ...options, ...more })
  if (result === null) throw new Error('not read as columns')
  return result
}

function traceOf(record: object, more: Partial<DecodeOptions> = {}): Trace {
  const { trace } = read(record, more)
  if (trace === null) throw new Error('no trace')
  return trace
}

const issuesOf = (trace: Trace): string[] =>
  trace.evidence.issues.map(({ code, count, at }) => `${code} ×${count}${at === undefined ? '' : ` at ${at}`}`)

describe('a record', () => {
  it('becomes a trace with all that stands in it', () => {
    const trace = traceOf({
      tokens: ['Par', 'is', '<|im_end|>'],
      logprobs: [-0.5, -0.25, -0.125],
      top: [
        [
          ['Par', -0.5],
          ['Lon', -1],
        ],
        [['is', -0.25]],
        [],
      ],
      ids: [7, 8, 2],
      vocabulary: 49152,
      response: 'Paris',
      question: 'Capital of France?',
      model: 'm',
      finish: 'stop',
      temperature: 0.5,
      messages: [{ role: 'user', content: 'Capital of France?' }],
      entropyBits: [1, 2, 3],
    })
    expect(trace).toEqual({
      schema: 1,
      id: 'r.0',
      requestId: 'r',
      startedAt: 5,
      source: { provider: 'unknown', api: 'columns', requestedModel: 'm', model: 'm', choice: 0, streamed: false },
      request: {
        messages: [{ role: 'user', content: 'Capital of France?' }],
        prompt: 'Capital of France?',
        parameters: { temperature: 0.5 },
      },
      output: { text: 'Paris', finish: { unified: 'stop', raw: 'stop' } },
      tokens: [
        {
          text: 'Par',
          logprob: -0.5,
          id: 7,
          part: 'content',
          alternatives: [
            { text: 'Par', logprob: -0.5 },
            { text: 'Lon', logprob: -1 },
          ],
        },
        { text: 'is', logprob: -0.25, id: 8, part: 'content', alternatives: [{ text: 'is', logprob: -0.25 }] },
        { text: '<|im_end|>', logprob: -0.125, id: 2, part: 'content', special: true, alternatives: [] },
      ],
      evidence: { tier: 'top-k', k: 2, vocabulary: 49152, basis: 'unknown', completeness: null, issues: [] },
      timing: { totalMs: 0 },
      context: { project: 'p', item: 'i' },
    })
  })

  it.each<[string, object]>([
    [
      'pairs',
      [
        ['b', -2],
        ['a', -1],
      ],
    ],
    [
      'pairs with the value first',
      [
        [-2, 'b'],
        [-1, 'a'],
      ],
    ],
    ['a dictionary', { b: -2, a: -1 }],
    [
      'entries',
      [
        { token: 'b', logprob: -2 },
        { token: 'a', logprob: -1 },
      ],
    ],
    ['a dictionary by id', { 4: { logprob: -2, rank: 2, decoded_token: 'b' }, 3: { logprob: -1, rank: 1, decoded_token: 'a' } }],
  ])('takes alternatives as %s, the most probable first', (_, list) => {
    const [token] = traceOf({ tokens: ['a'], logprobs: [-1], top: [list] }).tokens
    expect(token!.alternatives.map(({ text, logprob }) => [text, logprob])).toEqual([
      ['a', -1],
      ['b', -2],
    ])
  })

  it('takes the object of older completions beside a question', () => {
    const trace = traceOf({
      question: 'q',
      response: ' A:',
      logprobs: { tokens: [' A', ':'], token_logprobs: [-0.1, -0.2], top_logprobs: [{ ' A': -0.1 }, { ':': -0.2 }], text_offset: [0, 2] },
    })
    expect(trace.output.text).toBe(' A:')
    expect(trace.tokens.map(({ text, logprob, alternatives }) => [text, logprob, alternatives.length])).toEqual([
      [' A', -0.1, 1],
      [':', -0.2, 1],
    ])
  })

  it('takes ids for tokens where no text was kept', () => {
    const trace = traceOf({ tokens: [5, 6], logprobs: [-1, -2], text: 'ab' })
    expect(trace.tokens.map(({ text, id }) => [text, id])).toEqual([
      ['', 5],
      ['', 6],
    ])
  })

  it.each<[string, object]>([
    [
      'entries',
      {
        tokens: ['a'],
        logprobs: [
          {
            token: 'a',
            logprob: -1,
            top_logprobs: [
              { token: 'a', logprob: -1 },
              { token: 'b', logprob: -2 },
            ],
          },
        ],
      },
    ],
    [
      'lists by id beside ids',
      { token_ids: [3], logprobs: [{ 4: { logprob: -2, decoded_token: 'b' }, 3: { logprob: -1, decoded_token: 'a' } }] },
    ],
    [
      'lists by id beside texts',
      { tokens: ['a'], logprobs: [{ 4: { logprob: -2, decoded_token: 'b' }, 3: { logprob: -1, decoded_token: 'a' } }] },
    ],
  ])('takes %s in the column of values', (_, record) => {
    const [token] = traceOf(record).tokens
    expect([token!.text, token!.logprob, token!.alternatives.map(({ text, logprob }) => [text, logprob])]).toEqual([
      'a',
      -1,
      [
        ['a', -1],
        ['b', -2],
      ],
    ])
  })

  it('takes of several texts the one that the tokens spell', () => {
    expect(traceOf({ tokens: ['a', 'b'], logprobs: [-1, -1], text: 'q: ', response: 'ab' }).output.text).toBe('ab')
    expect(traceOf({ tokens: ['a', 'b'], logprobs: [-1, -1], text: 'a b', response: 'a  b' }).output.text).toBe('a b')
  })

  it('spells the text from the tokens where it is not given, without the template', () => {
    expect(traceOf({ tokens: ['<|im_start|>', 'assistant', '\n', 'Hi', '<|im_end|>'], logprobs: [0, 0, 0, -1, -1] }).output.text).toBe('Hi')
  })

  it('keeps a template that the text spells, and marks its tokens', () => {
    const trace = traceOf({
      tokens: ['<|start_header_id|>', '<|start_header_id|>', 'assistant', '<|end_header_id|>', '\n\n', 'Frank', ' Morris'],
      logprobs: [0, 0, 0, 0, 0, -0.55, -0.1],
      response: 'assistant\n\nFrank Morris',
    })
    expect(trace.output.text).toBe('assistant\n\nFrank Morris')
    expect(trace.tokens.map(({ special }) => special === true)).toEqual([true, true, true, true, true, false, false])
  })
})

describe('values that are no log-probabilities', () => {
  it.each<[string, unknown, string]>([
    ['a placeholder', -9999, 'sentinel ×1 at 1'],
    ['null', null, 'missing-logprob ×1 at 1'],
    ['NaN in words', 'NaN', 'non-finite ×1 at 1'],
    ['−Infinity in words', '-Infinity', 'sentinel ×1 at 1'],
    ['a text', 'high', 'wrong-type ×1 at 1'],
    ['an object', { a: 'x' }, 'wrong-type ×1 at 1'],
    ['true', true, 'wrong-type ×1 at 1'],
  ])('%s is no value, and counted', (_, value, expected) => {
    const trace = traceOf({ tokens: ['a', 'b'], logprobs: [-1, value], top: [{ a: -1 }, { c: -3, d: -4 }] })
    expect(trace.tokens[1]).toMatchObject({ logprob: null, ceiling: -4 })
    expect(issuesOf(trace)).toContain(expected)
  })

  it('takes a number in quotes, and says so', () => {
    const trace = traceOf({ tokens: ['a'], logprobs: ['-0.5'] })
    expect(trace.tokens[0]!.logprob).toBe(-0.5)
    expect(issuesOf(trace)).toEqual(['wrong-type ×1 at 0'])
  })

  it('says that an empty list is none', () => {
    const trace = traceOf({ tokens: [], logprobs: [] })
    expect(trace.evidence).toMatchObject({ tier: 'none', k: 0 })
    expect(issuesOf(trace)).toEqual(['no-logprobs ×1'])
  })
})

describe('columns of different lengths', () => {
  it('give no trace where it is not known which value belongs to which token', () => {
    expect(read({ tokens: ['a', 'b'], logprobs: [-1] })).toEqual({
      trace: null,
      issues: [
        {
          code: 'length-mismatch',
          path: 'logprobs',
          message: 'tokens has 2 elements and logprobs has 1: which value belongs to which token is not known',
        },
      ],
    })
  })

  it('lose alternatives or ids that do not fit', () => {
    const { trace, issues } = read({ tokens: ['a', 'b'], logprobs: [-1, -2], top: [{ a: -1 }], ids: [1, 2, 3] })
    expect(trace!.tokens.every(({ alternatives, id }) => alternatives.length === 0 && id === undefined)).toBe(true)
    expect(issues.map(({ code, path }) => [code, path])).toEqual([
      ['length-mismatch', 'top'],
      ['length-mismatch', 'ids'],
    ])
  })
})

describe('limits', () => {
  it('keeps what fits of a million alternatives, and counts the rest', () => {
    const list = Array.from({ length: 1_000_000 }, (_, i) => [`t${i}`, -i / 100_000])
    const trace = traceOf({ tokens: ['t0'], logprobs: [0], top: [list] })
    expect(trace.tokens[0]!.alternatives).toHaveLength(262_144)
    expect(issuesOf(trace)).toContain('limit-exceeded ×737856 at 0')
  })

  it('keeps what fits of too many tokens', () => {
    const tokens = Array.from({ length: 50 }, () => 'a')
    const trace = traceOf({ tokens, logprobs: tokens.map(() => -1) }, { limits: { tokens: 20 } })
    expect(trace.tokens).toHaveLength(20)
    expect(issuesOf(trace)).toEqual(['limit-exceeded ×30'])
  })
})

it('a name that objects are born with is a token like any other', () => {
  const record = JSON.parse(
    '{"tokens":["__proto__"],"logprobs":[-1],"top":[{"__proto__":-1,"constructor":-2}],"__proto__":{"text":"x"}}',
  ) as object
  const trace = traceOf(record)
  expect(trace.output.text).toBe('__proto__')
  expect(trace.tokens[0]!.alternatives.map(({ text }) => text)).toEqual(['__proto__', 'constructor'])
})

it('records without columns are not taken', () => {
  for (const record of [{}, { tokens: ['a'] }, { logprobs: [-1] }, { tokens: 'a', logprobs: 'b' }, { logprobs: { content: [] } }])
    expect(readColumns(record, options)).toBeNull()
})

it('takes token entries beside a text', () => {
  const record = {
    response: 'Hi',
    logprobs: [
      { token: 'H', logprob: -1, bytes: [72] },
      { token: 'i', logprob: -2 },
    ],
  }
  expect(isEntry(record.logprobs[0])).toBe(true)
  expect(isEntry({ token: 'a' })).toBe(false)
  const { trace } = readEntries(entriesIn(record)!, record, options)
  expect(trace!.output.text).toBe('Hi')
  expect(trace!.tokens.map(({ logprob }) => logprob)).toEqual([-1, -2])
})
