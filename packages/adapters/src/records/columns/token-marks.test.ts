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
