import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { spanInput, tokensFrom, type TokenSpec } from '../../../test/entities/span-input.ts'
import type { EntityFinder } from '../../model/entity-finder.ts'
import type { Token } from '../../trace/types.ts'
import type { Detection } from '../types.ts'
import { findEntities } from './find-entities.ts'
import { createRuleEntityFinder } from './rule-finder.ts'

const finder = createRuleEntityFinder()

function entitiesOf(tokens: readonly Token[], language = 'en', text?: string): Detection[] {
  return findEntities({ ...spanInput(tokens, text === undefined ? {} : { text }), finder, language })
}

function lowestMean(detections: readonly Detection[]): number {
  return Math.min(...detections.map(({ evidence }) => Number(evidence['meanLogprob'])))
}

describe('findEntities', () => {
  it('gives text, kind, span and the logprobs of its own tokens', () => {
    const tokens = tokensFrom([
      ['In', -3],
      [' ', -4],
      ['18', -0.25],
      ['81', -0.75],
      [',', -5],
      [' Marie', -1],
      [' Curie', -2],
      ['.', -6],
    ])
    expect(entitiesOf(tokens)).toEqual([
      {
        kind: 'entity',
        tokens: [2, 4],
        chars: [3, 7],
        text: '1881',
        part: 'content',
        evidence: { entityKind: 'date', tokens: 2, minLogprob: -0.75, meanLogprob: -0.5, sumLogprob: -1 },
      },
      {
        kind: 'entity',
        tokens: [5, 7],
        chars: [9, 20],
        text: 'Marie Curie',
        part: 'content',
        evidence: { entityKind: 'name', tokens: 2, minLogprob: -2, meanLogprob: -1.5, sumLogprob: -3 },
      },
    ])
  })

  it('tells three entities of one token from one entity of three: the lowest mean is -4.5 or -2', () => {
    const values = [-0.5, -1, -4.5]
    const specs = (words: readonly string[], between: string): TokenSpec[] =>
      words.flatMap((word, i): TokenSpec[] => [
        [between, -3],
        [word, values[i]!],
      ])
    const apart = entitiesOf(tokensFrom([['we saw', -3], ...specs([' Berlin', ' Paris', ' Rome'], ' and')]))
    const together = entitiesOf(
      tokensFrom([
        ['we saw', -3],
        [' Johann', -0.5],
        [' Sebastian', -1],
        [' Bach', -4.5],
      ]),
    )
    expect(apart.map(({ text }) => text)).toEqual(['Berlin', 'Paris', 'Rome'])
    expect(lowestMean(apart)).toBe(-4.5)
    expect(together.map(({ text }) => text)).toEqual(['Johann Sebastian Bach'])
    expect(lowestMean(together)).toBe(-2)
    expect(together[0]!.evidence).toMatchObject({ minLogprob: -4.5, sumLogprob: -6, tokens: 3 })
  })

  it('leaves the ending after an apostrophe out, and counts a token shared with it', () => {
    const [apart] = entitiesOf(
      tokensFrom([
        ['Ankara', -1],
        ["'nın", -9],
        [' nüfusu', -9],
      ]),
      'tr',
    )
    const [shared] = entitiesOf(
      tokensFrom([
        ['Anka', -1],
        ["ra'nın", -9],
        [' nüfusu', -9],
      ]),
      'tr',
    )
    expect(apart).toMatchObject({ text: 'Ankara', tokens: [0, 1], evidence: { tokens: 1, sumLogprob: -1 } })
    expect(shared).toMatchObject({ text: 'Ankara', tokens: [0, 2], evidence: { tokens: 2, sumLogprob: -10 } })
  })

  it('does not count quotation marks, white space or special tokens beside or within an entity', () => {
    const tokens = tokensFrom([
      ['She said', -1],
      [' “', -9],
      ['never', -0.5],
      ['<|x|>', -9, { special: true }],
      [' again', -0.5],
      ['”', -9],
      ['.', -9],
    ])
    expect(entitiesOf(tokens)).toMatchObject([{ text: 'never again', evidence: { entityKind: 'quote', tokens: 2, sumLogprob: -1 } }])
  })

  it('goes through bytes where a character is split over tokens', () => {
    const tokens: Token[] = [
      { text: 'ama ', logprob: -9, part: 'content', alternatives: [] },
      { text: '\\xc4', bytes: [0xc4], logprob: -1, part: 'content', alternatives: [] },
      { text: '\\xb0', bytes: [0xb0], logprob: -2, part: 'content', alternatives: [] },
      { text: 'zmir', logprob: -3, part: 'content', alternatives: [] },
      { text: "'de", logprob: -9, part: 'content', alternatives: [] },
    ]
    expect(entitiesOf(tokens, 'tr', "ama İzmir'de")).toMatchObject([{ text: 'İzmir', tokens: [1, 4], evidence: { sumLogprob: -6 } }])
  })

  it('searches the values of a JSON answer, not its keys', () => {
    const found = entitiesOf(
      tokensFrom([
        ['{"Full Name":"', -9],
        ['Marie', -1],
        [' Curie', -2],
        ['","Born":', -9],
        ['1867', -3],
        [',"note":"born in ', -9],
        ['Warsaw', -4],
        ['\\nPoland"}', -5],
      ]),
    )
    expect(found.map(({ text, evidence }) => [text, evidence['entityKind'], evidence['sumLogprob']])).toEqual([
      ['Marie Curie', 'name', -3],
      ['1867', 'date', -3],
      ['Warsaw', 'name', -4],
      ['Poland', 'name', -5],
    ])
  })

  it('searches JSON in a code fence, and the prose around it', () => {
    const text = 'We asked Ada Lovelace.\n```json\n{"city": "Ankara"}\n```\nSo says Charles Babbage.'
    expect(entitiesOf([], 'en', text).map(({ text: own }) => own)).toEqual(['Ada Lovelace', 'Ankara', 'Charles Babbage'])
  })

  it('searches several documents of one code fence', () => {
    const text = 'Here:\n```json\n{"city": "Ankara"}\n{"city": "Paris"}\n```\n'
    expect(entitiesOf([], 'en', text).map((entity) => [entity.text, text.slice(...entity.chars)])).toEqual([
      ['Ankara', 'Ankara'],
      ['Paris', 'Paris'],
    ])
  })

  it('says that no token spells an entity where none does', () => {
    expect(entitiesOf([], 'en', 'We met Ada Lovelace.')).toMatchObject([{ tokens: [0, 0], evidence: { entityKind: 'name', tokens: 0 } }])
  })

  it('leaves out what a finder gives outside the text or out of order', () => {
    const spans = [
      [4, 2],
      [0, 3],
      [2, 5],
      [3, 3],
      [4, 6],
      [5, 99],
      [NaN, 9],
    ] as const
    const careless: EntityFinder = { name: 'careless', find: () => spans.map(([start, end]) => ({ kind: 'name', start, end, text: '' })) }
    const found = findEntities({ ...spanInput([], { text: 'abcdefgh' }), finder: careless, language: 'en' })
    expect(found.map(({ chars }) => chars)).toEqual([
      [0, 3],
      [4, 6],
    ])
  })
})

