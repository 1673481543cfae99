import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { body, brief, chunk, columns, entry, line, read, stream } from '../../test/read-records.ts'
import { createRecordReader } from './reader.ts'

const encoder = new TextEncoder()

describe('what is read', () => {
  it.each<[string, string, unknown[]]>([
    ['one body', JSON.stringify(body('Hi')), ['openai-chat: Hi']],
    ['a pretty-printed body', JSON.stringify(body('Hi'), null, 2), ['openai-chat: Hi']],
    ['bodies one a line', line(body('a'), body('b')), ['openai-chat: a', 'openai-chat: b']],
    ['a list of bodies', JSON.stringify([body('a'), body('b')], null, 1), ['openai-chat: a', 'openai-chat: b']],
    ['a stream', stream(chunk('Hel', 'x'), chunk('lo', 'x'), chunk('', 'x', 'stop')), ['openai-chat: Hello']],
    ['streams one after another', stream(chunk('a', 'x')) + stream(chunk('b', 'y')), ['openai-chat: a', 'openai-chat: b']],
    ['the events of a stream one a line', line(chunk('Hel', 'x'), chunk('lo', 'x'), chunk('', 'x', 'stop')), ['openai-chat: Hello']],
    ['the events of a stream as a list', JSON.stringify([chunk('Hel', 'x'), chunk('lo', 'x')]), ['openai-chat: Hello']],
    [
      'the events of several streams, mixed',
      line(chunk('a', 'x'), chunk('b', 'y'), chunk('c', 'x'), chunk('d', 'y'), chunk('', 'x', 'stop')),
      ['openai-chat: ac', 'openai-chat: bd'],
    ],
    [
      'a stream that begins and ends with events without an id',
      line({ id: '', choices: [], prompt_filter_results: [] }, chunk('a', 'x'), {
        id: 'x',
        choices: [],
        usage: { prompt_tokens: 1, completion_tokens: 1 },
      }),
      ['openai-chat: a'],
    ],
    ['columns', line(columns('a'), columns('b')), ['columns: a', 'columns: b']],
    ['tokens one a line', line(entry('Hel', -1), entry('lo', -2)), ['columns: Hello']],
    ['tokens as a list', JSON.stringify([entry('Hel', -1), entry('lo', -2)]), ['columns: Hello']],
    [
      'lists of tokens, a list a line',
      `${JSON.stringify([entry('a', -1)])}\n${JSON.stringify([entry('b', -1)])}\n`,
      ['columns: a', 'columns: b'],
    ],
    ['tokens beside a text', line({ response: 'Hi', logprobs: [entry('Hi', -1)] }), ['columns: Hi']],
    [
      'a batch output file',
      line({ id: 'batch_req_1', custom_id: 'q1', response: { status_code: 200, body: body('a') }, error: null }),
      ['openai-chat: a'],
    ],
    ['a pair of bodies', line({ request: { model: 'm' }, response: body('a') }), ['openai-chat: a']],
    [
      'a pair with a stream as text',
      line({ request: { model: 'm' }, response: stream(chunk('a', 'x'), chunk('b', 'x')) }),
      ['openai-chat: ab'],
    ],
    ['a pair with a body as text', line({ request: '{"model":"m"}', response: JSON.stringify(body('a')) }), ['openai-chat: a']],
    ['a pair with the events of a stream', line({ request: {}, response: [chunk('a', 'x'), chunk('b', 'x')] }), ['openai-chat: ab']],
    [
      'a pair of recorded HTTP messages',
      line({ request: { method: 'POST', body: { model: 'm' } }, response: { status: 200, headers: {}, body: body('a') } }),
      ['openai-chat: a'],
    ],
    ['a pair with columns', line({ request: {}, response: columns('a') }), ['columns: a']],
    ['an envelope of another name', line({ run: 7, completion: body('a') }), ['openai-chat: a']],
    [
      'different things one after another',
      line(body('a'), columns('b')) + stream(chunk('c', 'x')) + line(columns('d')),
      ['openai-chat: a', 'columns: b', 'openai-chat: c', 'columns: d'],
    ],
  ])('%s', (_, input, expected) => {
    expect(brief(read(input))).toEqual(expected)
  })

  it('numbers records and lines, takes labels, items and languages, and dates answers by themselves', () => {
    const records = read(
      `\n${line(columns('a'), { id: 'tr-1', language: 'tr', correct: false, request: {}, response: body('b') }, { custom_id: 'c', response: { status_code: 200, body: body('c') } }, body('d'))}`,
      {
        startedAt: 5,
        context: { project: 'p' },
      },
    )
    expect(records.map(({ index, line: at, label }) => [index, at, label?.correct])).toEqual([
      [0, 2, true],
      [1, 3, false],
      [2, 4, undefined],
      [3, 5, undefined],
    ])
    expect(records.map(({ traces }) => [traces[0]!.context, traces[0]!.startedAt])).toEqual([
      [{ project: 'p', item: expect.stringMatching(/^q-/) }, 5],
      [{ project: 'p', item: 'tr-1', language: 'tr' }, 1_700_000_000_000],
      [{ project: 'p', item: 'c' }, 1_700_000_000_000],
      [{ project: 'p' }, 1_700_000_000_000],
    ])
  })

  it('takes model, messages and parameters from the request of a pair', () => {
    const request = { model: 'alias', messages: [{ role: 'user', content: 'Who?' }], temperature: 0.5, top_logprobs: 2 }
    const [trace] = read(line({ request, response: { status: 200, body: body('a') } }))[0]!.traces
    expect(trace!.source).toMatchObject({ requestedModel: 'alias', model: 'm', status: 200 })
    expect(trace!.request).toMatchObject({ messages: request.messages, parameters: { temperature: 0.5, topLogprobs: 2 } })
  })

  it('takes what was asked from fields of the record itself', () => {
    const records = read(
      line(
        { question: 'Who?', completion: body('a') },
        { messages: [{ role: 'user', content: 'Who?' }], model: 'alias', response: body('b') },
      ),
    )
    expect(
      records.map(({ traces }) => [traces[0]!.request.prompt ?? traces[0]!.request.messages?.[0]?.content, traces[0]!.context.item]),
    ).toEqual([
      ['Who?', records[1]!.traces[0]!.context.item],
      ['Who?', records[0]!.traces[0]!.context.item],
    ])
    expect(records[1]!.traces[0]!.source.requestedModel).toBe('alias')
  })

  it('reads its own traces back as they were', () => {
    const [trace] = read(line(columns('a')))[0]!.traces
    const again = read(line(trace!, { file: 'x', index: 0, trace: trace!, label: { correct: true } }))
    expect(again.map(({ format, traces, issues, label }) => [format, traces[0], issues, label?.correct])).toEqual([
      ['trace', trace, [], undefined],
      ['trace', trace, [], true],
    ])
  })

  it('reads in the format it is told', () => {
    expect(brief(read(line(columns('a')), { format: 'trace' }))).toEqual(['not-a-trace'])
    expect(brief(read(line(body('a')), { format: 'columns' }))).toEqual(['unknown-format'])
    expect(brief(read(line(body('a')), { format: 'openai-chat' }))).toEqual(['openai-chat: a'])
    expect(() => createRecordReader({ format: 'morse' })).toThrow('no format is called "morse": known are trace, columns, openai-chat')
  })
})

