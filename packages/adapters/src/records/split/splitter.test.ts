import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSplitter } from './splitter.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

type Event =
  | readonly [kind: 'value', value: string, bytes: string, line: number, array: number]
  | readonly ['issue', string, number]
  | readonly ['stream', string]

function split(input: string | Uint8Array, cuts: readonly number[] = [], recordBytes = 1_000_000): { events: Event[]; messages: string[] } {
  const bytes = typeof input === 'string' ? encoder.encode(input) : input
  const events: Event[] = []
  const messages: string[] = []
  let stream = ''
  const splitter = createSplitter(
    {
      value: (value, raw, place) => void events.push(['value', JSON.stringify(value), decoder.decode(raw), place.line, place.array]),
      unreadable(issue, line) {
        events.push(['issue', issue.code, line])
        messages.push(issue.message)
      },
      stream: (raw) => void (stream += Buffer.from(raw).toString('latin1')),
      streamEnd() {
        events.push(['stream', stream])
        stream = ''
      },
    },
    { recordBytes },
  )
  const scratch = new Uint8Array(bytes.length)
  let from = 0
  for (const to of [...cuts, bytes.length]) {
    // A chunk that is overwritten after the push shows whether anything is kept by reference.
    const chunk = scratch.subarray(0, to - from)
    chunk.set(bytes.subarray(from, to))
    splitter.push(chunk)
    chunk.fill(0x7b)
    from = to
  }
  splitter.end()
  return { events, messages }
}

const values = (input: string, recordBytes?: number): string[] =>
  split(input, [], recordBytes).events.map((event) => (event[0] === 'value' ? event[2] : `${event[0]} ${event[1]}`))

describe('what it finds', () => {
  it.each<[string, string, string[]]>([
    ['one object', '{"a":1}', ['{"a":1}']],
    ['a line each', '{"a":1}\n{"b":2}\n', ['{"a":1}', '{"b":2}']],
    ['CRLF, blank lines and a byte-order mark', '\ufeff{"a":1}\r\n\r\n  \n{"b":2}\r\n', ['{"a":1}', '{"b":2}']],
    ['a pretty-printed object', '{\n  "a": [\n    1\n  ]\n}\n', ['{\n  "a": [\n    1\n  ]\n}']],
    ['pretty-printed objects one after another', '{\n "a": 1\n}\n{\n "b": 2\n}', ['{\n "a": 1\n}', '{\n "b": 2\n}']],
    ['objects on one line', '{"a":1}{"b":2} {"c":3}', ['{"a":1}', '{"b":2}', '{"c":3}']],
    ['objects with commas between them', '{"a":1},\n{"b":2},\n', ['{"a":1}', '{"b":2}']],
    ['JSON text sequences', '\x1e{"a":1}\n\x1e{"b":2}\n', ['{"a":1}', '{"b":2}']],
    ['the elements of an array', '[{"a":1},{"b":[2,{}]}]', ['{"a":1}', '{"b":[2,{}]}']],
    ['the elements of a pretty-printed array', '[\n  {"a":1},\n  {\n    "b":2\n  }\n]\n', ['{"a":1}', '{\n    "b":2\n  }']],
    ['an array a line', '[{"a":1}]\n[{"b":2}]', ['{"a":1}', '{"b":2}']],
    ['braces and quotes in strings', '{"a":"}\\"]{"}\n{"b":"\\\\"}', ['{"a":"}\\"]{"}', '{"b":"\\\\"}']],
    ['bare values', '"text"\n12\nnull\n', ['"text"', '12', 'null']],
    ['an array of numbers', '[1, 2,\n3]', ['[1, 2,\n3]']],
    ['an array of arrays and strings', '[["a",-1],"b"]', ['["a",-1]', '"b"']],
    ['an event stream', 'data: {"a":1}\n\ndata: [DONE]\n\n', ['stream data: {"a":1}\n\ndata: [DONE]']],
    ['an event stream with CR only', ': hello\rdata:x\r\rdata:[DONE]\r\r', ['stream : hello\rdata:x\r\rdata:[DONE]']],
    ['an event stream without an end', 'event: a\ndata: {"a":1}', ['stream event: a\ndata: {"a":1}']],
    ['event streams one after another', 'data: 1\n\ndata: [DONE]\n\ndata: 2\n\n', ['stream data: 1\n\ndata: [DONE]', 'stream data: 2\n\n']],
    ['objects after an event stream', 'data: 1\n\ndata: [DONE]\n\n{"a":1}\n', ['stream data: 1\n\ndata: [DONE]', '{"a":1}']],
    [
      'text before a body',
      'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{\r\n "a": 1\r\n}',
      ['issue not-json', '{\r\n "a": 1\r\n}'],
    ],
    ['log lines between records', '{"a":1}\n[INFO] ready\n[12:30:01] go\n{"b":2}', ['{"a":1}', 'issue not-json', '{"b":2}']],
  ])('%s', (_, input, expected) => {
    expect(values(input)).toEqual(expected)
  })

  it('numbers lines from 1 and arrays from 1', () => {
    expect(split('\n{"a":1}\n[\n{"b":1}\n,{"c":1}]\n{\n}\n{"d":1}').events).toEqual([
      ['value', '{"a":1}', '{"a":1}', 2, 0],
      ['value', '{"b":1}', '{"b":1}', 4, 1],
      ['value', '{"c":1}', '{"c":1}', 5, 1],
      ['value', '{}', '{\n}', 6, 0],
      ['value', '{"d":1}', '{"d":1}', 8, 0],
    ])
  })
})

