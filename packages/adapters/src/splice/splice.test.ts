import { utf8Decode, utf8Encode } from '@logitscope/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splice, type Insertion } from './splice.ts'

const member = (key: string, value: unknown, ...path: string[]): Insertion => ({ kind: 'member', path, key, value })
const element = (value: unknown, ...path: string[]): Insertion => ({ kind: 'element', path, value })

function spliced(text: string, ...insertions: Insertion[]): string | null {
  const result = splice(utf8Encode(text), insertions)
  return result === null ? null : utf8Decode(result)
}

describe('splice', () => {
  it.each([
    ['{"model":"m"}', [member('logprobs', true), member('top_logprobs', 5)], '{"model":"m","logprobs":true,"top_logprobs":5}'],
    ['{}', [member('a', 1), member('b', 2)], '{"a":1,"b":2}'],
    [' { "a" : [1, {"b":2}] }\n', [member('c', null)], ' { "a" : [1, {"b":2}],"c":null }\n'],
    ['{"stream_options":{"x":1}}', [member('include_usage', true, 'stream_options')], '{"stream_options":{"x":1,"include_usage":true}}'],
    ['{"stream_options":{}}', [member('include_usage', true, 'stream_options')], '{"stream_options":{"include_usage":true}}'],
    ['{"m":1}', [member('include_usage', true, 'stream_options')], '{"m":1,"stream_options":{"include_usage":true}}'],
    ['{"include":["a"]}', [element('b', 'include')], '{"include":["a","b"]}'],
    ['{"include":[ ]}', [element('b', 'include')], '{"include":["b" ]}'],
    ['{"m":"\\"}{\\\\"}', [element('b', 'include')], '{"m":"\\"}{\\\\","include":["b"]}'],
    ['\uFEFF{"m":"ğ😀"}', [member('k', 'ş')], '\uFEFF{"m":"ğ😀","k":"ş"}'],
    ['{"deep":{"logprobs":1}}', [member('logprobs', true)], '{"deep":{"logprobs":1},"logprobs":true}'],
  ])('%s', (text, insertions, expected) => {
    expect(spliced(text, ...insertions)).toBe(expected)
  })

  it.each([
    ['a member that is there', '{"logprobs":false}', member('logprobs', true)],
    ['a member that is there under an escaped name', '{"log\\u0070robs":false}', member('logprobs', true)],
    ['a container that is null', '{"stream_options":null}', member('include_usage', true, 'stream_options')],
    ['a container of another kind', '{"include":{}}', element('b', 'include')],
    ['a container that is repeated', '{"include":[],"include":[]}', element('b', 'include')],
    ['an array', '[1]', member('a', 1)],
    ['text behind the object', '{"a":1} x', member('b', 1)],
    ['an object that is cut off', '{"a":1', member('b', 1)],
    ['a string that is cut off', '{"a":"', member('b', 1)],
    ['nothing', '', member('b', 1)],
  ])('leaves the body alone: %s', (_, text, insertion) => {
    expect(spliced(text, insertion)).toBeNull()
  })

  it('adds exactly the values, and keeps every other byte in order', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom('', '  ', '\n'), fc.jsonValue(), (body, space, value) => {
        const text = `${space}${JSON.stringify(body, null, space === '' ? undefined : 2)}${space}`
        fc.pre(!Object.hasOwn(body, 'logprobs'))
        const result = spliced(text, member('logprobs', value))!
        expect(JSON.parse(result)).toEqual(JSON.parse(JSON.stringify({ ...body, logprobs: value })))
        const added = `${Object.keys(body).length > 0 ? ',' : ''}"logprobs":${JSON.stringify(value)}`
        const at = result.lastIndexOf(added)
        expect(result.slice(0, at) + result.slice(at + added.length)).toBe(text)
      }),
    )
  })

  it('never throws on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        splice(bytes, [member('a', 1, 'b'), element(2, 'c')])
      }),
    )
  })
})
