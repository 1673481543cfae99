import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STARTING_PROFILE } from '../../profile/starting-profile.ts'
import type { Token } from '../../trace/types.ts'
import type { DetectorEvent } from '../finding.ts'
import { createRepetitionDetector, findRepetitions, findRepetitionsInText } from './index.ts'

const T = STARTING_PROFILE.thresholds
const token = (text: string, more: Partial<Token> = {}): Token => ({ text, logprob: -1, part: 'content', alternatives: [], ...more })
const tokens = (...texts: readonly string[]): Token[] => texts.map((text) => token(text))
const copies = (unit: readonly string[], count: number): string[] => Array.from({ length: count }, () => unit).flat()
const found = (given: readonly Token[], cut = false): unknown[] => findRepetitions(given, T, cut).map((finding) => finding.tokens)

describe('findRepetitions', () => {
  it('needs three copies', () => {
    const unit = ' he was a very good king'.split(/(?= )/)
    expect(found(tokens(...copies(unit, 2), ' he', ' was', ' a', ' very', ' good'))).toEqual([])
    expect(found(tokens(...copies(unit, 3)))).toEqual([[0, 18]])
  })

  it('needs twelve tokens', () => {
    expect(found(tokens(...copies([' la'], 11)))).toEqual([])
    expect(found(tokens(...copies([' la'], 12)))).toEqual([[0, 12]])
    expect(found(tokens(...copies([' who', ' knows', ' that'], 3)))).toEqual([])
    expect(found(tokens(...copies([' who', ' knows', ' that'], 4)))).toEqual([[0, 12]])
  })

  it.each([1, 2, 3, 7, 60, 200, 256])(
    'finds a loop of period %i with the third copy or the twelfth token, whichever is later',
    (period) => {
      const unit = Array.from(
        { length: period },
        (_, i) => ` word${String.fromCharCode(97 + (i % 26))}${String.fromCharCode(97 + Math.floor(i / 26))}`,
      )
      const start = [' Well', ',', ' here', ' it', ' comes', ':']
      const detector = createRepetitionDetector(T)
      const events: DetectorEvent[] = []
      const given = [...start, ...copies(unit, Math.ceil(40 / period) + 3), ' end']
      given.forEach((text, i) => events.push(...detector.push(i, token(text), text, NaN, 0)))
      events.push(...detector.end())
      expect(events.map(({ first, complete }) => [first, complete])).toEqual([
        [true, false],
        [false, true],
      ])
      expect(events[0]!.at).toBe(start.length + Math.max(3 * period, 12) - 1)
      expect(events[1]!.finding.tokens).toEqual([start.length, given.length - 1])
      expect(events[1]!.finding.evidence).toMatchObject({ period, noticedAt: events[0]!.at, repeated: 'content' })
    },
  )

  it('does not look for periods beyond the largest', () => {
    const unit = Array.from({ length: 30 }, (_, i) => ` w${i}`)
    expect(findRepetitions(tokens(...copies(unit, 4)), { ...T, repetitionMaxPeriod: 29 })).toEqual([])
    expect(findRepetitions(tokens(...copies(unit, 4)), { ...T, repetitionMaxPeriod: 30 })).toHaveLength(1)
  })

  it('says what was repeated, how often, and how the confidence rose', () => {
    const unit = [' round', ' and', ' round', ' it', ' goes', '.']
    const given = copies(unit, 4).map((text, i) => token(text, { logprob: i < 6 ? -2 : -0.25 }))
    expect(findRepetitions(given, T)[0]!.evidence).toEqual({
      period: 6,
      copies: 4,
      tokenCount: 24,
      repeated: 'content',
      unit: unit.join(''),
      noticedAt: 17,
      firstCopyMeanLogprob: -2,
      lastCopyMeanLogprob: -0.25,
      confidenceRiseNats: 1.75,
    })
  })

  it('finds a loop from which the model recovers, and the next one', () => {
    const given = tokens(' So', ...copies([' it', ' is'], 8), ' over', '.', ' Now', ...copies([' we', ' all', ' see'], 5))
    expect(found(given)).toEqual([
      [1, 17],
      [20, 35],
    ])
  })

  it('knows tokens by id, then by text, then by bytes', () => {
    expect(found(Array.from({ length: 12 }, () => token('', { id: 7 })))).toEqual([[0, 12]])
    expect(found(Array.from({ length: 12 }, (_, i) => token(' same', { id: i })))).toEqual([])
    expect(found(Array.from({ length: 12 }, () => token('\uFFFD', { bytes: [0xe9, 0x9b] })))).toEqual([[0, 12]])
    expect(found(Array.from({ length: 12 }, () => token('\uFFFD')))).toEqual([])
    expect(found(Array.from({ length: 12 }, () => token('')))).toEqual([])
  })

  it('judges parts apart and passes over special tokens', () => {
    const half = copies([' on', ' and'], 3)
    expect(found([...half.map((text) => token(text, { part: 'reasoning' })), ...tokens(...half)])).toEqual([])
    expect(found([...tokens(...half), token('<|x|>', { special: true }), ...tokens(...half)])).toEqual([[0, 13]])
    expect(found(copies([' on', ' and'], 6).map((text) => token(text, { part: 'reasoning' })))).toEqual([[0, 12]])
  })

  it('calls scaffolding a loop only when it is very long', () => {
    const zeros = (count: number): Token[] => tokens('[', ...copies(['0', ', '], count))
    expect(found(zeros(T.repetitionStructureTokens / 2 - 1))).toEqual([])
    expect(found(zeros(T.repetitionStructureTokens / 2))).toEqual([[1, T.repetitionStructureTokens + 1]])
    expect(found(tokens('{', ...copies(['\n'], T.repetitionBlankTokens - 1), '}'))).toEqual([])
    expect(found(tokens('{', ...copies(['\n'], T.repetitionBlankTokens), '}'))).toEqual([[1, T.repetitionBlankTokens + 1]])
  })

  it('calls scaffolding a loop earlier where the answer was cut off in it', () => {
    const given = tokens('[', ...copies(['0', ', '], T.repetitionCutTokens / 2))
    expect(found(given)).toEqual([])
    expect(found(given, true)).toEqual([[1, 1 + T.repetitionCutTokens]])
    expect(found([...given, token('1')], true)).toEqual([])
  })

  it('shows no more of a long unit than the eye takes in, and cuts no character', () => {
    const unit = [' odd', ...Array.from({ length: 60 }, (_, i) => ` 😀${i}`)]
    const shown = String(findRepetitions(tokens(...copies(unit, 3)), T)[0]!.evidence['unit'])
    expect(shown.length).toBeLessThanOrEqual(121)
    expect(shown).toMatch(/…$/)
    expect(shown).not.toMatch(/\p{Surrogate}/u)
  })

  it('finds nothing in nothing', () => {
    expect(found([])).toEqual([])
    expect(found(tokens(' a'))).toEqual([])
  })
})