describe('what it cannot read', () => {
  it.each<[string, string, string[]]>([
    ['nothing', '', ['issue empty']],
    ['white space', ' \r\n\t\n', ['issue empty']],
    ['an empty array', '[]', ['issue no-records']],
    ['text', 'hello\nworld\n', ['issue not-json']],
    ['an HTML page', '<!DOCTYPE html>\n<html>\n<script>\n{ "x": 1,\n}\n</script>\n</html>', ['issue html']],
    ['an HTML page between records', '{"a":1}\n<html>\n<body>{"c":3}\n</html>\n{"b":2}\n', ['{"a":1}', 'issue html', '{"b":2}']],
    ['a cut-off body', '{"a": [1, 2', ['issue cut-off-json']],
    ['a cut-off pretty-printed body', '{\n  "a": [\n    {"b": 1},\n    {"b": 2},', ['issue cut-off-json']],
    ['a cut-off array', '[{"a":1},', ['{"a":1}', 'issue cut-off-json']],
    ['an array cut off inside an element', '[{"a":1},\n{"b":', ['{"a":1}', 'issue cut-off-json']],
    ['a line cut off inside a string', '{"a":"x\n{"b":2}', ['issue cut-off-json', '{"b":2}']],
    ['a line cut off after a number', '{"a":[1\n{"b":2}\n', ['issue cut-off-json', '{"b":2}']],
    ['a line cut off after a comma', '{"a":[1,\n{"b":2}\n{"c":3}', ['issue cut-off-json', '{"b":2}', '{"c":3}']],
    ['neighbouring lines cut off', '{"a":[1\n{"b":[1\n{"c":3}', ['issue cut-off-json', 'issue cut-off-json', '{"c":3}']],
    ['a line with a bad word', '{"a":tru}\n{"b":2}', ['issue invalid-json', '{"b":2}']],
    ['a line with wrong brackets', '{"a":[1}\n{"b":2}', ['issue invalid-json', '{"b":2}']],
    ['a bad element', '[{"a":1},{"b":tru},{"c":3}]\n', ['{"a":1}', 'issue invalid-json', '{"c":3}']],
    ['a bad element on its own line', '[\n {"a":1},\n {"b":[1},\n {"c":3}\n]', ['{"a":1}', 'issue invalid-json', '{"c":3}']],
    ['Python literals', "{'a': 1}\n{'b': 2}\n", ['issue invalid-json', 'issue invalid-json']],
    ['a broken pretty-printed body among others', '{\n "a": "x\n}\n{\n "b": 2\n}\n', ['issue cut-off-json', '{\n "b": 2\n}']],
    [
      'an unclosed pretty-printed body among others',
      '{\n "a": [\n  1,\n{\n "b": 2\n}\n{\n "c": 3\n}\n',
      ['issue cut-off-json', '{\n "b": 2\n}', '{\n "c": 3\n}'],
    ],
    ['bytes of zero', '{"a":1}\n\0\0\0\n{"b":2}', ['{"a":1}', 'issue not-text', '{"b":2}']],
    ['what follows an object on its line', '{"a":1} oops\n{"b":2}', ['{"a":1}', 'issue not-json', '{"b":2}']],
  ])('%s', (_, input, expected) => {
    expect(values(input)).toEqual(expected)
  })

  it('says what a compressed or UTF-16 input is, and does not look into it', () => {
    expect(split(Uint8Array.of(0x1f, 0x8b, 8, 0, 0x7b, 0x0a)).events).toEqual([['issue', 'not-text', 1]])
    expect(split(Uint8Array.of(0xff, 0xfe, 0x7b, 0, 0x0a, 0)).messages[0]).toContain('UTF-16')
  })

  it('passes over a line that is too long, and says how long it is', () => {
    const long = `{"a":"${'x'.repeat(300_000)}"}`
    const { events, messages } = split(`{"a":1}\n${long}\n{"b":2}\n`, [], 100_000)
    expect(events.map((event) => event[0])).toEqual(['value', 'issue', 'value'])
    expect(events[1]).toEqual(['issue', 'record-too-large', 2])
    expect(events[2]).toEqual(['value', '{"b":2}', '{"b":2}', 3, 0])
    expect(messages[0]).toContain('300008')
  })

  it('passes over a long pretty-printed value to its end', () => {
    const long = `{\n"a": [\n${'{"b":\n1},\n'.repeat(20_000)}2]\n}`
    expect(split(`${long}\n{"c":3}`, [], 100_000).events).toEqual([
      ['issue', 'record-too-large', 1],
      ['value', '{"c":3}', '{"c":3}', 40_005, 0],
    ])
  })

  it('ends on lines that each could be the start of everything', () => {
    const lines = split('[1,\n{"a":[\n,\n'.repeat(100_000)).events
    expect(lines.length).toBeGreaterThan(0)
  })
})

