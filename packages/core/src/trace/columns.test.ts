import { anyTrace } from '@logitscope/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { choose, makeAnswer, type TokenInput } from '../../test/answers/make-answer.ts'
import { columnsOf, createColumns, hasContent, isAnswerToken, type Trace, type TraceColumns } from './index.ts'

/** The support of each row, as numbers. */
function supports(columns: TraceColumns): number[][] {
  return Array.from({ length: columns.count }, (_, r) => [
    ...columns.support.subarray(columns.supportStart[r], columns.supportStart[r + 1]),
  ])
}

const column = (values: Float64Array | Int32Array, { count }: TraceColumns): number[] => [...values.subarray(0, count)]

const of = (...inputs: TokenInput[]): TraceColumns => columnsOf(makeAnswer(inputs))

describe('columns', () => {
  it('have a row for each answer token, in order, with its place', () => {
    const columns = of(-1, { logprob: -2, special: true }, { logprob: -3, part: 'reasoning' }, { logprob: -4, part: 'tool' })
    expect(column(columns.position, columns)).toEqual([0, 3])
    expect(column(columns.logprob, columns)).toEqual([-1, -4])
  })

  it('of an answer without tokens have none', () => {
    const columns = of()
    expect([columns.count, columns.supportStart[0]]).toEqual([0, 0])
  })

  it('number the runs of parts', () => {
    const columns = of(
      -1,
      { logprob: -1, part: 'tool' },
      { logprob: -1, part: 'tool', partIndex: 1 },
      { logprob: -1, part: 'tool', partIndex: 1 },
      -1,
    )
    expect(column(columns.part, columns)).toEqual([0, 1, 2, 2, 3])
  })

  it('clamp rounding above 0, and take nothing else above 0 for a logprob', () => {
    const columns = of(1e-7, 4e-3, 0.7, 5)
    expect(column(columns.logprob, columns)).toEqual([0, 0, NaN, NaN])
  })

  it.each([NaN, Infinity, -Infinity, -9999, -1e30])('have no logprob for %d', (logprob) => {
    const columns = of(logprob)
    expect([columns.logprob[0], columns.ceiling[0], columns.rank[0], columns.supportStart[1]]).toEqual([NaN, NaN, 0, 0])
  })

  it('bound a placeholder by the least of a list that lacks the token, and by nothing where the list has it', () => {
    const list = [
      ['a', -0.5],
      ['b', -2],
    ] as const
    const columns = of({ text: 'z', logprob: -9999, list }, { text: 'a', logprob: -9999, list }, { text: 'z', logprob: null, list })
    expect(column(columns.ceiling, columns)).toEqual([-2, NaN, NaN])
  })

  it('keep a given ceiling, clamped to 0, where the logprob is not known', () => {
    const columns = of(
      { logprob: null, ceiling: -3 },
      { logprob: null, ceiling: 1e-8 },
      { logprob: -1, ceiling: -3 },
      { logprob: null, ceiling: -9999 },
    )
    expect(column(columns.ceiling, columns)).toEqual([-3, 0, NaN, NaN])
  })

  it('count the bytes of a token, from its bytes, else its text; −1 where the provider lost them', () => {
    const columns = of(
      { text: 'ş', logprob: -1 },
      { text: '\uFFFD', logprob: -1 },
      { text: '\uFFFD', bytes: [0xc5], logprob: -1 },
      { text: '', logprob: -1 },
      { text: '👍', logprob: -1 },
    )
    expect(column(columns.byteLength, columns)).toEqual([2, -1, 1, 0, 4])
  })

  it('sort the support', () => {
    const columns = of({
      text: 'b',
      logprob: -1,
      list: [
        ['b', -1],
        ['a', -0.7],
        ['c', -5],
      ],
    })
    expect(supports(columns)).toEqual([[-0.7, -1, -5]])
    expect([columns.rank[0], columns.cap[0], columns.listed[0]]).toEqual([2, -5, 3])
  })

  it('count one token listed twice once', () => {
    const columns = of({
      text: 'a',
      logprob: -0.7,
      list: [
        ['a', -0.7],
        ['b', -1],
        ['b', -1],
      ],
    })
    expect(supports(columns)).toEqual([[-0.7, -1]])
    expect(columns.cap[0]).toBe(-1)
  })

  it('trust no cap where two values stand under one name: one of the two tokens is lost', () => {
    const columns = of({
      text: 'a',
      logprob: -0.7,
      list: [
        ['a', -0.7],
        ['b', -1],
        ['b', -1.5],
        ['c', -3],
      ],
    })
    expect(supports(columns)).toEqual([[-0.7, -1, -3]])
    expect(columns.cap[0]).toBeNaN()
  })

  it('tell tokens apart by id before bytes, and by bytes before text', () => {
    const trace = makeAnswer([-0.7])
    const withList = (alternatives: Trace['tokens'][number]['alternatives']): TraceColumns =>
      columnsOf({ ...trace, tokens: [{ text: 'a', id: 1, logprob: -0.7, part: 'content', alternatives }] })
    expect(
      supports(
        withList([
          { text: 'a', id: 1, logprob: -0.7 },
          { text: 'a', id: 2, logprob: -1 },
        ]),
      ),
    ).toEqual([[-0.7, -1]])
    expect(
      supports(
        withList([
          { text: 'x', bytes: [65], logprob: -0.7 },
          { text: 'y', bytes: [65], logprob: -0.7 },
        ]),
      ),
    ).toEqual([[-0.7, -0.7]])
  })

  it('do not count a chosen token twice where nothing but its logprob identifies it', () => {
    const columns = of({
      text: '',
      logprob: -0.7,
      list: [
        ['', -0.7],
        ['', -1.1],
      ],
    })
    expect(supports(columns)).toEqual([[-0.7, -1.1]])
    const replaced = of({
      text: '\uFFFD',
      logprob: -1.1,
      list: [
        ['\uFFFD', -0.7],
        ['\uFFFD', -1.1],
      ],
    })
    expect(supports(replaced)).toEqual([[-0.7, -1.1]])
  })

  it('leave entries that are no logprobs out of the support, and then trust no cap', () => {
    const columns = of({
      text: 'a',
      logprob: -0.7,
      list: [
        ['a', -0.7],
        ['b', -1],
        ['c', -9999],
      ],
    })
    expect(supports(columns)).toEqual([[-0.7, -1]])
    expect(columns.cap[0]).toBeNaN()
  })

  it('take nothing from tokens that were not computed', () => {
    const trace = makeAnswer([{ text: 'a', logprob: 0, list: [['a', 0]] }, choose([-0.5, -1])], {
      evidence: { issues: [{ code: 'all-zero', count: 1 }] },
    })
    const columns = columnsOf(trace)
    expect(column(columns.logprob, columns)).toEqual([NaN, -0.5])
    expect(supports(columns)).toEqual([[], [-0.5, -1]])
  })
})