describe('ids', () => {
  it('are the same when the same input is read again, and differ between identical records', () => {
    const input = line(columns('a'), columns('a'), body('b'), columns('a')) + stream(chunk('c', 'x')) + stream(chunk('c', 'x'))
    const ids = read(input).flatMap(({ traces }) => traces.map(({ id }) => id))
    expect(new Set(ids).size).toBe(6)
    expect(ids[0]).toMatch(/^[0-9a-f]{32}\.0$/)
    expect([ids[1], ids[3]]).toEqual([ids[0]!.replace('.0', '-2.0'), ids[0]!.replace('.0', '-3.0')])
    expect(read(input, {}, [10, 300]).flatMap(({ traces }) => traces.map(({ id }) => id))).toEqual(ids)
    expect(read(line(columns('a')))[0]!.traces[0]!.id).toBe(ids[0])
    expect(read(stream(chunk('c', 'x')))[0]!.traces[0]!.requestId).toBe(ids[4]!.replace('.0', ''))
  })
})

describe('cuts', () => {
  const input = `${line(columns('ğ🙂'), body('日本'))}[${JSON.stringify(columns('b'))},\n${JSON.stringify(entry('c', -1))}]\n${JSON.stringify(body('d'), null, 1)}\n{"tokens":["x\n<p>\n${stream(chunk('e', 'x'), chunk('f', 'x'))}${line(chunk('g', 'y'))}`
  const whole = read(input)

  it('at every byte offset, and after each byte, give the same records', () => {
    expect(brief(whole)).toEqual([
      'columns: ğ🙂',
      'openai-chat: 日本',
      'columns: b',
      'columns: c',
      'openai-chat: d',
      'cut-off-json',
      'not-json',
      'openai-chat: ef',
      'openai-chat: g',
    ])
    const { length } = encoder.encode(input)
    for (let cut = 1; cut < length; cut++) expect(read(input, {}, [cut])).toEqual(whole)
    expect(
      read(
        input,
        {},
        Array.from({ length: length - 1 }, (_, i) => i + 1),
      ),
    ).toEqual(whole)
  })

  it('of a stream that says only at its end when it was made change nothing', () => {
    const late = stream(
      { type: 'response.created', response: { id: 'r', object: 'response', status: 'in_progress' } },
      { type: 'response.output_text.delta', output_index: 0, content_index: 0, delta: 'ğ', logprobs: [entry('ğ', -1)] },
      { type: 'response.completed', response: { id: 'r', object: 'response', created_at: 1_700_000_000, status: 'completed', output: [] } },
    )
    const once = read(late)
    expect(once.flatMap(({ traces }) => traces.map(({ startedAt }) => startedAt))).toEqual([1_700_000_000_000])
    const { length } = encoder.encode(late)
    for (let cut = 1; cut < length; cut++) expect(read(late, {}, [cut])).toEqual(once)
  })
})

