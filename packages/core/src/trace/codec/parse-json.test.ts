import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from './parse-json.ts'

function faultOf(text: string): string {
  const parsed = parseJson(text)
  return parsed.ok ? 'none' : `${parsed.issue.code} ${parsed.issue.line}:${parsed.issue.column} ${parsed.issue.message}`
}

describe('parseJson', () => {
  it('gives what JSON.parse gives', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary' }), (text) => {
        const parsed = parseJson(text)
        expect(parsed.ok && parsed.value).toEqual(JSON.parse(text))
        const spaced = parseJson(JSON.stringify(JSON.parse(text), null, 2))
        expect(spaced.ok && spaced.value).toEqual(JSON.parse(text))
      }),
    )
  })

  it('reads bare non-finite numbers as null and counts them', () => {
    const parsed = parseJson('{"a": NaN,\n "b": [-Infinity, Infinity, 1], "c": "NaN, -Infinity"}')
    expect(parsed).toMatchObject({
      ok: true,
      value: { a: null, b: [null, null, 1], c: 'NaN, -Infinity' },
      issues: [{ code: 'non-finite', count: 3, line: 1, column: 7 }],
    })
    expect(parseJson('NaN')).toMatchObject({ ok: true, value: null, issues: [{ count: 1 }] })
  })

  it('reads the same with bare numbers anywhere in place of null', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), fc.constantFrom('NaN', 'Infinity', '-Infinity'), (text, word) => {
        const strict = JSON.parse(text) as unknown
        const loose = JSON.stringify(strict, (_, value: unknown) => (value === null ? '\u0001null\u0001' : value)).replaceAll(
          '"\\u0001null\\u0001"',
          word,
        )
        const parsed = parseJson(loose)
        expect(parsed.ok && parsed.value).toEqual(strict)
      }),
    )
  })

  it.each([
    ['', 'not-json 1:1', 'nothing but white space'],
    [' \n ', 'not-json 2:2', 'nothing but white space'],
    ['<!doctype html>', 'not-json 1:1', '"<" stands where a value is expected'],
    ['{"a": 1,\n  "b": tru', 'not-json 2:8', 'cut off'],
    ['{"a": "x', 'not-json 1:9', 'ends inside a string'],
    ['{"a": "\\u12', 'not-json 1:12', 'ends inside a string'],
    ['[1, 2', 'not-json 1:6', 'ends inside a list'],
    ['{"a" 1}', 'not-json 1:6', 'colon'],
    ["{'a': 1}", 'not-json 1:2', 'name in double quotes'],
    ['{"a": 1,}', 'not-json 1:9', 'name in double quotes'],
    ['[1,]', 'not-json 1:4', 'value is expected'],
    ['[1 2]', 'not-json 1:4', 'comma'],
    ['{"a": None}', 'not-json 1:7', 'the word None'],
    ['{"a": 1} {"b": 2}', 'not-json 1:10', 'after the end'],
    ['"a\u0000b"', 'not-json 1:3', 'U+0000'],
    ['"\\x41"', 'not-json 1:2', '\\x is not an escape'],
    ['[01]', 'not-json 1:3', 'comma'],
    ['[+1]', 'not-json 1:2', 'value is expected'],
  ])('says of %j where and what', (text, place, what) => {
    expect(faultOf(text)).toContain(place)
    expect(faultOf(text)).toContain(what)
  })

  it('passes over a byte-order mark', () => {
    expect(parseJson('\uFEFF{"a": 1}')).toMatchObject({ ok: true, value: { a: 1 }, issues: [] })
  })

  it('refuses nesting that is too deep without exhausting the stack', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      for (const inner of ['1', 'NaN']) {
        expect(parseJson(open.repeat(512) + inner + close.repeat(512)).ok).toBe(true)
        expect(faultOf(open.repeat(513) + inner + close.repeat(513))).toContain('too-deep')
        expect(faultOf(open.repeat(100_000) + inner + close.repeat(100_000))).toContain('deeper than 512 levels')
      }
      expect(faultOf(open.repeat(100_000))).toContain('too-deep')
    }
    expect(parseJson('[[1]]', { maxDepth: 1 }).ok).toBe(false)
    expect(parseJson(JSON.stringify(['['.repeat(2000), '\\"{'.repeat(1000)])).ok).toBe(true)
  })

  it('keeps __proto__ an own name', () => {
    const parsed = parseJson('{"__proto__": {"polluted": true}}')
    expect(parsed.ok && Object.hasOwn(parsed.value as object, '__proto__')).toBe(true)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it('never throws and never contradicts JSON.parse on broken text', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom('', '"', '{', ']', '\\', 'N', '\0', '\uD800'), (text, at, junk) => {
        const place = at % (text.length + 1)
        const broken = text.slice(0, place) + junk + text.slice(place + 1)
        const parsed = parseJson(broken)
        let strict = true
        try {
          JSON.parse(broken)
        } catch {
          strict = false
        }
        if (strict) expect(parsed.ok).toBe(true)
        if (!parsed.ok) expect(parsed.issue.message).toMatch(/^line \d+, column \d+: ./)
        if (parsed.ok && !strict) expect(broken).toMatch(/NaN|Infinity|^\uFEFF/)
      }),
      { numRuns: 1000 },
    )
  })
})