describe('the cap', () => {
  const list = [
    ['a', -0.5],
    ['b', -2],
    ['c', -4],
  ] as const

  it('is the last of the list where the chosen token is above it', () => expect(of({ text: 'a', logprob: -0.5, list }).cap[0]).toBe(-4))

  it('is never an unlisted chosen token', () => {
    const columns = of({ text: 'z', logprob: -7, list })
    expect([columns.cap[0], columns.rank[0], columns.listed[0]]).toEqual([-4, 4, 3])
  })

  it('is not known where an unlisted chosen token is more probable than the last of the list', () => {
    expect(of({ text: 'z', logprob: -3, list }).cap[0]).toBeNaN()
  })

  it('is the one before a chosen token in the last place: a provider may have put it there', () => {
    expect(of({ text: 'c', logprob: -4, list }).cap[0]).toBe(-2)
    const appended = of({ text: 'a', logprob: -0.5, list }, { text: 'd', logprob: -9, list: [...list, ['d', -9]] })
    expect(column(appended.cap, appended)).toEqual([-4, -4])
  })

  it('is the last place again where the provider is seen to leave a chosen token out of its list', () => {
    const columns = of({ text: 'c', logprob: -4, list }, { text: 'z', logprob: -8, list })
    expect(column(columns.cap, columns)).toEqual([-4, -4])
    const censored = of({ text: 'c', logprob: -4, list }, { text: 'z', logprob: null, ceiling: -4, list })
    expect(column(censored.cap, censored)).toEqual([-4, -4])
  })

  it('is not trusted so far where the lists are known not to be the true top', () => {
    const trace = makeAnswer(
      [
        { text: 'c', logprob: -4, list },
        { text: 'z', logprob: -8, list },
      ],
      {
        evidence: { issues: [{ code: 'not-true-top-k', count: 1 }] },
      },
    )
    const columns = columnsOf(trace)
    expect(column(columns.cap, columns)).toEqual([-2, -4])
  })

  it('is not known where a list is shorter than the others', () => {
    const columns = of(
      { text: 'a', logprob: -0.5, list },
      { text: 'a', logprob: -0.5, list: list.slice(0, 2) },
      { text: 'a', logprob: -0.5, list },
    )
    expect(column(columns.cap, columns)).toEqual([-4, NaN, -4])
  })

  it('goes by the length that was asked for, where some list has it', () => {
    const trace = makeAnswer([{ text: 'a', logprob: -0.5, list }, choose([-0.5, -2]), choose([-0.5, -2])], {
      parameters: { topLogprobs: 3 },
    })
    const columns = columnsOf(trace)
    expect(column(columns.cap, columns)).toEqual([-4, NaN, NaN])
  })

  it('is not known for the chosen token alone, unless lists are seen to lack it', () => {
    const single = [['a', -0.5]] as const
    expect(of({ text: 'a', logprob: -0.5, list: single }).cap[0]).toBeNaN()
    const columns = of({ text: 'a', logprob: -0.5, list: single }, { text: 'z', logprob: -4, list: single })
    expect(column(columns.cap, columns)).toEqual([-0.5, -0.5])
  })
})