describe('createRepetitionDetector', () => {
  it('says the same about the tokens so far, whatever comes after them', () => {
    const word = fc.constantFrom(' a', ' b', ' c', ',', '-')
    fc.assert(
      fc.property(fc.array(word, { maxLength: 90 }), fc.nat(), (texts, at) => {
        const cut = texts.length === 0 ? 0 : at % texts.length
        const run = (given: readonly string[]): DetectorEvent[] => {
          const detector = createRepetitionDetector(T)
          return given.flatMap((text, i) => detector.push(i, token(text), text, -1, 0))
        }
        const whole = run(texts)
        expect(run(texts.slice(0, cut))).toEqual(whole.filter((event) => event.at < cut))
      }),
    )
  })

  it('is as new after the end', () => {
    const detector = createRepetitionDetector(T)
    for (let i = 0; i < 11; i++) detector.push(i, token(' la'), ' la', NaN, 0)
    expect(detector.end()).toEqual([])
    expect(detector.push(0, token(' la'), ' la', NaN, 0)).toEqual([])
  })
})

describe('findRepetitionsInText', () => {
  it('finds loops without tokens, at the right characters', () => {
    const text = `Here we go: ${'Round and round it goes. '.repeat(4)}The end.`
    const [loop] = findRepetitionsInText(text, T)
    expect(text.slice(...loop!.chars)).toBe(` ${'Round and round it goes. '.repeat(4).trimEnd()}`)
    expect(loop!.evidence).toMatchObject({ period: 6, copies: 4, measuredIn: 'words' })
  })

  it('takes characters for words where a script has no spaces', () => {
    const text = '空が青い理由は、地球の大気です。'.repeat(3)
    expect(findRepetitionsInText(text, T)).toHaveLength(1)
  })

  it('leaves tables and rules alone', () => {
    expect(findRepetitionsInText(`| a | b | c |\n| --- | --- | --- |\n| 0 | 0 | 0 |\n${'-'.repeat(80)}\n`, T)).toEqual([])
    expect(findRepetitionsInText('', T)).toEqual([])
  })
})
