import { vectorCases } from '@logitscope/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { spanInput, tokensFrom } from '../../../test/entities/span-input.ts'
import { utf8Encode } from '../../trace/utf8.ts'
import type { Token } from '../../trace/types.ts'
import { findFields } from './find-fields.ts'

function fieldsOf(tokens: readonly Token[], text?: string): Record<string, Record<string, number | string>> {
  return Object.fromEntries(
    findFields(spanInput(tokens, text === undefined ? {} : { text })).map(({ evidence }) => [String(evidence['path']), evidence]),
  )
}

describe('findFields', () => {
  it('counts the tokens of the value, not those of quotes, colons, commas and braces', () => {
    const tokens = tokensFrom([
      ['{"', -9],
      ['name', -8],
      ['":"', -7],
      ['Marie', -0.5],
      [' Curie', -1.5],
      ['","', -6],
      ['year', -5],
      ['":', -4],
      ['1903', -0.25],
      ['}', -3],
    ])
    expect(findFields(spanInput(tokens))).toEqual([
      {
        kind: 'field',
        tokens: [3, 5],
        chars: [9, 20],
        text: 'Marie Curie',
        part: 'content',
        evidence: {
          path: '$.name',
          value: 'Marie Curie',
          type: 'string',
          complete: 1,
          tokens: 2,
          minLogprob: -1.5,
          meanLogprob: -1,
          sumLogprob: -2,
        },
      },
      {
        kind: 'field',
        tokens: [8, 9],
        chars: [29, 33],
        text: '1903',
        part: 'content',
        evidence: {
          path: '$.year',
          value: 1903,
          type: 'number',
          complete: 1,
          tokens: 1,
          minLogprob: -0.25,
          meanLogprob: -0.25,
          sumLogprob: -0.25,
        },
      },
    ])
  })

  it('counts a token that holds part of the value and part of the syntax', () => {
    const fields = fieldsOf(
      tokensFrom([
        ['{"a":"x', -1],
        ['y"', -2],
        [',"b":', -4],
        ['7}', -8],
      ]),
    )
    expect(fields['$.a']).toMatchObject({ tokens: 2, sumLogprob: -3, minLogprob: -2 })
    expect(fields['$.b']).toMatchObject({ tokens: 1, sumLogprob: -8 })
  })

  it('lets the delimiters speak for an empty value', () => {
    const fields = fieldsOf(
      tokensFrom([
        ['{"a":', -1],
        ['""', -2],
        [',"b":', -4],
        ['[]', -8],
        ['}', -16],
      ]),
    )
    expect(fields['$.a']).toMatchObject({ value: '', tokens: 1, sumLogprob: -2 })
    expect(fields['$.b']).toMatchObject({ value: '[]', type: 'array', tokens: 1, sumLogprob: -8 })
  })

  it('marks a value that the end of the text cuts off', () => {
    expect(
      fieldsOf(
        tokensFrom([
          ['{"a":"', -1],
          ['Mar', -2],
        ]),
      )['$.a'],
    ).toMatchObject({ value: 'Mar', complete: 0, sumLogprob: -2 })
  })

  it('reads the arguments of tool calls, each as a part of its own', () => {
    const tokens = tokensFrom([
      ['Sure.', -1],
      ['{"q":"', -2, { part: 'tool' }],
      ['Rize', -3, { part: 'tool' }],
      ['"}', -4, { part: 'tool' }],
    ])
    const [field] = findFields(spanInput(tokens, { text: 'Sure.', toolCalls: [{ name: 'search', arguments: '{"q":"Rize"}' }] }))
    expect(field).toMatchObject({ part: 'tool:0', tokens: [2, 3], text: 'Rize', evidence: { path: '$.q', sumLogprob: -3 } })
  })

  it('says which document a field is in where there are several, and that no token spells it where none does', () => {
    const input = spanInput([], { text: '{"a":1}\n{"a":2}' })
    expect(findFields(input).map(({ tokens, evidence }) => [tokens, evidence])).toEqual([
      [[0, 0], { path: '$.a', value: 1, type: 'number', complete: 1, document: 0, tokens: 0 }],
      [[0, 0], { path: '$.a', value: 2, type: 'number', complete: 1, document: 1, tokens: 0 }],
    ])
  })

  it('finds nothing in prose', () => expect(findFields(spanInput(tokensFrom([['Ankara [1] is {big}.', -1]])))).toEqual([]))
})