describe('censored tokens', () => {
  it('take part with their ceiling; those about which nothing is known are only counted', () => {
    const [found] = entitiesOf(
      tokensFrom([
        ['we met', -1],
        [' Ada', null, { ceiling: -4 }],
        [' King', -2],
        [' Lovelace', null],
      ]),
    )
    expect(found!.evidence).toEqual({ entityKind: 'name', tokens: 3, censored: 1, unknown: 1, minLogprob: -4, meanLogprob: -3 })
  })

  it('never improve on a logprob equal to the ceiling', () => {
    const value = fc.double({ min: -20, max: 0, noNaN: true })
    fc.assert(
      fc.property(fc.array(fc.record({ value, isCensored: fc.boolean() }), { minLength: 3, maxLength: 3 }), (rows) => {
        const words = [' Ada', ' King', ' Lovelace']
        const evidenceOf = (censor: boolean): Readonly<Record<string, number | string>> =>
          entitiesOf(
            tokensFrom([
              ['we met', -1],
              ...rows.map((row, i): TokenSpec =>
                censor && row.isCensored ? [words[i]!, null, { ceiling: row.value }] : [words[i]!, row.value],
              ),
            ]),
          )[0]!.evidence
        const exact = evidenceOf(false)
        const censored = evidenceOf(true)
        for (const name of ['minLogprob', 'meanLogprob', 'sumLogprob'])
          expect(Number(censored[name])).toBeLessThanOrEqual(Number(exact[name]))
      }),
    )
  })
})
