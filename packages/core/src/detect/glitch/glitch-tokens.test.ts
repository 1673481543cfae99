import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sharedPath } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { alignTokens } from '../../trace/alignment/index.ts'
import type { Output, Token } from '../../trace/types.ts'
import type { Finding } from '../finding.ts'
import { findGlitchTokens } from './find-glitch-tokens.ts'
import { glitchOfPiece } from './glitch-of-piece.ts'

const OPTIONS = { glitchProbability: 0.05 }
const token = (text: string, more: Partial<Token> = {}): Token => ({ text, logprob: -1, part: 'content', alternatives: [], ...more })
const output = (text: string): Output => ({ text, finish: { unified: 'stop', raw: null } })
const find = (tokens: readonly Token[], text: string = tokens.map((one) => one.text).join('')): Finding[] =>
  findGlitchTokens(tokens, alignTokens({ tokens, output: output(text) }), OPTIONS)
const reasons = (tokens: readonly Token[], text?: string): unknown[] =>
  find(tokens, text).map(({ tokens: [start, end], evidence }) => [start, end, evidence['reason']])

describe('glitchOfPiece', () => {
  it.each([
    ['<unk>', 'unknown-token'],
    [' [UNK]', 'unknown-token'],
    ['▁⁇', 'unknown-token'],
    ['<unused12>', 'reserved-token'],
    ['[unused3]', 'reserved-token'],
    ['<|reserved_special_token_7|>', 'reserved-token'],
    ['<extra_id_0>', 'reserved-token'],
    ['[control_9]', 'reserved-token'],
    ['a\u0000b', 'control-character'],
    ['\u001b[31m', 'control-character'],
    ['\u0093', 'control-character'],
    [' Сolor', 'mixed-script'],
    [' SolidGoldMagikarp', 'known-glitch-string'],
    ['Ġpetertodd', 'known-glitch-string'],
  ])('“%s”: %s', (text, reason) => {
    expect(glitchOfPiece(text)?.reason).toBe(reason)
  })

  it.each([
    '',
    ' the',
    'Ġthe',
    '▁the',
    'Ċ',
    'ĉ',
    '\n\n',
    '\t',
    '\r\n',
    '\f',
    '<div>',
    '<',
    '[1]',
    '[INFO]',
    '<|',
    ' \\xe9\\x9b',
    'Ã©',
    'é',
    'e\u0301',
    '👍🏽',
    '\u200d',
    '️',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    'μm',
    'Tシャツ',
    '«',
    '—',
    '\u00a0',
  ])('“%s” is in order', (text) => {
    expect(glitchOfPiece(text)).toBeNull()
  })
})

describe('findGlitchTokens', () => {
  it('names the piece, the place and the probability', () => {
    const found = find([token('So'), token(' Сolor', { logprob: Math.log(0.25) }), token('.')])
    expect(found).toEqual([
      {
        kind: 'glitch-token',
        tokens: [1, 2],
        evidence: {
          reason: 'mixed-script',
          token: ' Сolor',
          where: 'chosen',
          probability: expect.closeTo(0.25, 12),
          detail: 'Latin+Cyrillic',
        },
      },
    ])
  })

  it('weighs alternatives by their probability, and takes the most probable', () => {
    const beside = (...others: readonly (readonly [string, number])[]): Token =>
      token(' fine', { alternatives: others.map(([text, probability]) => ({ text, logprob: Math.log(probability) })) })
    expect(find([beside([' fine', 0.9], ['<unk>', 0.04])])).toEqual([])
    expect(find([beside([' fine', 0.6], ['<unk>', 0.1], [' SolidGoldMagikarp', 0.2])])).toMatchObject([
      { evidence: { reason: 'known-glitch-string', where: 'alternative', probability: expect.closeTo(0.2, 12) } },
    ])
    expect(find([token('<end>', { special: true, alternatives: [{ text: '<unk>', logprob: -0.1 }] })], '')).toEqual([])
  })

  it('the end of an answer among the alternatives is no glitch', () => {
    expect(find([token('.', { alternatives: [{ text: '<|im_end|>', logprob: -0.2 }] })])).toEqual([])
  })

  it('signs of a template are glitches in the middle of the text only', () => {
    expect(reasons([token('yes'), token('<|im_end|>'), token('no')])).toEqual([[1, 2, 'control-token']])
    expect(reasons([token('yes'), token('<|im_end|>'), token('\n'), token('<|endoftext|>')])).toEqual([])
    expect(reasons([token('<|start|>'), token('yes')])).toEqual([])
    expect(reasons([token('yes'), token('<|im_end|>'), token('no')], 'yesno')).toEqual([])
    expect(reasons([token('yes'), token('<|im_end|>', { special: true }), token('no')], 'yesno')).toEqual([])
  })

  it('the parts of a character are no glitches, however they are written', () => {
    const cat = '雛'
    expect(find([token('\\xe9\\x9b', { bytes: [0xe9, 0x9b] }), token('\\x9b', { bytes: [0x9b] })], cat)).toEqual([])
    expect(find([token('\uFFFD'), token('\uFFFD')], cat)).toEqual([])
    expect(find([token('\uFFFD'), token('\uFFFD')])).toEqual([])
    expect(find([token('<0xE9>'), token('<0x9B>'), token('<0x9B>')], cat)).toEqual([])
    expect(find([token(''), token(''), token(cat)], cat)).toEqual([])
    expect(find([token('a', { alternatives: [{ text: '\uFFFD', logprob: -0.1, bytes: [0xe9] }] })])).toEqual([])
  })

  it('a character that the model broke is one, unless the end of the answer cut it', () => {
    const broken = [token('So'), token('\\xe9\\x9b', { bytes: [0xe9, 0x9b] }), token(' on')]
    expect(reasons(broken, 'So\uFFFD on')).toEqual([[1, 2, 'replacement-character']])
    expect(reasons([token('So'), token('\uFFFD'), token(' on')])).toEqual([[1, 2, 'replacement-character']])
    expect(reasons(broken.slice(0, 2), 'So\uFFFD')).toEqual([])
  })

  it('finds nothing in nothing', () => {
    expect(find([])).toEqual([])
  })

  const folder = sharedPath('fixtures/openai-raw')
  const answers = folder === null ? [] : readdirSync(folder).filter((name) => name.endsWith('.json'))
  it.skipIf(folder === null).each(answers)('finds nothing in the recorded answer %s', (name) => {
    const body = JSON.parse(readFileSync(join(folder!, name), 'utf8'))
    const entries: any[] = body.choices?.[0]?.logprobs?.content ?? []
    const tokens = entries.map((entry) =>
      token(entry.token, {
        logprob: entry.logprob,
        ...(entry.bytes == null ? {} : { bytes: entry.bytes }),
        alternatives: (entry.top_logprobs ?? []).map(({ token: text, logprob, bytes }: any) => ({
          text,
          logprob,
          bytes: bytes ?? undefined,
        })),
      }),
    )
    expect(find(tokens, body.choices?.[0]?.message?.content ?? '')).toEqual([])
  })
})
