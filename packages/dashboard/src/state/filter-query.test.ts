import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AnswerFilter } from '@logitscope/core'
import { filterFromQuery, filterToQuery } from './filter-query.ts'

const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)
const filters: fc.Arbitrary<AnswerFilter> = fc.record(
  {
    from: fc.nat(),
    to: fc.nat(),
    project: fc.string(),
    promptVersion: fc.string(),
    text: fc.string({ unit: 'grapheme' }),
    lowToken: fc.string({ unit: 'grapheme' }),
    tags: fc.dictionary(fc.stringMatching(/^[a-z][\w.-]*$/), fc.string(), { minKeys: 1, noNullPrototype: true }),
    tiers: fc.subarray(['top-k', 'selected', 'none'] as const, { minLength: 1 }),
    actions: fc.subarray(['pass', 'flag', 'withhold'] as const, { minLength: 1 }),
    finishes: fc.subarray(['stop', 'length'] as const, { minLength: 1 }),
    detections: fc.subarray(['repetition', 'sudden-drop'], { minLength: 1 }),
    labels: fc.subarray(['correct', 'none'] as const, { minLength: 1 }),
    flagged: fc.boolean(),
    imported: fc.boolean(),
    ranges: fc.array(
      fc.oneof(
        fc.record({ metric: fc.constant('metrics.avgLogprob'), min: number }),
        fc.record({ metric: fc.constant('metrics.perplexity'), min: number, max: number }),
      ),
      { minLength: 1, maxLength: 3 },
    ),
    cell: fc.record({ position: fc.tuple(fc.nat(), fc.nat()), probability: fc.tuple(number, number) }),
  },
  { requiredKeys: [], noNullPrototype: true },
)

describe('filterFromQuery', () => {
  it('reads what filterToQuery wrote, through a real query string', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const query = new URLSearchParams(filterToQuery(filter).map(([name, value]) => [name, value]))
        expect(filterFromQuery(new URLSearchParams(query.toString()))).toEqual(filter)
      }),
    )
  })

  it('reads lists with commas as the API does', () => {
    expect(filterFromQuery(new URLSearchParams('action=flag,review&tier=none'))).toEqual({ actions: ['flag', 'review'], tiers: ['none'] })
  })

  it.each(['from=yesterday', 'flagged=yes', 'tag=nocolon', 'range=a', 'range=a:b:c', 'cell=1,2,3', 'sort=-startedAt', 'last=24h'])(
    'takes nothing from %s',
    (query) => {
      expect(filterFromQuery(new URLSearchParams(query))).toEqual({})
    },
  )
})
