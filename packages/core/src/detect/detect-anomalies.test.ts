import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STARTING_PROFILE } from '../profile/starting-profile.ts'
import { alignTokens } from '../trace/alignment/index.ts'
import { columnsOf } from '../trace/build-columns.ts'
import type { Part, Token, Trace } from '../trace/types.ts'
import { completeFindings, createStreamDetectors, detectAnomalies, findRepetitions, findSuddenDrops, findSustainedLows } from './index.ts'
import type { Detection, DetectorEvent } from './index.ts'

const thresholds = STARTING_PROFILE.thresholds
const token = (text: string, more: Partial<Token> = {}): Token => ({ text, logprob: -0.1, part: 'content', alternatives: [], ...more })

function trace(tokens: readonly Token[], output: Partial<Trace['output']> = {}): Trace {
  const text = tokens
    .filter((one) => one.part === 'content' && one.special !== true)
    .map((one) => one.text)
    .join('')
  return {
    schema: 1,
    id: 'x.0',
    requestId: 'x',
    startedAt: 0,
    source: { provider: 'unknown', api: 'columns', requestedModel: '', model: '', choice: 0, streamed: false },
    request: { parameters: {} },
    output: { text, finish: { unified: 'stop', raw: null }, ...output },
    tokens,
    evidence: { tier: 'selected', k: 0, basis: 'unknown', completeness: null, issues: [] },
    timing: { totalMs: 0 },
    context: { project: 'test' },
  }
}
const detect = (given: Trace, entropyLowerBits: readonly number[] = []): Detection[] =>
  detectAnomalies({ trace: given, columns: columnsOf(given), entropyLowerBits, alignment: alignTokens(given), thresholds })

describe('detectAnomalies', () => {
  it('finds nothing in a calm answer, and nothing in nothing', () => {
    expect(detect(trace([token('Fine'), token('.')]))).toEqual([])
    expect(detect(trace([]))).toEqual([])
  })

  it('places what it finds in the text of its part, in the order of the tokens', () => {
    const loop = Array.from({ length: 12 }, () => token(' la'))
    const found = detect(trace([token('İlk'), token(' söz', { logprob: -8 }), token(' ve'), ...loop]))
    expect(found.map(({ kind, tokens, chars, text, part }) => [kind, tokens, chars, text, part])).toEqual([
      ['sudden-drop', [1, 2], [3, 7], ' söz', 'content'],
      ['hotspot', [1, 2], [3, 7], ' söz', 'content'],
      ['repetition', [3, 15], [10, 46], ' la'.repeat(12), 'content'],
    ])
  })

  it('keeps the tokens where the text is not theirs', () => {
    const [drop] = detect(trace([token('one'), token(' two', { logprob: -9 })], { text: 'something else altogether' }))
    expect(drop).toMatchObject({ kind: 'sudden-drop', tokens: [1, 2], chars: [0, 0], text: ' two', part: 'content' })
  })

  it('finds loops in an answer without tokens, in each of its texts', () => {
    const text = 'I am sure about it now. '.repeat(5)
    const found = detect(trace([], { text, reasoning: 'Wait, let me think again. '.repeat(6) }))
    expect(found.map(({ kind, tokens, part, evidence }) => [kind, tokens, part, evidence['measuredIn']])).toEqual([
      ['repetition', [0, 0], 'reasoning', 'words'],
      ['repetition', [0, 0], 'content', 'words'],
    ])
    expect(text.slice(...found[1]!.chars)).toBe(found[1]!.text)
  })

  it('looks at the text too where tokens spell only the end of it, and says each loop once', () => {
    const text = `${'I am sure about it now. '.repeat(5)}The end`
    expect(detect(trace([token('The'), token(' end')], { text }))).toMatchObject([
      { kind: 'repetition', evidence: { measuredIn: 'words' } },
    ])
    const loop = Array.from({ length: 14 }, () => token(' la'))
    expect(detect(trace(loop, { text: `${' la'.repeat(14)} and more` })).filter(({ kind }) => kind === 'repetition')).toHaveLength(1)
  })

  it('calls scaffolding a loop early only where the answer was cut off in it', () => {
    const zeros = [token('['), ...Array.from({ length: 100 }, (_, i) => token(i % 2 === 0 ? '0' : ', '))]
    expect(detect(trace(zeros))).toEqual([])
    expect(detect(trace(zeros, { finish: { unified: 'length', raw: 'length' } }))).toMatchObject([{ kind: 'repetition', tokens: [1, 101] }])
  })

  it('names tool calls and reasoning as parts', () => {
    const loop = Array.from({ length: 12 }, () => token(' la', { part: 'tool', partIndex: 1 }))
    const given = trace(loop, {
      toolCalls: [
        { name: 'a', arguments: '' },
        { name: 'b', arguments: ' la'.repeat(12) },
      ],
    })
    expect(detect(given)).toMatchObject([{ part: 'tool:1', chars: [0, 36] }])
  })
})

describe('createStreamDetectors', () => {
  it('has said by the end what the batch forms find', () => {
    const parts: Part[] = ['content', 'content', 'content', 'reasoning', 'tool']
    const some = fc.record({
      text: fc.constantFrom(' a', ' b', ',', '\n', '-'),
      logprob: fc.oneof(fc.constant(null), fc.double({ min: -12, max: 0, noNaN: true }), fc.double({ min: -1, max: 0, noNaN: true })),
      ceiling: fc.option(fc.double({ min: -12, max: 0, noNaN: true }), { nil: undefined }),
      part: fc.constantFrom(...parts),
      special: fc.constantFrom(undefined, undefined, undefined, true as const),
    })
    const stretch = fc.tuple(some, fc.integer({ min: 1, max: 25 })).map(([one, count]) => Array.from({ length: count }, () => one))
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 8 }), fc.boolean(), (stretches, cut) => {
        const tokens = stretches.flat().map(({ ceiling, special, ...rest }): Token => ({
          ...rest,
          alternatives: [],
          ...(ceiling === undefined ? {} : { ceiling }),
          ...(special === undefined ? {} : { special }),
        }))
        const detectors = createStreamDetectors(thresholds)
        const events: DetectorEvent[] = []
        for (const one of tokens) events.push(...detectors.push(one))
        events.push(...detectors.end(cut))
        const columns = columnsOf(trace(tokens))
        const said = (kind: string): unknown[] => completeFindings(events).filter((finding) => finding.kind === kind)
        expect(said('sudden-drop')).toEqual(findSuddenDrops(columns, thresholds))
        expect(said('sustained-low')).toEqual(findSustainedLows(columns, thresholds))
        expect(said('repetition')).toEqual(findRepetitions(tokens, thresholds, cut))
      }),
    )
  })

  it('gives the alarm while the tokens arrive', () => {
    const detectors = createStreamDetectors(thresholds)
    const alarms: string[] = []
    const given = [...Array.from({ length: 12 }, () => token(' la')), token(' no', { logprob: -9 })]
    given.forEach((one, i) => {
      for (const event of detectors.push(one)) if (event.first) alarms.push(`${i} ${event.finding.kind}`)
    })
    expect(alarms).toEqual(['11 repetition', '12 sudden-drop'])
  })

  it('starts anew after the end', () => {
    const detectors = createStreamDetectors(thresholds)
    detectors.push(token('a'))
    detectors.end()
    expect(detectors.push(token('b', { logprob: -9 }))).toEqual([])
  })
})