describe('cuts', () => {
  const inputs = [
    '\ufeff{"a":"ğ🙂\\u00e9"}\r\n{"b":[1,2,{"c":"}"}]}\r\n\r\n[{"d":1},{"e":2}]\n{\n "f": 1\n}\n{"g":"x\n{"h":1}\ntext\n<b>\n{"i":1}',
    '[\n {"a":1},\n {\n "b": 2\n },\n {"c":[1},\n {"d":4}\n]\n',
    ': c\r\ndata: {"a":1}\r\n\r\ndata: [DONE]\r\n\r\ndata:2\n\n',
    '{"a":[1,\n{"b":2}\n{"c":3}\n12\n[4,5]\n[INFO] x\n{"d":tru}',
    '<html>\n{"a":\n{"a":1}\n{"b":1} {"c":1}',
  ]
  it.each(inputs)('give the same at every byte offset: %#', (input) => {
    const whole = split(input)
    const length = encoder.encode(input).length
    for (let cut = 0; cut <= length; cut++) expect(split(input, [cut])).toEqual(whole)
    expect(
      split(
        input,
        Array.from({ length: length - 1 }, (_, i) => i + 1),
      ),
    ).toEqual(whole)
  })

  it('give the same for any text and any cuts', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '\n',
      '\r',
      ' ',
      'a',
      '1',
      'true',
      '{"a":1}',
      '{"a":1}\n',
      '\n{\n',
      '[1,2]',
      'data: x\n',
      'data: [DONE]\n',
      '<p>\n',
      '\u{feff}',
      'é',
      '\0',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.array(fc.nat(100), { maxLength: 10 }), (pieces, offsets) => {
        const input = pieces.join('')
        const length = encoder.encode(input).length
        const cuts = offsets.map((offset) => Math.min(offset, length)).sort((a, b) => a - b)
        const whole = split(input, [], 40)
        expect(split(input, cuts, 40)).toEqual(whole)
      }),
      { numRuns: 3000 },
    )
  })

  it('give the same where lines are longer than what is looked at once', () => {
    const element = `{"a":"${'y'.repeat(700)}"}`
    const input = `[${Array.from({ length: 300 }, () => element).join(',')}]\n${'{"b":1}'.repeat(20_000)}\n{"c":"${'z'.repeat(2_400_000)}"} {"d":1}\n`
    const whole = split(input, [], 10_000_000)
    expect(whole.events).toHaveLength(20_302)
    const length = encoder.encode(input).length
    for (const size of [1000, 65_536, 65_537]) {
      const cuts = Array.from({ length: Math.floor((length - 1) / size) }, (_, i) => (i + 1) * size)
      expect(split(input, cuts, 10_000_000)).toEqual(whole)
    }
  })
})

it('finds every value of any list of values, however they are laid out', () => {
  const layout = fc.constantFrom(0, 1, 2, 4)
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.dictionary(fc.string(), fc.jsonValue()), layout), { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      (items, inArray) => {
        const texts = items.map(([value, space]) => JSON.stringify(value, null, space))
        const input = inArray ? `[${texts.join(',\n')}]` : texts.join('\n')
        expect(split(input).events.map((event) => event[1])).toEqual(items.map(([value]) => JSON.stringify(value)))
      },
    ),
  )
})
