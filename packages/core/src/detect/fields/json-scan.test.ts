import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonDocumentsOf } from './json-documents.ts'
import { jsonPath } from './json-path.ts'
import { scanJson } from './json-scan.ts'

/** `path = value` of every leaf, `…` behind those that were cut. */
function leavesOf(text: string): string[] {
  return jsonDocumentsOf(text).flatMap(({ leaves }) =>
    leaves.map(({ path, value, complete }) => `${path} = ${JSON.stringify(value)}${complete ? '' : '…'}`),
  )
}

describe('the leaves of', () => {
  it.each([
    ['{"a":"x"}', ['$.a = "x"']],
    [
      ' \n\ufeff{"a" : [ {"b":null} , true, -1.5e3, "" ], "c":{}, "d":[]}\n',
      ['$.a[0].b = "null"', '$.a[1] = "true"', '$.a[2] = "-1.5e3"', '$.a[3] = ""', '$.c = "{}"', '$.d = "[]"'],
    ],
    ['{"n":42,"f":0.5,"big":12345678901234567890,"z":-0}', ['$.n = 42', '$.f = 0.5', '$.big = "12345678901234567890"', '$.z = "-0"']],
    ['{"a":"\\u0130zmir \\ud83d\\ude00 \\n\\"\\\\"}', ['$.a = "İzmir 😀 \\n\\"\\\\"']],
    [
      '{"a.b":1,"it\'s":2,"":3,"şehir":4,"x\\ny":5,"\\u0061":6,"1a":7}',
      ["$['a.b'] = 1", "$['it\\'s'] = 2", "$[''] = 3", '$.şehir = 4', "$['x\\ny'] = 5", '$.a = 6', "$['1a'] = 7"],
    ],
    ['{"a":1,"a":2}', ['$.a = 1', '$.a = 2']],
    ['{"a":1,/* why */"b":[1,2,],// end\n}', ['$.a = 1', '$.b[0] = 1', '$.b[1] = 2']],
    ['{"a":1}\n{"a":2}\n', ['$.a = 1', '$.a = 2']],
    ['Here you go: {"a":"x"} Anything else?', ['$.a = "x"']],
    ['It is ["Paris","Rome"], as in [1] and {x}.', ['$[0] = "Paris"', '$[1] = "Rome"']],
    ['Sure!\n```json\n{"a":"x"}\n```\nDone {"b":1}', ['$.a = "x"', '$.b = 1']],
    ['```\n[1,2]\n```', ['$[0] = 1', '$[1] = 2']],
    ['```json\n{"a":[1,', ['$.a[0] = 1']],
    ['```python\nx = {"a": 1}\n```', []],
    ['{"a":"x","b":"y', ['$.a = "x"', '$.b = "y"…']],
    ['{"a":12', ['$.a = 12…'.replace('12', '"12"')]],
    ['{"a":tru', ['$.a = "tru"…']],
    ['{"a":"\\u01', ['$.a = ""…']],
    ['{"a":"', []],
    ['{"a":1,"b":oops}', ['$.a = 1']],
    ["{'a':'b'}", []],
    ['[1, 2 and 3] are few', []],
    ['\\frac{"a"}{b}', []],
    ['42', []],
    ['', []],
    ['{}', []],
    ['[]', []],
  ])('%s', (text, expected) => expect(leavesOf(text)).toEqual(expected))
})

it('knows where each value stands, quotes left out', () => {
  const text = '{"city": "İzmir", "year": 1881, "none": "", "all": [ ]}'
  expect(scanJson(text, 0).leaves.map(({ start, end }) => text.slice(start, end))).toEqual(['İzmir', '1881', '""', '[ ]'])
})

it('writes a path of any depth in bounded space', () => {
  expect(jsonPath(Array.from({ length: 64 }, () => 0))).toBe(`$${'[0]'.repeat(64)}`)
  expect(jsonPath(Array.from({ length: 100_000 }, () => 0))).toBe(`$${'[0]'.repeat(48)}…${'[0]'.repeat(16)}`)
})

it('reads 100 000 levels without running out of stack, closed or not', () => {
  const depth = 100_000
  for (const [open, close] of [
    ['[', ']'],
    ['{"a":', '}'],
  ] as const) {
    const whole = `${open.repeat(depth)}1${close.repeat(depth)}`
    expect(scanJson(whole, 0)).toMatchObject({ status: 'complete', end: whole.length, leaves: [{ value: 1 }] })
    expect(scanJson(whole.slice(0, open.length * depth), 0)).toMatchObject({ status: 'cut', leaves: [] })
    expect(jsonDocumentsOf(`So: ${whole}`).length).toBeLessThanOrEqual(1)
  }
})

