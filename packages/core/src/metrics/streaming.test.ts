// Running statistics: pushed in pieces, or merged from pieces in any grouping, they are those of the whole.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyPlans, tokenOf, VOCABULARY } from '../../test/answers/any-answer.ts'
import { makeAnswer } from '../../test/answers/make-answer.ts'
import { columnsOf, type TraceColumns } from '../trace/index.ts'
import {
  clearStatistics,
  createStatistics,
  createTokenArrays,
  measureTokens,
  mergeStatistics,
  metricsOf,
  pushRows,
  type AnswerFacts,
  type AnswerStatistics,
  type TokenArrays,
} from './index.ts'

const OPTIONS = { lowTokenLogprob: -3, temperature: 0.7, vocabulary: VOCABULARY }
const FACTS: AnswerFacts = {
  tier: 'top-k',
  basis: 'raw',
  completeness: 1,
  hasContent: true,
  unusable: null,
  temperature: 0.7,
  vocabulary: VOCABULARY,
  lengthNormalizationAlpha: 0.8,
}

interface Answer {
  readonly columns: TraceColumns
  readonly tokens: TokenArrays
}

const anyAnswer: fc.Arbitrary<Answer> = fc
  .tuple(anyPlans, fc.array(fc.boolean(), { minLength: 25, maxLength: 25 }))
  .map(([plans, turns]) => {
    let part = 0
    const trace = makeAnswer(
      plans.map((plan, i) => ({
        ...(tokenOf(plan) as object),
        part: 'tool' as const,
        partIndex: (part += turns[i] && i % 7 === 6 ? 1 : 0),
      })),
      { evidence: { vocabulary: VOCABULARY } },
    )
    const columns = columnsOf(trace)
    const tokens = createTokenArrays()
    measureTokens(columns, tokens, { assumedVocabulary: NaN })
    return { columns, tokens }
  })

function statisticsOf({ columns, tokens }: Answer, from: number, to: number): AnswerStatistics {
  const statistics = createStatistics()
  pushRows(statistics, columns, tokens, OPTIONS, from, to)
  return statistics
}

/** Equal values; numbers to 1e-12 of their size, the promise for sums. */
function expectSame(actual: unknown, expected: unknown): void {
  const near = (value: unknown): unknown => (typeof value === 'number' ? Number(value.toPrecision(12)) : value)
  expect(JSON.parse(JSON.stringify(actual), (_, value: unknown) => near(value))).toEqual(
    JSON.parse(JSON.stringify(expected), (_, value: unknown) => near(value)),
  )
}

function cutsOf(cuts: readonly number[], count: number): number[] {
  return [0, ...cuts.map((cut) => Math.min(cut, count)).sort((a, b) => a - b), count]
}

describe('running statistics', () => {
  it('of rows pushed in pieces are those of all rows at once', () => {
    fc.assert(
      fc.property(anyAnswer, fc.array(fc.nat({ max: 25 }), { maxLength: 5 }), (answer, cuts) => {
        const { count } = answer.columns
        const pieces = createStatistics()
        const at = cutsOf(cuts, count)
        for (let i = 1; i < at.length; i++) pushRows(pieces, answer.columns, answer.tokens, OPTIONS, at[i - 1], at[i])
        expectSame(metricsOf(pieces, FACTS), metricsOf(statisticsOf(answer, 0, count), FACTS))
      }),
    )
  })

  it('of pieces merge into those of the whole, in either grouping', () => {
    fc.assert(
      fc.property(anyAnswer, fc.nat({ max: 25 }), fc.nat({ max: 25 }), (answer, one, two) => {
        const { count } = answer.columns
        const at = cutsOf([one, two], count)
        const pieces = (): AnswerStatistics[] => [0, 1, 2].map((i) => statisticsOf(answer, at[i]!, at[i + 1]!))
        const whole = metricsOf(statisticsOf(answer, 0, count), FACTS)
        const [a, b, c] = pieces() as [AnswerStatistics, AnswerStatistics, AnswerStatistics]
        mergeStatistics(a, b)
        mergeStatistics(a, c)
        expectSame(metricsOf(a, FACTS), whole)
        const [d, e, f] = pieces() as [AnswerStatistics, AnswerStatistics, AnswerStatistics]
        mergeStatistics(e, f)
        mergeStatistics(d, e)
        expectSame(metricsOf(d, FACTS), whole)
      }),
    )
  })

  it('measured row by row are those measured at once', () => {
    fc.assert(
      fc.property(anyAnswer, ({ columns, tokens }) => {
        const single = createTokenArrays()
        for (let row = 0; row < columns.count; row++) measureTokens(columns, single, { assumedVocabulary: NaN }, row, row + 1)
        for (const name of Object.keys(tokens) as (keyof TokenArrays)[])
          expect([...single[name].subarray(0, columns.count)]).toEqual([...tokens[name].subarray(0, columns.count)])
      }),
    )
  })

  it('leave the right-hand side of a merge as it was', () => {
    const trace = makeAnswer([-1, -2, -3, -4, -5, -6])
    const columns = columnsOf(trace)
    const tokens = createTokenArrays()
    measureTokens(columns, tokens, { assumedVocabulary: NaN })
    const right = statisticsOf({ columns, tokens }, 0, 6)
    const before = structuredClone(right)
    mergeStatistics(statisticsOf({ columns, tokens }, 0, 6), right)
    expect(right).toEqual(before)
  })

  it('are as new once cleared', () => {
    const trace = makeAnswer([-1, -2, -3])
    const columns = columnsOf(trace)
    const tokens = createTokenArrays()
    measureTokens(columns, tokens, { assumedVocabulary: NaN })
    const used = statisticsOf({ columns, tokens }, 0, 3)
    clearStatistics(used)
    expect({ ...used, values: null, parts: null }).toEqual({ ...createStatistics(), values: null, parts: null })
  })
})
