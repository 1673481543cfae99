import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EntityFinder } from '../model/entity-finder.ts'
import { createRuleEntityFinder } from '../detect/entities/index.ts'
import { STARTING_PROFILE } from '../profile/starting-profile.ts'
import { ACTIONS } from '../profile/types.ts'
import type { Evidence, Token, Trace } from '../trace/types.ts'
import { verdictName } from '../risk/verdict-name.ts'
import { summarizeAnswer } from '../summary/summarize-answer.ts'
import { analyze } from './analyze.ts'
import type { Analysis } from './types.ts'

interface Piece {
  readonly text: string
  readonly logprob: number | null
  readonly ceiling?: number
  readonly alternatives?: readonly (readonly [string, number])[]
  readonly special?: true
}

function traceOf(
  pieces: readonly Piece[],
  more: { evidence?: Partial<Evidence>; text?: string; language?: string; temperature?: number } = {},
): Trace {
  const tokens = pieces.map(({ alternatives = [], ...piece }): Token => ({
    ...piece,
    part: 'content',
    alternatives: alternatives.map(([text, logprob]) => ({ text, logprob })),
  }))
  const k = Math.max(0, ...tokens.map((token) => token.alternatives.length))
  return {
    schema: 1,
    id: 'r.0',
    requestId: 'r',
    startedAt: 0,
    source: { provider: 'p', api: 'openai-chat', requestedModel: 'm', model: 'm', choice: 0, streamed: false },
    request: { parameters: more.temperature === undefined ? {} : { temperature: more.temperature } },
    output: {
      text:
        more.text ??
        pieces
          .filter((piece) => piece.special === undefined)
          .map((piece) => piece.text)
          .join(''),
      finish: { unified: 'stop', raw: 'stop' },
    },
    tokens,
    evidence: { tier: k > 0 ? 'top-k' : 'selected', k, basis: 'raw', completeness: 1, issues: [], ...more.evidence },
    timing: { totalMs: 1 },
    context: { project: 'p', ...(more.language === undefined ? {} : { language: more.language }) },
  }
}

/** Finds exactly the given words. */
const finderOf = (...words: string[]): EntityFinder => ({
  name: 'fixed',
  find: (text) => words.map((word) => ({ kind: 'name', start: text.indexOf(word), end: text.indexOf(word) + word.length, text: word })),
})

describe('the golden rules of the hallucination score', () => {
  const filler = (count: number, logprob: number): Piece[] => Array.from({ length: count }, (_, i) => ({ text: ` w${i}`, logprob }))

  it('average −2.8 with three one-token entities at −0.5, −1.0, −4.5 scores 3 of 4 available and is flagged', () => {
    const entities = [-0.5, -1, -4.5].map((logprob, i): Piece => ({ text: ` Name${i}`, logprob }))
    const rest = filler(27, (-2.8 * 30 + 6) / 27)
    const { hallucination, metrics } = analyze(traceOf([...entities, ...rest]), STARTING_PROFILE, {
      entities: finderOf('Name0', 'Name1', 'Name2'),
    })
    expect(metrics.avgLogprob).toBeCloseTo(-2.8, 12)
    expect(hallucination).toMatchObject({ score: 3, available: 4, max: 6, flagged: true })
    expect(hallucination.votes[2]).toMatchObject({
      state: 'fires',
      value: -4.5,
      threshold: -3,
      details: { entity: 'Name2', minLogprob: -4.5 },
    })
  })

  it('one entity of those three tokens (mean −2.0) scores 1 and is not flagged', () => {
    const entity: Piece[] = [
      { text: ' Mar', logprob: -0.5 },
      { text: 'ie', logprob: -1 },
      { text: ' Curie', logprob: -4.5 },
    ]
    const rest = filler(27, (-2.8 * 30 + 6) / 27)
    const { hallucination } = analyze(traceOf([...entity, ...rest]), STARTING_PROFILE, { entities: finderOf('Marie Curie') })
    expect(hallucination).toMatchObject({ score: 1, available: 4, flagged: false })
    expect(hallucination.votes[2]?.value).toBeCloseTo(-2, 12)
  })

  it('6 of 10 consistent samples ask for review; with 9 of 10 they do not', () => {
    const trace = traceOf(filler(5, -0.1))
    expect(analyze(trace, STARTING_PROFILE, { selfCheck: { samples: 10, consistent: 6 } }).verdict).toMatchObject({
      action: 'review',
      rule: 'self-check-review',
    })
    expect(analyze(trace, STARTING_PROFILE, { selfCheck: { samples: 10, consistent: 9 } }).verdict.action).toBe('pass')
  })

  it('the threshold on the average is the language’s own', () => {
    const trace = traceOf(filler(12, -2.8))
    expect(analyze(trace, STARTING_PROFILE, { language: 'en' }).verdict.matched).toContain('hallucination-threshold-flag')
    expect(analyze(trace, STARTING_PROFILE, { language: 'tr' }).verdict.matched).not.toContain('hallucination-threshold-flag')
  })
})

