import { STARTING_PROFILE } from '@logitscope/core'
import { describe, expect, it } from 'vitest'
import { fakeAnswer, NO_METRICS, token } from '../../test/fake-answer.ts'
import type { Answer } from '../pipeline/answer.ts'
import { displayWidth } from '../terminal/display-width.ts'
import { createStyle } from '../terminal/style.ts'
import { answerReport } from './answer-report.ts'
import { terminalVoice } from './voice.ts'

function report(answer: Answer, columns = 80, colour = false): string {
  return [...answerReport(answer, STARTING_PROFILE, terminalVoice(createStyle(colour), columns))].join('\n')
}

const WIDE = fakeAnswer({
  tokens: [
    token('東京', -0.2, [['東京', -0.2]]),
    token(' 👩\u200d🔬', -1.9),
    token('a very long token indeed that goes on and on without an end in sight', -5),
    token('İstanbul’da', -0.7),
    token('\ufffd', -2, [], { bytes: [0xf0, 0x9f] }),
  ],
})

describe('answerReport', () => {
  it('says everything about one answer', () => {
    expect(report(fakeAnswer())).toMatchSnapshot()
  })

  it.each([40, 60, 80, 140, 200])('keeps within %d columns', (columns) => {
    for (const answer of [fakeAnswer(), WIDE])
      for (const line of report(answer, columns).split('\n')) expect(displayWidth(line), line).toBeLessThanOrEqual(columns)
  })

  it('takes the same room with colour as without, and the same words', () => {
    const bare = report(WIDE).split('\n')
    const coloured = report(WIDE, 80, true).split('\n')

    expect(coloured.map((line) => line.replace(/\x1b\[[0-9;]*m/g, '').trimEnd())).toEqual(bare.map((line) => line.trimEnd()))
    expect(coloured.join('')).toContain('\x1b[')
  })

  it('marks improbable tokens without colour too', () => {
    const lines = report(fakeAnswer()).split('\n')
    expect(lines.find((line) => line.includes('␣Ankara '))).toMatch(/^ 3 {2}! {2}␣Ankara .*low off hot entity$/)
    expect(lines.find((line) => line.includes('␣is '))).toMatch(/^ 2 {5}␣is/)
  })

  it('never lets a token, a name or a detail act on the terminal', () => {
    const evil = '\x1b[31m\x9b2J\u202e\u200b\r\x07'
    const text = report(
      fakeAnswer({
        tokens: [token(evil, -1, [[evil, -1]])],
        evidence: { issues: [{ code: 'unknown-field', count: 2, at: 0, detail: evil }] },
        trace: {
          source: { provider: evil, api: evil, requestedModel: evil, model: evil, choice: 1, streamed: true },
          output: {
            text: `line\n${evil}`,
            refusal: evil,
            toolCalls: [{ name: evil, arguments: evil }],
            finish: { unified: 'other', raw: evil },
            error: { code: evil, message: evil },
          },
        },
        detections: [{ kind: evil, tokens: [0, 1], chars: [0, 1], text: evil, part: evil, evidence: { [evil]: evil, kind: evil } }],
        analysis: {
          language: { tag: evil, source: 'given' },
          profile: { name: evil, version: 1, sha256: '' },
          verdict: { action: 'review', rule: evil, matched: [evil], undecided: [evil], basis: 'calibrated' },
          hallucination: {
            score: 1,
            max: 1,
            available: 1,
            flagged: true,
            votes: [
              { id: evil, metric: evil, value: [0, 1], op: '<', threshold: 1, points: 1, state: 'undecided', details: { [evil]: evil } },
            ],
          },
        },
        answer: { file: evil },
      }),
    )

    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e]/)
  })

  it('gives reasons instead of numbers where there is no evidence', () => {
    const text = report(
      fakeAnswer({
        tokens: [],
        evidence: { tier: 'none', k: 0, completeness: null, issues: [{ code: 'no-logprobs', count: 1 }] },
        trace: { output: { text: 'No numbers here.', finish: { unified: 'stop', raw: 'stop' } } },
        detections: [],
        analysis: {
          metrics: NO_METRICS,
          reasons: Object.fromEntries(Object.keys(NO_METRICS).map((name) => [name, 'no-evidence'])),
          verdict: { action: 'pass', rule: null, matched: [], undecided: [], basis: 'starting rules' },
        },
      }),
    )
    expect(text).toContain('No numbers here.')
    expect(text).toContain('no log-probabilities came back')
    expect(text).toContain('nothing is known of it')
    expect(text).not.toContain('NaN')
    expect(text).not.toContain('null')
  })

  it('shows bounds as bounds', () => {
    const text = report(fakeAnswer({ tokens: [token('a', -1), token('b', null, [['c', -0.1]], { ceiling: -4.6 }), token('d', null)] }))
    expect(text).toMatch(/≤-4\.60/)
    expect(text).toMatch(/mean logprob +≤ -1\.000/)
    expect(text).toMatch(/perplexity +≥ /)
    expect(text).toContain('unknown: no usable value came back')
  })

  it('says that the starting rules are only that', () => {
    expect(report(fakeAnswer())).toContain('Starting rules, not calibrated')
    expect(report(fakeAnswer({ analysis: { verdict: { ...fakeAnswer().analysis.verdict, basis: 'calibrated' } } }))).not.toContain(
      'Starting rules',
    )
  })
})
