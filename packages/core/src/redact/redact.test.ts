import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Token, Trace } from '../trace/types.ts'
import { findSensitive, maskText } from './find-sensitive.ts'
import { passesIban, passesLuhn, passesTurkishId } from './patterns.ts'
import { redactTrace, withholdContent } from './redact-trace.ts'

describe('findSensitive', () => {
  it.each([
    ['Write to ayşe.yılmaz@örnek.com.tr today', 'email', 'ayşe.yılmaz@örnek.com.tr'],
    ['card 4111 1111 1111 1111 please', 'card', '4111 1111 1111 1111'],
    ['IBAN TR33 0006 1005 1978 6457 8413 26.', 'iban', 'TR33 0006 1005 1978 6457 8413 26'],
    ['T.C. 10000000146', 'national-id', '10000000146'],
    ['ara: 0532 123 45 67', 'phone', '0532 123 45 67'],
    ['call +44 20 7946 0958 now', 'phone', '+44 20 7946 0958'],
    ['from 192.168.10.4 came', 'ip-address', '192.168.10.4'],
    ['key sk-proj-abcdefghijklmnop1234 leaked', 'secret', 'sk-proj-abcdefghijklmnop1234'],
    ['GET /v1?api_key=hunter2&x=1', 'secret', 'hunter2'],
    ['postgres://user:pa55word@db', 'url-credentials', 'user:pa55word'],
    ['Authorization: Bearer abcdefghijklmnop', 'secret', 'abcdefghijklmnop'],
  ])('%s', (text, kind, expected) => {
    expect(findSensitive(text).map((span) => [span.kind, text.slice(span.start, span.end)])).toEqual([[kind, expected]])
  })

  it.each([
    'In 1881 about 4 111 people came',
    'version 1.2.3',
    '1234567890123456',
    '10000000147',
    'pi is 3.14159265358979',
    'a@b',
    'the token of thanks',
  ])('leaves "%s" alone', (text) => {
    expect(findSensitive(text)).toEqual([])
  })

  it('ends on long texts, whatever they hold', () => {
    for (const unit of ['a', '1 ', 'a.', 'a@', '1', '-', '://a:', '5']) {
      const text = unit.repeat(100_000)
      // Quadratic work on this input would run into the time-out.
      for (const { end } of findSensitive(text)) expect(end).toBeLessThanOrEqual(text.length)
    }
  })

  it('keeps the length and never shows a masked character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.emailAddress(), fc.string({ unit: 'binary' }), (before, email, after) => {
        const text = `${before} ${email} ${after}`
        const masked = maskText(text)
        expect(masked).toHaveLength(text.length)
        for (const { start, end } of findSensitive(text)) expect(masked.slice(start, end)).toMatch(/^█+$/u)
      }),
    )
  })
})

it('knows the check digits', () => {
  expect(passesLuhn('4242424242424242')).toBe(true)
  expect(passesLuhn('4242424242424241')).toBe(false)
  expect(passesIban('GB82WEST12345698765432')).toBe(true)
  expect(passesIban('GB82WEST12345698765431')).toBe(false)
  expect(passesTurkishId('10000000146')).toBe(true)
  expect(passesTurkishId('10000000147')).toBe(false)
})

const token = (text: string): Token => ({
  text,
  bytes: Array.from(text, (character) => character.charCodeAt(0)),
  id: text.length,
  logprob: -0.5,
  part: 'content',
  alternatives: [
    { text, logprob: -0.5, id: 3 },
    { text: 'kim@example.org', logprob: -1.5 },
  ],
})