describe('what is not known', () => {
  it('an answer of template tokens has no metrics, never a perfect score', () => {
    const { metrics, reasons, hallucination } = analyze(
      traceOf([{ text: '<|start_header_id|>', logprob: 0, special: true }]),
      STARTING_PROFILE,
      { entities: finderOf() },
    )
    expect(metrics).toMatchObject({ tokenCount: 0, avgLogprob: null, perplexity: null })
    expect(reasons.avgLogprob).toBe('no-content')
    expect(hallucination).toMatchObject({ score: 0, available: 0 })
  })

  it('values that were not computed give no metric and no detection that rests on them', () => {
    const zeros = Array.from({ length: 20 }, (_, i): Piece => ({ text: ` w${i}`, logprob: 0 }))
    const analysis = analyze(traceOf(zeros, { evidence: { issues: [{ code: 'all-zero', count: 20 }] } }), STARTING_PROFILE)
    expect(analysis.reasons.avgLogprob).toBe('not-computed-by-provider')
    expect(analysis.perToken.logprob.every((value) => value === null)).toBe(true)
    expect(analysis.verdict).toMatchObject({ action: 'pass', rule: null, matched: [], reason: 'no-evidence' })
  })

  it('an answer without evidence is still searched for loops', () => {
    const text = Array.from({ length: 12 }, () => 'the same old words again').join(' ')
    const analysis = analyze(traceOf([], { text, evidence: { tier: 'none', completeness: null } }), STARTING_PROFILE)
    expect(analysis.metrics.avgLogprob).toBeNull()
    expect(analysis.detections.map((detection) => detection.kind)).toEqual(['repetition'])
    expect(analysis.verdict.action).toBe('flag')
    expect(analysis.verdict).not.toHaveProperty('reason')
    expect(verdictName(analysis)).toBe('flag')
  })

  it('is not called a pass: the verdict of an answer without evidence is none, with the reason', () => {
    const judged = analyze(traceOf([{ text: 'fine', logprob: -0.1 }]), STARTING_PROFILE)
    expect(judged.verdict).not.toHaveProperty('reason')
    expect(verdictName(judged)).toBe('pass')
    for (const trace of [
      traceOf([], { text: 'hello', evidence: { tier: 'none', completeness: null } }),
      traceOf([{ text: '<|eot|>', logprob: -0.1, special: true }]),
    ]) {
      const analysis = analyze(trace, STARTING_PROFILE)
      expect(analysis.verdict).toMatchObject({ action: 'pass', rule: null, reason: 'no-evidence' })
      expect(verdictName(analysis)).toBe('none')
      const summary = summarizeAnswer(trace, analysis, { receivedAt: 0, imported: false, label: null })
      expect(summary.verdict).toEqual({ action: 'pass', rule: null, basis: 'starting rules', reason: 'no-evidence' })
      expect(verdictName(summary)).toBe('none')
    }
  })

  it('says whether the language was given, detected or is unknown', () => {
    const trace = traceOf([{ text: 'evet', logprob: -1 }])
    const languageDetector = { detect: () => ({ tag: 'tr', confidence: 1 }) }
    expect(analyze(trace, STARTING_PROFILE).language).toEqual({ tag: 'und', source: 'unknown' })
    expect(analyze(trace, STARTING_PROFILE, { languageDetector }).language).toEqual({ tag: 'tr', source: 'detected' })
    expect(analyze({ ...trace, context: { project: 'p', language: 'en' } }, STARTING_PROFILE, { languageDetector }).language).toEqual({
      tag: 'en',
      source: 'given',
    })
  })
})

describe('an interval that holds the threshold', () => {
  it('leaves an entropy rule undecided, and a list that proves it fires', () => {
    const flat = (logprob: number): (readonly [string, number])[] => ['a', 'b', 'c', 'd', 'e'].map((text) => [text, logprob])
    const open = analyze(traceOf([{ text: 'a', logprob: -2.5, alternatives: flat(-2.5) }]), STARTING_PROFILE)
    expect(open.verdict.undecided.concat(open.verdict.matched)).toContain('max-entropy-flag')
    const sure = analyze(
      traceOf([
        {
          text: 'a',
          logprob: -0.001,
          alternatives: [
            ['a', -0.001],
            ['b', -7],
          ],
        },
      ]),
      STARTING_PROFILE,
    )
    expect(sure.verdict).toMatchObject({ action: 'pass', undecided: [] })
  })
})

