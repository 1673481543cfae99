import type { Trace } from '@logitscope/core'
import { describe, expect, it } from 'vitest'
import type { DecodeOptions } from '../../contract.ts'
import { readColumns } from './read-columns.ts'

const options: DecodeOptions = { requestId: 'r', startedAt: 5 }

function traceOf(record: Readonly<Record<string, unknown>>): Trace {
  const trace = readColumns(record, options)?.trace
  if (trace == null) throw new Error('no trace')
  return trace
}

describe('token texts in the notation of a vocabulary', () => {
  it.each([
    ['byte-level BPE', ['The', 'Ġcaf', 'Ã©', 'Ċ'], 'The café\n', ['The', ' caf', 'é', '\n']],
    ['SentencePiece', ['▁The', '▁caf', 'é', '<0x0A>'], 'The café\n', [' The', ' caf', 'é', '\n']],
    ['plain text that holds a mark', ['a', '▁', 'b'], 'a▁b', ['a', '▁', 'b']],
    ['plain text without a mark', ['a', ' Ã©'], 'a é', ['a', ' Ã©']],
  ])('%s', (_, tokens, text, expected) => {
    const logprobs = tokens.map(() => -1)
    expect(traceOf({ tokens, logprobs, text }).tokens.map((token) => token.text)).toEqual(expected)
  })

  it('gives the bytes of a part of a character, also of the alternatives, and the text of all', () => {
    const trace = traceOf({ tokens: ['Ġæ', 'Ĺ', '¥'], logprobs: [-1, -1, -1], top: [{ Ġæ: -1 }, { Ĺ: -1 }, { '¥': -1 }] })
    expect(trace.output.text).toBe(' 日')
    expect(trace.tokens.map((token) => token.bytes)).toEqual([[0x20, 0xe6], [0x97], [0xa5]])
    expect(trace.tokens.map((token) => token.alternatives[0]!.bytes)).toEqual([[0x20, 0xe6], [0x97], [0xa5]])
  })

  it('finds a header whose line break is written in the notation', () => {
    const trace = traceOf({ tokens: ['<|im_start|>', 'assistant', 'Ċ', 'ĠHi'], logprobs: [0, 0, 0, -1] })
    expect(trace.tokens.map(({ special }) => special === true)).toEqual([true, true, true, false])
    expect(trace.output.text).toBe(' Hi')
  })
})

describe('tokens that came without the space before them', () => {
  const bytesOf = (trace: Trace): (string | undefined)[] =>
    trace.tokens.map(({ bytes }) => (bytes === undefined ? undefined : String.fromCharCode(...bytes)))
  const read = (tokens: readonly string[], text: string): Trace => traceOf({ tokens, logprobs: tokens.map(() => -1), text })

  it('get it from the text', () => {
    const trace = read(['Al', 'Cap', 'one', '.', '</s>'], 'Al Capone.')
    expect(trace.tokens.map(({ text }) => text)).toEqual(['Al', 'Cap', 'one', '.', '</s>'])
    expect(bytesOf(trace)).toEqual([undefined, ' Cap', undefined, undefined, undefined])
    expect(trace.evidence.issues).toEqual([
      { code: 'restored-spaces', count: 1, at: 1, detail: 'tokens came without the space before them; it is taken from the text' },
    ])
  })

  it('get it as far as they go', () => {
    expect(bytesOf(read(['below', '1'], ' below\n\n15°C'))).toEqual([' below', '\n\n1'])
  })

  it.each([
    ['the tokens spell the text', ['a', ' b'], 'a b'],
    ['a token is not in the text', ['a', 'c', 'd'], 'a b d'],
    ['something else lies between', ['a', 'b'], 'a, b'],
    ['nothing lies between', ['a', 'b'], 'abc'],
  ])('get nothing where %s', (_, tokens, text) => {
    expect(bytesOf(read(tokens, text)).every((bytes) => bytes === undefined)).toBe(true)
  })
})
