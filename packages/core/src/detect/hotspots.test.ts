import { describe, expect, it } from 'vitest'
import type { columnsOf } from '../trace/build-columns.ts'
import { createColumns } from '../trace/columns.ts'
import type { Token } from '../trace/types.ts'
import { findHotspots, isPunctuation } from './hotspots.ts'

const OPTIONS = { hotspotBits: 1.5, hotspotGapTokens: 1, hotspotMaskPunctuation: true }
const token = (text: string, more: Partial<Token> = {}): Token => ({ text, logprob: -0.1, part: 'content', alternatives: [], ...more })

/** Columns of tokens as a trace would have them; surprisal and entropy are given in bits. */
function columns(tokens: readonly Token[]): ReturnType<typeof columnsOf> {
  const made = createColumns(tokens.length)
  let part = 0
  tokens.forEach((one, row) => {
    if (row > 0 && one.part !== tokens[row - 1]!.part) part += 1
    made.position[row] = row
    made.part[row] = part
    made.logprob[row] = one.logprob ?? NaN
    made.ceiling[row] = one.ceiling ?? NaN
  })
  made.count = tokens.length
  return made
}
const bits = (value: number): number => -value * Math.LN2
const find = (tokens: readonly Token[], entropy: readonly number[] = [], options = OPTIONS): ReturnType<typeof findHotspots> =>
  findHotspots(columns(tokens), tokens, entropy, options)

describe('findHotspots', () => {
  it('finds tokens whose surprisal or lower entropy bound is above the threshold', () => {
    const tokens = [token('a'), token(' b', { logprob: bits(2) }), token(' c'), token(' d'), token(' e')]
    expect(find(tokens).map((found) => found.tokens)).toEqual([[1, 2]])
    expect(find(tokens, [0, 0, 0, 0, 1.75]).map((found) => found.tokens)).toEqual([
      [1, 2],
      [4, 5],
    ])
    expect(find(tokens, [NaN, NaN, NaN, NaN, 1.5]).map((found) => found.tokens)).toEqual([[1, 2]])
  })

  it('joins hot tokens with a small gap into one span, but not across parts', () => {
    const hot = { logprob: bits(3) }
    expect(find([token('a', hot), token(' b'), token(' c', hot), token(' d'), token(' e'), token(' f', hot)]).map((f) => f.tokens)).toEqual(
      [
        [0, 3],
        [5, 6],
      ],
    )
    expect(find([token('a', hot), token(' b', { ...hot, part: 'refusal' })])).toHaveLength(2)
    expect(find([token('a', hot), token(' b'), token(' c', hot)], [], { ...OPTIONS, hotspotGapTokens: 0 })).toHaveLength(2)
  })

  it('names the hottest token and its most probable alternatives', () => {
    const alternatives = [' Paris', ' Lyon', ' Nice', ' Lille', ' Metz', ' Brest'].map((text, i) => ({ text, logprob: -1 - i }))
    const tokens = [token(' in', { logprob: bits(2) }), token(' Lyon', { logprob: -2, alternatives })]
    expect(find(tokens, [1.6, 2.25])[0]!.evidence).toEqual({
      hotTokens: 2,
      peakToken: 1,
      peakText: ' Lyon',
      entropyLowerBits: 2.25,
      surprisalBits: expect.closeTo(2 / Math.LN2, 12),
      alternative1: ' Paris',
      probability1: Math.exp(-1),
      alternative2: ' Lyon',
      probability2: Math.exp(-2),
      alternative3: ' Nice',
      probability3: Math.exp(-3),
      alternative4: ' Lille',
      probability4: Math.exp(-4),
      alternative5: ' Metz',
      probability5: Math.exp(-5),
    })
  })

  it('takes a censored token at its ceiling, and leaves out what is not known', () => {
    expect(find([token('a', { logprob: null, ceiling: bits(2) })])).toHaveLength(1)
    expect(find([token('a', { logprob: null, ceiling: bits(1) })])).toEqual([])
    expect(find([token('a', { logprob: null })])).toEqual([])
    expect(find([])).toEqual([])
  })

  it('leaves out punctuation and white space on request', () => {
    const tokens = [token('\n', { logprob: -9 })]
    expect(find(tokens)).toEqual([])
    expect(find(tokens, [], { ...OPTIONS, hotspotMaskPunctuation: false })).toHaveLength(1)
  })
})

describe('isPunctuation', () => {
  it.each([' .', '\n\n', ' +', '—', 'Ċ', '▁(', '"', '、'])('“%s” is', (text) => {
    expect(isPunctuation(token(text))).toBe(true)
  })
  it.each([' the', '7', 'Ġa', '😀', '', '\uFFFD', '東', 'ı', '\\xe9\\x9b'])('“%s” is not', (text) => {
    expect(isPunctuation(token(text, text.startsWith('\\') ? { bytes: [0xe9, 0x9b] } : {}))).toBe(false)
  })
})