const severity = (analysis: Analysis): number => ACTIONS.indexOf(analysis.verdict.action)

/** Whether a metric of `censored` looks better than the same of `known`; both may be undefined, and the undefined never looks better. */
function improves(censored: Analysis, known: Analysis): string | null {
  const tolerance = 1e-9
  const c = censored.metrics
  const k = known.metrics
  const higherIsBetter = ['sumLogprob', 'avgLogprob', 'minLogprob', 'normalizedLogprob', 'tailMeanLogprob', 'worstWindowLogprob'] as const
  const lowerIsBetter = ['perplexity', 'bitsPerByte', 'lowConfidenceRatio'] as const
  for (const name of higherIsBetter) if (c[name] !== null && k[name] !== null && c[name] > k[name] + tolerance) return name
  for (const name of lowerIsBetter) if (c[name] !== null && k[name] !== null && c[name] < k[name] - tolerance) return name
  for (const name of ['maxTokenEntropy', 'meanTokenEntropy'] as const) {
    const [before, after] = [k[name], c[name]]
    if (before !== null && after !== null && after[1] < before[1] - tolerance) return name
  }
  if (c.offTopOne !== null && k.offTopOne !== null && c.offTopOne.observed < k.offTopOne.observed - tolerance) return 'offTopOne'
  if (censored.hallucination.score < known.hallucination.score && censored.hallucination.available >= known.hallucination.available)
    return 'hallucination.score'
  return severity(censored) < severity(known) ? 'verdict' : null
}

describe('censoring is monotone', () => {
  const logprob = fc.double({ min: -12, max: 0, noNaN: true })
  const piece = fc.tuple(fc.constantFrom(' the', ' Ankara', ' 1881', ',', ' evet', ' Kemal'), logprob, fc.array(logprob, { maxLength: 5 }))

  it('replacing a logprob by “censored, ceiling c” never improves a metric, a vote or the verdict against logprob = c', () => {
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 24 }), fc.nat(), (pieces, pick) => {
        const at = pick % pieces.length
        const known = pieces.map(([text, value, others]): Piece => {
          // A list as a provider sends it: a true top, its mass below 1, without the chosen token.
          const sorted = [...others].sort((a, b) => b - a).map((other, i) => [`x${i}`, other - 2] as const)
          // The chosen token has the value that would be its ceiling: the least of its list. Below that, its value splits the unlisted mass, and
          // an answer that hides it proves less entropy (never more clarity: the upper end does not fall).
          return { text, logprob: sorted.at(-1)?.[1] ?? value, alternatives: sorted }
        })
        const ceiling = known[at]!.logprob!
        const censored = known.map((entry, i): Piece => (i === at ? { ...entry, logprob: null, ceiling } : entry))
        const context = { entities: createRuleEntityFinder(), language: 'en' }
        const before = analyze(traceOf(known, { temperature: 1 }), STARTING_PROFILE, context)
        const after = analyze(traceOf(censored, { temperature: 1 }), STARTING_PROFILE, context)
        expect(improves(after, before)).toBeNull()
      }),
      { numRuns: 3000 },
    )
  })
})

describe('robustness', () => {
  it('gives JSON-safe results for any tokens', () => {
    const any = fc.record({
      text: fc.string({ unit: 'binary' }),
      logprob: fc.option(fc.double(), { nil: null }),
      alternatives: fc.array(fc.tuple(fc.string(), fc.double()), { maxLength: 4 }),
    })
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), fc.string({ unit: 'binary' }), (pieces, text) => {
        const analysis = analyze(traceOf(pieces, { text }), STARTING_PROFILE, { entities: createRuleEntityFinder() })
        const numbers = JSON.stringify(analysis, (_, value: unknown) => {
          if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('a number that JSON cannot hold')
          return value
        })
        expect(JSON.parse(numbers)).toBeTypeOf('object')
      }),
      { numRuns: 500 },
    )
  })

  it('does not let one answer leak into the next', () => {
    const long = traceOf(Array.from({ length: 50 }, (_, i) => ({ text: ` w${i}`, logprob: -4 })))
    const short = traceOf([{ text: 'ok', logprob: -0.1 }])
    const alone = JSON.stringify(analyze(short, STARTING_PROFILE))
    analyze(long, STARTING_PROFILE)
    expect(JSON.stringify(analyze(short, STARTING_PROFILE))).toBe(alone)
  })
})