function traceOf(pieces: readonly string[]): Trace {
  return {
    schema: 1,
    id: 'r.0',
    requestId: 'r',
    startedAt: 0,
    source: { provider: 'p', api: 'openai-chat', requestedModel: 'm', model: 'm', choice: 0, streamed: false },
    request: {
      messages: [{ role: 'user', content: 'I am kim@example.org', parts: [{ url: 'https://x.y/?token=abc123' }] }],
      prompt: 'mail kim@example.org',
      parameters: { other: { user: 'kim@example.org' } },
    },
    output: {
      text: pieces.join(''),
      finish: { unified: 'stop', raw: 'stop' },
      toolCalls: [{ name: 'send', arguments: '{"to":"kim@example.org"}' }],
    },
    tokens: pieces.map(token),
    promptTokens: ['mail ', 'kim@', 'example', '.org'].map(token),
    evidence: { tier: 'top-k', k: 2, basis: 'raw', completeness: 1, issues: [] },
    timing: { totalMs: 1 },
    context: { project: 'p' },
  }
}

describe('redactTrace', () => {
  const trace = traceOf(['Write', ' to', ' k', 'im', '@exam', 'ple.org', ' soon', '.'])
  const redacted = redactTrace(trace)

  it('leaves nothing that spells the address, in texts, tokens, bytes, ids or alternatives', () => {
    const json = JSON.stringify(redacted)
    expect(json).not.toContain('example.org')
    expect(json).not.toContain('abc123')
    expect(redacted.tokens.map((masked) => masked.text)).toEqual(['Write', ' to', ' █', '██', '█████', '███████', ' soon', '.'])
    for (const masked of redacted.tokens.slice(2, 6)) {
      expect(masked.bytes).toBeUndefined()
      expect(masked.id).toBeUndefined()
      expect(masked.alternatives.map((alternative) => alternative.text)).toEqual(['█', '█'])
    }
    expect(redacted.promptTokens?.map((masked) => masked.text).join('')).toBe('mail ' + '█'.repeat(15))
  })

  it('keeps every number and length', () => {
    expect(redacted.output.text).toHaveLength(trace.output.text.length)
    expect(redacted.tokens.map((masked) => masked.logprob)).toEqual(trace.tokens.map((full) => full.logprob))
    expect(redacted.tokens.map((masked) => masked.alternatives.map((alternative) => alternative.logprob))).toEqual(
      trace.tokens.map((full) => full.alternatives.map((alternative) => alternative.logprob)),
    )
  })

  it('masks tokens that cannot be placed when the text is sensitive', () => {
    const garbled: Trace = { ...trace, output: { ...trace.output, text: 'kim@example.org' }, tokens: ['zz', 'yy'].map(token) }
    expect(redactTrace(garbled).tokens.map((masked) => masked.text)).toEqual(['██', '██'])
  })
})

describe('a stated confidence', () => {
  const stated = (text: string): Trace => {
    const trace = traceOf([text])
    const verbalized = { field: "$['ayşe@örnek.com.tr'].confidence", part: 'content' as const, value: 0.8, raw: '80%', scale: 'percent' }
    const issues = [{ code: 'verbalized-unclear', count: 1, detail: "$['ayşe@örnek.com.tr'].confidence is cut off" }]
    return { ...trace, output: { ...trace.output, verbalized }, evidence: { ...trace.evidence, issues } }
  }

  it('keeps its number, and loses the names of fields', () => {
    const masked = redactTrace(stated('{}'))
    expect(masked.output.verbalized).toMatchObject({ value: 0.8, raw: '80%' })
    const withheld = withholdContent(stated('{}'))
    expect(withheld.output.verbalized).toEqual({ field: '', part: 'content', value: 0.8, raw: '', scale: 'percent' })
    for (const trace of [masked, withheld]) {
      expect(JSON.stringify(trace)).not.toContain('örnek')
      expect(trace.evidence.issues).toEqual([{ code: 'verbalized-unclear', count: 1 }])
    }
  })
})

describe('withholdContent', () => {
  it('keeps numbers and nothing that was written', () => {
    const json = JSON.stringify(withholdContent(traceOf(['Secret', ' words'])))
    expect(json).not.toMatch(/Secret|words|kim|send|example/)
    expect(withholdContent(traceOf(['a', 'b'])).tokens.map((bare) => [bare.logprob, bare.alternatives.length])).toEqual([
      [-0.5, 2],
      [-0.5, 2],
    ])
  })
})
