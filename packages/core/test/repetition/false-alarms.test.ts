import { readJsonLines, sharedPath } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { createRandom, uniformInteger } from '../../src/numeric/random.ts'
import { createRepetitionDetector } from '../../src/detect/index.ts'
import type { DetectorEvent } from '../../src/detect/index.ts'
import { STARTING_PROFILE } from '../../src/profile/starting-profile.ts'
import { structuredText } from './structured-texts.ts'
import { bareWords, TOKENIZERS } from './tokenizers.ts'

const file = sharedPath('corpora/wikibio-selfcheck-000-118.jsonl.gz')
const biographies = (): string[] =>
  file === null
    ? []
    : (readJsonLines(file) as { passage: string; samples: string[] }[]).flatMap(({ passage, samples }) => [passage, ...samples])

function eventsOf(tokens: readonly string[]): DetectorEvent[] {
  const detector = createRepetitionDetector(STARTING_PROFILE.thresholds)
  const events = tokens.flatMap((text, i) => detector.push(i, { text }, text, NaN, 0))
  return [...events, ...detector.end()]
}

const alarms = (texts: readonly string[], cut: (text: string) => readonly string[]): string[] =>
  texts.filter((text) => eventsOf(cut(text)).length > 0)

describe('loops are not called where there are none', () => {
  const structured = (seed: number): string[] => {
    const draw = createRandom(seed)
    return Array.from({ length: 4000 }, () => structuredText(draw))
  }

  it.each(Object.entries(TOKENIZERS))('in code, tables and lists, cut into %s: at most 1 in 1000', (_, cut) => {
    expect(alarms(structured(2026), cut).length).toBeLessThanOrEqual(4)
  })

  it('in code, tables and lists whose white space is lost: at most 1 in 100', () => {
    expect(alarms(structured(2027), bareWords).length).toBeLessThanOrEqual(40)
  })

  it.skipIf(file === null).each([...Object.entries(TOKENIZERS), ['bare words', bareWords] as const])(
    'in 119 × 21 biographies, cut into %s: none',
    (_, cut) => {
      const texts = biographies()
      expect(texts).toHaveLength(119 * 21)
      expect(alarms(texts, cut)).toEqual([])
    },
  )
})

describe('loops are called where there are some', () => {
  it.skipIf(file === null).each(Object.entries(TOKENIZERS))(
    'of every period from 1 to 60, planted in biographies cut into %s, within 12 tokens of the third copy',
    (_, cut) => {
      const texts = biographies()
      const draw = createRandom(60)
      const late: { period: number; unit: string; delay: number }[] = []
      let planted = 0
      for (let period = 1; period <= 60; period++) {
        for (let round = 0; round < 12; round++) {
          const base = cut(texts[uniformInteger(draw, texts.length)]!)
          const end = period + uniformInteger(draw, Math.max(1, base.length - period))
          const unit = base.slice(end - period, end)
          if (unit.length < period) continue
          const given = [...base.slice(0, end), ...Array.from({ length: 2 + Math.ceil(30 / period) }, () => unit).flat()]
          const first = eventsOf(given).find((event) => event.first && event.at >= end - period)
          const delay = (first?.at ?? Infinity) + 1 - (end + 2 * period)
          planted += 1
          if (delay > 12) late.push({ period, unit: unit.join(''), delay })
        }
      }
      expect(planted).toBeGreaterThan(600)
      expect(late.filter(({ period, unit }) => period > 4 && /\p{L}/u.test(unit))).toEqual([])
      expect(late.length).toBeLessThanOrEqual(planted * 0.02)
    },
  )
})
