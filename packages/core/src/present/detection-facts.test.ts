import { describe, expect, it } from 'vitest'
import type { Detection } from '../detect/types.ts'
import { detectionFacts } from './detection-facts.ts'
import { LOCALES, messagesFor, type Locale } from './messages/index.ts'
import { numberFormat } from './numbers.ts'

const facts = (kind: string, evidence: Detection['evidence'], locale: Locale = 'en'): string =>
  detectionFacts({ kind, evidence }, messagesFor(locale), numberFormat(locale)).join(' · ')

describe('detectionFacts', () => {
  it.each<[string, Detection['evidence'], string]>([
    [
      'hotspot',
      {
        hotTokens: 3,
        peakToken: 1,
        peakText: ' Ottoman',
        entropyLowerBits: 4.75,
        surprisalBits: 3.57,
        alternative1: ' Ottoman',
        probability1: 0.08,
        alternative2: ' story',
        probability2: 0.05,
      },
      'most at “␣Ottoman” · entropy at least 4.75 bits · surprisal 3.57 bits · also possible: “␣story” 5%',
    ],
    ['hotspot', { hotTokens: 1, peakText: 'x', surprisalBits: 2 }, 'surprisal 2.00 bits'],
    ['entity', { entityKind: 'date', tokens: 4, minLogprob: -1.97, meanLogprob: -1.14 }, 'date · mean −1.14, lowest −1.97 nats'],
    [
      'entity',
      { entityKind: 'name', tokens: 1, minLogprob: -2.3, meanLogprob: -2.3, censored: 1 },
      'name · logprob −2.30 nats · tokens without a value: 1',
    ],
    ['entity', { tokens: 0 }, ''],
    [
      'field',
      { path: '$.name', value: 'Ali', complete: 0, minLogprob: -1, sumLogprob: -2 },
      '$.name · value “Ali” · lowest −1.00, sum −2.00 nats · cut off',
    ],
    ['sudden-drop', { form: 'step', current: -6, previous: -0.1, dropNats: 5.9, median: -0.2 }, 'from −0.10 to −6.00 nats'],
    [
      'sudden-drop',
      { form: 'robust', current: -9, currentIs: 'ceiling', median: -0.2 },
      'at most −9.00 nats · against a running median of −0.20',
    ],
    [
      'sustained-low',
      { tokenCount: 6, meanLogprob: -4, minLogprob: -5, ceilings: 2 },
      '6 tokens · mean −4.00, lowest −5.00 nats · tokens without a value: 2',
    ],
    [
      'repetition',
      { period: 7, copies: 12, unit: ' The cat', confidenceRiseNats: 0.5 },
      '12 copies of 7 tokens: “␣The cat” · the last copy is 0.50 nats a token more probable than the first',
    ],
    [
      'repetition',
      { period: 2, copies: 3, unit: 'a b', measuredIn: 'words', confidenceRiseNats: -0.5 },
      '3 copies of 2 words: “a b” · the last copy is 0.50 nats a token less probable than the first',
    ],
    [
      'glitch-token',
      { reason: 'control-character', token: '\x1b', where: 'alternative', detail: 'U+001B', probability: 0.2 },
      'control character · U+001B · “␛” · among the alternatives with 20.0%',
    ],
    ['glitch-token', { reason: 'mixed-script', where: 'chosen', token: 'x' }, 'letters of different scripts in one piece'],
    ['something-new', { someValue: 1.5, 'other-thing': 'x\x1b', count: 3 }, 'some value 1.50 · other thing x␛ · count 3'],
  ])('tells what is behind a %s', (kind, evidence, text) => {
    expect(facts(kind, evidence)).toBe(text)
  })

  it('speaks Turkish with Turkish numbers', () => {
    expect(facts('entity', { entityKind: 'name', tokens: 2, minLogprob: -1.97, meanLogprob: -1.14 }, 'tr')).toBe(
      'ad · ortalama −1,14, en düşük −1,97 nat',
    )
  })

  it('leaves out what is not known instead of showing it as a number', () => {
    for (const locale of LOCALES)
      for (const kind of ['hotspot', 'entity', 'field', 'sudden-drop', 'sustained-low', 'repetition', 'glitch-token'])
        expect(facts(kind, {}, locale), kind).toBe('')
  })
})