/** The scalars and empty containers of a value, as JSON.parse sees it. */
function modelLeaves(value: unknown, path: (string | number)[] = []): string[] {
  if (typeof value !== 'object' || value === null) {
    return [`${jsonPath(path)} = ${typeof value === 'string' ? JSON.stringify(value) : Object.is(value, -0) ? '0' : String(value)}`]
  }
  const entries = Object.entries(value)
  if (entries.length === 0) return path.length === 0 ? [] : [`${jsonPath(path)} = ${Array.isArray(value) ? '[]' : '{}'}`]
  return entries.flatMap(([key, inner]) => modelLeaves(inner, [...path, Array.isArray(value) ? Number(key) : key]))
}

const documents = fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()))
const shown = (leaf: { path: string; type: string; value: string | number }): string =>
  `${leaf.path} = ${leaf.type === 'string' ? JSON.stringify(leaf.value) : String(leaf.value)}`

describe('any document', () => {
  it('gives exactly the leaves that JSON.parse sees, with any indentation', () => {
    fc.assert(
      fc.property(documents, fc.integer({ min: 0, max: 3 }), (value, indent) => {
        const found = jsonDocumentsOf(JSON.stringify(value, null, indent))
        expect(found).toHaveLength(1)
        expect(found[0]!.complete).toBe(true)
        expect(found[0]!.leaves.map(shown)).toEqual(modelLeaves(JSON.parse(JSON.stringify(value))))
      }),
    )
  })

  it('gives, cut off anywhere, the same leaves as far as they are complete, and at most one that is not', () => {
    fc.assert(
      fc.property(documents, fc.constantFrom('', 'Answer:\n```json\n'), (value, before) => {
        const text = before + JSON.stringify(value)
        const whole = jsonDocumentsOf(text).flatMap(({ leaves }) => leaves)
        for (let end = 0; end <= text.length; end++) {
          const cut = jsonDocumentsOf(text.slice(0, end)).flatMap(({ leaves }) => leaves)
          const complete = cut.filter((leaf) => leaf.complete)
          expect(complete).toEqual(whole.slice(0, complete.length))
          expect(cut.length - complete.length).toBeLessThanOrEqual(1)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('never throws, and keeps leaves in order and apart', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '"a"',
      '1',
      'true',
      '\\',
      '\\u00',
      '//',
      '/*',
      '*/',
      '\n',
      ' ',
      '```',
      '```json\n',
      'x',
      "'",
      '\ud800',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (list) => {
        const text = list.join('')
        let last = 0
        for (const { leaves, start, end, outerStart, outerEnd } of jsonDocumentsOf(text)) {
          expect([outerStart <= start, end <= outerEnd, outerEnd <= text.length, outerStart >= last]).toEqual([true, true, true, true])
          let within = start
          for (const leaf of leaves) {
            expect(leaf.start).toBeGreaterThanOrEqual(within)
            expect(leaf.end).toBeGreaterThan(leaf.start)
            within = leaf.end
          }
          expect(within).toBeLessThanOrEqual(end)
          last = outerEnd
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('keeps several documents of one fence apart, also where it is never closed', () => {
    for (const close of ['```', '']) {
      const text = `Here:\n\`\`\`json\n{"a":"Ankara"}\n{"b":"Paris"}\n${close}`
      const [first, second] = jsonDocumentsOf(text)
      expect([first?.outerStart, second?.outerEnd]).toEqual([6, text.length])
      expect(first!.outerEnd).toBeLessThanOrEqual(second!.outerStart)
    }
  })

  it('ends on long texts that are made to be hard', () => {
    for (const unit of ['[', '{"a":', '{"', '[[1],', '{"a":1}', '```\n{', '[1,', '/*', '"', '{"a":"\\']) {
      const text = unit.repeat(Math.ceil(300_000 / unit.length))
      // Quadratic work on this input would run into the time-out.
      for (const whole of [text, `So ${text}`]) {
        let last = 0
        for (const { start, end } of jsonDocumentsOf(whole)) {
          expect(start, unit).toBeGreaterThanOrEqual(last)
          expect(end, unit).toBeGreaterThan(start)
          last = end
        }
        expect(last, unit).toBeLessThanOrEqual(whole.length)
      }
    }
  }, 120_000)
})
