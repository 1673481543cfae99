import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blocksOf } from './blocks.ts'

const tokens = fc.array(
  fc.record({
    text: fc.constantFrom('a', 'b\n', '\n'),
    part: fc.constantFrom('content' as const, 'reasoning' as const),
    partIndex: fc.nat({ max: 1 }),
  }),
  { maxLength: 900 },
)

describe('blocksOf', () => {
  it('holds every token once and in order, and cuts inside a part only after a line break', () => {
    fc.assert(
      fc.property(tokens, (given) => {
        const blocks = blocksOf(given)
        expect(blocks.map(({ from }) => from)).toEqual(given.length === 0 ? [] : [0, ...blocks.slice(0, -1).map(({ to }) => to)])
        expect(blocks.at(-1)?.to ?? 0).toBe(given.length)
        for (const { from, to, part, partIndex, isFirst } of blocks) {
          for (let i = from; i < to; i++) expect([given[i]!.part, given[i]!.partIndex]).toEqual([part, partIndex])
          if (!isFirst) expect(given[from - 1]!.text.endsWith('\n')).toBe(true)
        }
      }),
    )
  })

  it('has no blocks of no tokens', () => expect(blocksOf([])).toEqual([]))
})
