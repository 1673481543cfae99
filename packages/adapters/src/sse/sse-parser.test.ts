import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSseParser, type SseEvent } from './sse-parser.ts'

const encoder = new TextEncoder()

function read(text: string | Uint8Array, cuts: readonly number[] = [], limit = 1_000_000): SseEvent[] {
  const bytes = typeof text === 'string' ? encoder.encode(text) : text
  const parser = createSseParser(limit)
  const out: SseEvent[] = []
  let from = 0
  for (const cut of [...cuts.filter((at) => at <= bytes.length), bytes.length]) {
    out.push(...parser.push(bytes.slice(from, cut)))
    from = cut
  }
  return [...out, ...parser.end()]
}
const dataOf = (events: readonly SseEvent[]): string[] => events.map((event) => event.data)

describe('createSseParser', () => {
  it.each([
    ['LF', 'data: a\n\ndata: b\n\n', ['a', 'b']],
    ['CRLF', 'data: a\r\n\r\ndata: b\r\n\r\n', ['a', 'b']],
    ['CR', 'data: a\r\rdata: b\r\r', ['a', 'b']],
    ['mixed line ends', 'data: a\r\n\ndata: b\r\r\n', ['a', 'b']],
    ['no space after the colon', 'data:a\n\ndata:{"x":1}\n\n', ['a', '{"x":1}']],
    ['one space only is taken off', 'data:  a\n\n', [' a']],
    ['several data lines', 'data: a\ndata: b\ndata\n\n', ['a\nb\n']],
    ['comments and unknown fields', ': ping\nfoo: 1\ndata: a\n: more\n\n', ['a']],
    ['an event without data is none', 'event: x\n\ndata: a\n\n', ['a']],
    ['an empty data line is an event', 'data:\n\n', ['']],
    ['blank lines between events', '\n\n\ndata: a\n\n\n\n\ndata: b\n\n', ['a', 'b']],
    ['a byte-order mark', '\uFEFFdata: a\n\n', ['a']],
    ['nothing', '', []],
    ['comments only', ': a\n\n: b\n\n', []],
  ])('reads %s', (_, text, expected) => {
    expect(dataOf(read(text))).toEqual(expected)
  })

  it('delivers the event that the stream left open, and says so', () => {
    expect(read('data: a\n\ndata: b')).toEqual([
      { name: '', data: 'a', id: '', unfinished: false },
      { name: '', data: 'b', id: '', unfinished: true },
    ])
    expect(read('data: b\n')).toEqual([{ name: '', data: 'b', id: '', unfinished: true }])
  })

  it('keeps the name for one event and the id for all that follow', () => {
    const events = read('event: x\nid: 7\ndata: a\n\ndata: b\n\nid: 8\0\ndata: c\n\nretry: 250\nretry: x\n\n')
    expect(events.map(({ name, id }) => [name, id])).toEqual([
      ['x', '7'],
      ['', '7'],
      ['', '7'],
    ])
  })

  it('drops and counts an event above the limit and goes on behind it', () => {
    const long = 'x'.repeat(5000)
    for (const cuts of [[], [10], [100, 2000, 4990], [2000, 5015], [5015], ...Array.from({ length: 60 }, (_, i) => [5010 + i])]) {
      const parser = createSseParser(1000)
      const bytes = encoder.encode(`data: a\n\ndata: ${long}\n\ndata: b\ndata: ${long}\ndata: c\n\ndata: d\n\n`)
      const out: SseEvent[] = []
      let from = 0
      for (const cut of [...cuts, bytes.length]) {
        out.push(...parser.push(bytes.slice(from, cut)))
        from = cut
      }
      expect(dataOf([...out, ...parser.end()])).toEqual(['a', 'd'])
      expect(parser.oversized()).toBe(2)
    }
  })

  it('counts lines that are no field, so that a page of markup is not taken for an empty stream', () => {
    const parser = createSseParser(1000)
    parser.push(encoder.encode('<html>\n<body>Bad gateway</body>\n</html>\n'))
    parser.end()
    expect(parser.strayLines()).toEqual({ count: 3, first: '<html>' })
  })

  it('finds the same events however the bytes are cut', () => {
    const piece = fc.constantFrom('data: é日😀', 'data:x', 'event: e', 'id: 1', ': c', '', 'retry: 5', 'data', '\uFEFFdata: y', 'junk')
    const lineEnd = fc.constantFrom('\n', '\r', '\r\n')
    const stream = fc.array(fc.tuple(piece, lineEnd), { maxLength: 30 }).map((lines) => lines.map((line) => line.join('')).join(''))
    fc.assert(
      fc.property(stream, fc.array(fc.nat(400), { maxLength: 12 }), (text, cuts) => {
        const sorted = [...cuts].sort((a, b) => a - b)
        expect(read(text, sorted)).toEqual(read(text))
      }),
    )
    const bytes = encoder.encode('\uFEFFdata: é日😀\r\ndata: b\r\n\r\nevent: x\rdata: ü\r\r')
    const whole = read(bytes)
    for (let cut = 0; cut <= bytes.length; cut++) expect(read(bytes, [cut])).toEqual(whole)
    expect(read(bytes, Array.from(bytes.keys()))).toEqual(whole)
  })
})
