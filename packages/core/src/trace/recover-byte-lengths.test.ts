import { describe, expect, it } from 'vitest'
import { makeAnswer } from '../../test/answers/make-answer.ts'
import { alignTokens, columnsOf, recoverByteLengths, utf8Length } from './index.ts'

function lengthsOf(texts: readonly string[], text: string): number[] {
  const trace = makeAnswer(
    texts.map((piece) => ({ text: piece, logprob: -1 })),
    { text },
  )
  const columns = columnsOf(trace)
  recoverByteLengths(columns, alignTokens(trace))
  return [...columns.byteLength.subarray(0, columns.count)]
}

describe('lost byte lengths', () => {
  it('are found in the text: a character in two pieces', () => {
    const lengths = lengthsOf(['Ankara ', '\uFFFD', '\uFFFD', 'stanbul'], 'Ankara İstanbul')
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(utf8Length('Ankara İstanbul'))
    expect(lengths).not.toContain(-1)
  })

  it('stay unknown where the text does not hold the token', () => expect(lengthsOf(['Ankara', '\uFFFD'], 'Ankara')[1]).toBe(-1))

  it('leave known lengths alone', () => expect(lengthsOf(['ş', 'a'], 'şa')).toEqual([2, 1]))
})
