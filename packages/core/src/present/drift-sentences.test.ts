import { describe, expect, it } from 'vitest'
import type { DriftAlarm } from '../drift/index.ts'
import { driftSentences } from './drift-sentences.ts'
import { messagesFor } from './messages/index.ts'
import { numberFormat } from './numbers.ts'

const alarm: DriftAlarm = {
  kind: 'drift-alarm',
  component: 'within',
  detector: 'fast',
  metric: 'avgLogprob',
  stratum: null,
  direction: 'down',
  size: { estimate: -0.0805, low: -0.157, high: -0.004 },
  since: 0,
  at: 1,
  split: { metric: 'avgLogprob', total: -0.079, mix: 0.008, within: -0.087 },
  blocks: 100,
  examples: [],
  suspendsPromises: true,
}

describe('driftSentences', () => {
  it('says what fell, by how much, and what of it is mix', () => {
    expect(driftSentences(alarm, messagesFor('en'), numberFormat('en'))).toEqual([
      'mean logprob fell by 0.081 [0.004 … 0.157] among answers of the same kind',
      'mean logprob overall −0.079: −0.087 within the kinds of answers, +0.008 from their shares',
      'promises of the profile hold under unchanged traffic only and are suspended',
    ])
  })

  it('names what is watched besides the metrics of an answer', () => {
    const typical = { ...alarm, metric: 'geometricMeanProbability', split: null }
    expect(driftSentences(typical, messagesFor('en'), numberFormat('en'))[0]).toContain('typical probability of a token')
    expect(driftSentences(typical, messagesFor('tr'), numberFormat('tr'))[0]).toContain('tipik olasılığı')
  })

  it('says it in Turkish, and shares in per cent, with what hides in a name made visible', () => {
    const mix = { ...alarm, component: 'mix', metric: 'share', stratum: 'x\u001b', direction: 'up', split: null } as const
    const size = { estimate: 0.25, low: 0.1, high: 0.4 }
    expect(driftSentences({ ...mix, size }, messagesFor('tr'), numberFormat('tr'))[0]).toBe('x␛ payı %25,0 yükseldi [%10,0 … %40,0]')
  })
})