describe('any mutation of a good input', () => {
  const source = encoder.encode(
    line(columns('a'), body('b'), chunk('c', 'x'), entry('d', -1)) + JSON.stringify([columns('e')]) + `\n${stream(chunk('f', 'y'))}`,
  )

  it('is read without a throw, with a reason for every record that has no trace', () => {
    const edit = fc.tuple(
      fc.nat(source.length - 1),
      fc.constantFrom(0, 0x0a, 0x22, 0x5b, 0x5d, 0x7b, 0x7d, 0x2c, 0x3a, 0x5c, 0x2d, 0x39, 0x80, 0xff),
    )
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), fc.nat(source.length), (edits, cut) => {
        const bytes = source.slice()
        for (const [at, byte] of edits) bytes[at] = byte
        const records = read(bytes)
        expect(read(bytes, {}, [cut])).toEqual(records)
        for (const { traces, issues } of records) expect(traces.length + issues.length).toBeGreaterThan(0)
        expect([...records.map(({ index }) => index)].sort((a, b) => a - b)).toEqual(records.map((_, i) => i))
      }),
      { numRuns: 400 },
    )
  })
})

it('holds no more than a part of a long list', () => {
  const reader = createRecordReader()
  const element = encoder.encode(`${JSON.stringify(columns('x'.repeat(200)))},`)
  let count = reader.push(encoder.encode('[')).length
  for (let i = 0; i < 5000; i++) count += reader.push(element).length
  expect(count).toBeGreaterThan(4990)
  expect(reader.end().length + count).toBe(5001)
})