describe('columns of any trace', () => {
  it('keep their promises', () => {
    fc.assert(
      fc.property(anyTrace, (trace) => {
        const columns = columnsOf(trace)
        expect(columns.count).toBe(trace.tokens.filter(isAnswerToken).length)
        supports(columns).forEach((support, r) => {
          const logprob = columns.logprob[r]!
          expect(support).toEqual(support.toSorted((a, b) => b - a))
          for (const value of support) expect(value <= 0 && value >= -745).toBe(true)
          expect(support.length - columns.listed[r]!).toBeLessThanOrEqual(1)
          if (Number.isNaN(logprob)) expect(columns.rank[r]).toBe(0)
          else expect(support[columns.rank[r]! - 1]).toBe(logprob)
          if (!Number.isNaN(columns.cap[r])) expect(support).toContain(columns.cap[r])
          expect(Number.isNaN(logprob) || Number.isNaN(columns.ceiling[r])).toBe(true)
        })
      }),
    )
  })

  it('are the same in arrays that were used before', () => {
    fc.assert(
      fc.property(anyTrace, anyTrace, (before, trace) => {
        const reused = columnsOf(before)
        const fresh = columnsOf(trace)
        columnsOf(trace, reused)
        expect(supports(reused)).toEqual(supports(fresh))
        for (const name of ['position', 'logprob', 'ceiling', 'rank', 'byteLength', 'part', 'cap', 'listed'] as const)
          expect(column(reused[name], reused)).toEqual(column(fresh[name], fresh))
        expect([reused.roundingNats, reused.lostMass, reused.vocabulary]).toEqual([fresh.roundingNats, fresh.lostMass, fresh.vocabulary])
      }),
    )
  })

  it('grow from nothing', () => {
    const columns = createColumns()
    columnsOf(makeAnswer(Array.from({ length: 500 }, () => choose([-0.1, -3, -5]))), columns)
    expect([columns.count, columns.supportStart[500]]).toEqual([500, 1500])
  })

  it('take a list of a hundred thousand entries, deduplicated by id', () => {
    const alternatives = Array.from({ length: 100_000 }, (_, id) => ({ text: 'x', id, logprob: -1 - id / 1000 }))
    const token = { text: 'x', id: 0, logprob: -1, part: 'content' as const, alternatives: [...alternatives, alternatives[0]!] }
    const columns = columnsOf({ ...makeAnswer([]), tokens: [token] })
    expect(columns.listed[0]).toBe(100_000)
  })
})

describe('content', () => {
  it.each([
    ['a word', [{ text: 'no', logprob: -1 }], true],
    [
      'white space only',
      [
        { text: ' ', logprob: -1 },
        { text: '\n', logprob: -1 },
      ],
      false,
    ],
    ['a token without text', [{ text: '', logprob: -1 }], true],
    ['special tokens only', [{ text: '<end>', logprob: -1, special: true as const }], false],
    ['reasoning only', [{ text: 'hm', logprob: -1, part: 'reasoning' as const }], false],
    ['nothing', [], false],
  ] as const)('%s', (_, inputs, expected) => expect(hasContent(makeAnswer(inputs))).toBe(expected))
})