interface VectorCase {
  readonly name: string
  readonly input: { readonly content: string; readonly tokens: readonly { token: string; bytes: number[]; logprob: number }[] }
  readonly expected: Readonly<Record<string, unknown>>
}

describe('structured_logprobs', () => {
  const cases = new Map((vectorCases('structured_logprobs.json') as VectorCase[]).map((found) => [found.name, found]))
  const absent = cases.size === 0
  const fieldsOfCase = (name: string): Record<string, Record<string, number | string>> => {
    const { content, tokens } = cases.get(name)!.input
    return fieldsOf(
      tokens.map(({ token, bytes, logprob }) => ({ text: token, bytes, logprob, part: 'content', alternatives: [] })),
      content,
    )
  }

  it.skipIf(absent)('agree where the sum is over the tokens of the value; theirs also takes the quote or colon before it', () => {
    const fields = fieldsOfCase('simple_parsed_completion')
    const inner = cases.get('inner_value_overlap_reference')!.expected as Record<string, { sum_logprob: number; tokens: number[] }>
    for (const [key, path] of [
      ['name', '$.name'],
      ['date', '$.date'],
      ['p0', '$.participants[0]'],
      ['p1', '$.participants[1]'],
    ] as const) {
      expect(fields[path]!['sumLogprob']).toBeCloseTo(inner[key]!.sum_logprob, 12)
      expect(fields[path]!['tokens']).toBe(inner[key]!.tokens.length)
    }
    const theirs = cases.get('simple_parsed_completion')!.expected as { name: number; date: number; participants: number[] }
    const before = -6.704273e-7
    expect(Number(fields['$.name']!['sumLogprob']) + before).toBeCloseTo(theirs.name, 12)
    expect(fields['$.participants[0]']!['sumLogprob']).toBeCloseTo(theirs.participants[0]!, 12)
  })

  it.skipIf(absent)('goes wrong on characters of several tokens, which the bytes put right', () => {
    const fields = fieldsOfCase('multibyte_trap')
    expect(fields['$.şehir']).toMatchObject({ value: 'İzmir', tokens: 3 })
    expect(fields['$.şehir']!['sumLogprob']).toBeCloseTo(cases.get('multibyte_trap')!.expected['value_logprob_by_bytes'] as number, 12)
  })
})

it('gives each leaf the tokens that hold a byte of it, however the text is cut into tokens', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ unit: 'grapheme', minLength: 1 }), fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean())),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 10 }),
      (value, sizes) => {
        const text = JSON.stringify(value)
        const bytes = utf8Encode(text)
        const tokens: Token[] = []
        const starts: number[] = []
        for (let at = 0; at < bytes.length;) {
          const size = sizes[tokens.length % sizes.length]!
          starts.push(at)
          tokens.push({
            text: '\ufffd',
            bytes: Array.from(bytes.subarray(at, at + size)),
            logprob: -1 - tokens.length,
            part: 'content',
            alternatives: [],
          })
          at += size
        }
        for (const { chars, evidence } of findFields(spanInput(tokens, { text }))) {
          const from = utf8Encode(text.slice(0, chars[0])).length
          const to = utf8Encode(text.slice(0, chars[1])).length
          const own = tokens.filter((token, i) => starts[i]! < to && starts[i]! + token.bytes!.length > from).map((token) => token.logprob!)
          expect(evidence).toMatchObject({ tokens: own.length, minLogprob: Math.min(...own) })
          expect(evidence['sumLogprob']).toBeCloseTo(
            own.reduce((a, b) => a + b, 0),
            9,
          )
        }
      },
    ),
  )
})
