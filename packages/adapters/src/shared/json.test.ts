import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson, plainName, plainNames } from './json.ts'

const value = (text: string): unknown => {
  const parsed = parseJson(text)
  return parsed.ok ? parsed.value : parsed.message
}

describe('parseJson', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(value(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  it('reads bare NaN and Infinity as words, outside of strings only', () => {
    expect(value('{"a":NaN,"b":[-Infinity,Infinity],"c":"NaN, \\"Infinity\\"","NaN":1}')).toEqual({
      a: 'NaN',
      b: ['-Infinity', 'Infinity'],
      c: 'NaN, "Infinity"',
      NaN: 1,
    })
    expect(parseJson('{"a":NaNs}').ok).toBe(false)
  })

  it('keeps the order of token ids where a scored prompt lists by them', () => {
    const text = '{"prompt_logprobs":[null,{"87":{"x":1},"14":{"y":"\\"2\\": "}}],"logit_bias":{"5":1}}'
    const parsed = value(text) as { prompt_logprobs: object[]; logit_bias: object }
    expect(Object.keys(parsed.prompt_logprobs[1]!).map(plainName)).toEqual(['87', '14'])
    expect(plainNames(parsed)).toEqual(JSON.parse(text))
    expect(Object.keys(value('{"b":{"87":1,"14":2}}') as object)).toEqual(['b'])
  })

  it('takes off no mark that was not put there', () => {
    const text = '{"prompt_logprobs":[],"\\u00007":1,"7":2}'
    expect(plainNames(value(text))).toEqual(JSON.parse(text))
  })

  it('survives 100 000 levels and a string of 10 MB', () => {
    expect(parseJson('['.repeat(100_000) + ']'.repeat(100_000)).ok).toBe(true)
    expect(parseJson('['.repeat(100_000)).ok).toBe(false)
    expect(parseJson(`{"prompt_logprobs":[null],"a":"${'\\"x'.repeat(3_000_000)}"}`).ok).toBe(true)
    expect(parseJson(`{"a":"${'x'.repeat(10_000_000)}","b":NaN}`).ok).toBe(true)
  })
})
