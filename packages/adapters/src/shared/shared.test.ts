import { describe, expect, it } from 'vitest'
import { countPoints, offsetOfPoint } from './code-points.ts'
import { completenessOf, type EntryCount } from './completeness.ts'
import type { DraftToken } from './draft-token.ts'
import { chainOfBlocks } from './duplicate-blocks.ts'
import { errorIn } from './error-body.ts'
import { finishOf } from './finish.ts'
import { createIssueLog } from './issue-log.ts'
import { plainNames } from './json.ts'
import { basisOf, detectProvider } from './provider.ts'
import { promptOf, requestFacts } from './request-facts.ts'
import { readUsage, usageFromTimings } from './usage.ts'

describe('createIssueLog', () => {
  it('counts by code and detail, and keeps the first place', () => {
    const log = createIssueLog()
    log.add('sentinel', 3)
    log.add('sentinel', 1, undefined, 2)
    log.add('sentinel', 9, 'x')
    log.add('stream-cut')
    expect(log.list()).toEqual([
      { code: 'sentinel', count: 3, at: 3 },
      { code: 'sentinel', count: 1, at: 9, detail: 'x' },
      { code: 'stream-cut', count: 1 },
    ])
    expect(log.has('stream-cut')).toBe(true)
    log.moveBack(4)
    expect(log.list().map(({ at }) => at)).toEqual([undefined, 5, undefined])
  })

  it('stays small whatever it is told', () => {
    const log = createIssueLog()
    for (let i = 0; i < 10_000; i++) log.add('unknown-field', undefined, `field ${i}`)
    expect(log.list().length).toBeLessThan(70)
    expect(log.list().reduce((sum, { count }) => sum + count, 0)).toBe(10_000)
  })
})

describe('errorIn', () => {
  it.each([
    [{ error: { message: 'm', type: 't', code: 'c' } }, 'c', 'm'],
    [{ error: { message: 'm', type: 't', code: 400 } }, 't', 'm'],
    [{ error: { message: 'm', code: 400 } }, '400', 'm'],
    [{ error: 'busy' }, 'error', 'busy'],
    [{ detail: 'Not Found' }, 'error', 'Not Found'],
    [{ detail: [{ type: 'missing', loc: ['body'], msg: 'Field required' }] }, 'missing', 'Field required'],
    [{ object: 'error', message: 'm', type: 'BadRequestError', code: 400 }, 'BadRequestError', 'm'],
    [{ type: 'error', message: 'm' }, 'error', 'm'],
  ])('finds the error in %j', (value, code, message) => {
    expect(errorIn(value)).toEqual({ code, message })
  })
  it.each([[{ choices: [], detail: 'x' }], [{ error: null }], [{ output: [], message: 'x', code: 1 }], [{}], [null], ['error'], [[]]])(
    'finds none in %j',
    (value) => {
      expect(errorIn(value)).toBeNull()
    },
  )
})

describe('completenessOf', () => {
  const output = (entries: number, more: Partial<EntryCount> = {}): EntryCount => ({
    entries,
    reasoning: 0,
    unlisted: 0,
    own: null,
    hidden: 0,
    ...more,
  })
  const shares = (outputs: readonly EntryCount[], count: number | null, onlyOne = false): (number | null)[] =>
    completenessOf(outputs, count === null ? null : { input: 1, output: count }, onlyOne).map(({ share }) => share)

  it('explains one end-of-sequence token for each output that ended by itself', () => {
    expect(shares([output(4, { unlisted: 1 }), output(4, { unlisted: 1 })], 10)).toEqual([1, 1])
    expect(shares([output(4, { unlisted: 1 }), output(4)], 10)).toEqual([0.8, 0.8])
    expect(shares([output(0)], 4)).toEqual([0])
    expect(shares([output(4)], null)).toEqual([null])
  })
  it('believes what is known to be missing over numbers that agree', () => {
    expect(shares([output(4, { hidden: 1 })], 4)).toEqual([0.8])
    expect(shares([output(4, { hidden: 1 })], null)).toEqual([0.8])
  })
  it('leaves open what one count of several cannot say', () => {
    expect(shares([output(4), output(6)], 4, true)).toEqual([1, null])
  })
  it('counts what is too much', () => {
    expect(completenessOf([output(9)], { input: 1, output: 4 }, false)).toEqual([
      { share: 1, surplus: 5, detail: '9 entries for 4 reported tokens' },
    ])
  })
})

describe('chainOfBlocks', () => {
  const tokens = (text: string): DraftToken[] =>
    Array.from(text).map((letter) => ({ text: letter, logprob: -letter.charCodeAt(0) / 100, part: 'content', alternatives: [] }))
  const chain = (text: string): string =>
    chainOfBlocks(tokens(text))
      .map((i) => text[i])
      .join('')
  it.each([
    ['abcabcabcde', 'abcde'],
    ['abababxx', 'abx'],
    ['abcdecdefcdef', 'abcdef'],
    ['abcdef', 'abcdef'],
    ['', ''],
  ])('keeps of %s the chain %s', (text, expected) => {
    expect(chain(text)).toBe(expected)
  })
  it('tells equal texts with other values apart', () => {
    const list = tokens('aa')
    list[1]!.logprob = -0.3
    expect(chainOfBlocks(list)).toEqual([0, 1])
  })
})

describe('readUsage', () => {
  it.each([
    [
      { prompt_tokens: 1, completion_tokens: 2, completion_tokens_details: { reasoning_tokens: 1 } },
      { input: 1, output: 2, reasoning: 1 },
    ],
    [
      { input_tokens: 1, output_tokens: 2, output_tokens_details: { reasoning_tokens: 0 } },
      { input: 1, output: 2, reasoning: 0 },
    ],
    [{ completion_tokens: 2 }, { input: 0, output: 2 }],
    [{ prompt_tokens: 1 }, null],
    [{ completion_tokens: -1 }, null],
    [{ completion_tokens: '2' }, null],
    [null, null],
  ])('%j', (usage, expected) => {
    expect(readUsage(usage)).toEqual(expected)
  })
  it('takes the counts of timings', () => {
    expect(usageFromTimings({ prompt_n: 3, cache_n: 4, predicted_n: 5 })).toEqual({ input: 7, output: 5 })
    expect(usageFromTimings(null)).toBeNull()
  })
})

describe('finishOf', () => {
  it.each([
    ['stop', 'stop'],
    ['STOP', 'stop'],
    ['eos_token', 'stop'],
    ['MAX_TOKENS', 'length'],
    ['content_filter', 'content-filter'],
    ['function_call', 'tool-calls'],
    ['queued', 'unknown'],
    ['sleepy', 'other'],
    [null, 'unknown'],
  ])('%s is %s', (raw, unified) => {
    expect(finishOf(raw)).toEqual({ unified, raw })
  })
})

describe('requestFacts', () => {
  it('reads a chat request: messages, parameters, and everything else', () => {
    const facts = requestFacts({
      model: 'm',
      messages: [
        { role: 'system', content: 's' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'a' },
            { type: 'image_url', image_url: { url: 'x' } },
          ],
        },
        { role: 'assistant', content: null, tool_calls: [{ id: '1', function: { name: 'f', arguments: '{}' } }] },
      ],
      temperature: 0.5,
      top_p: 0.9,
      max_tokens: 5,
      stop: 'x',
      n: 2,
      seed: 1,
      logprobs: true,
      top_logprobs: 3,
      logit_bias: { 5: -100 },
    })
    expect(facts.messages).toEqual([
      { role: 'system', content: 's' },
      {
        role: 'user',
        content: 'a',
        parts: [
          { type: 'text', text: 'a' },
          { type: 'image_url', image_url: { url: 'x' } },
        ],
      },
      { role: 'assistant', content: null, toolCalls: [{ id: '1', name: 'f', arguments: '{}' }] },
    ])
    expect(facts.parameters).toEqual({
      temperature: 0.5,
      topP: 0.9,
      maxTokens: 5,
      stop: ['x'],
      choices: 2,
      seed: 1,
      topLogprobs: 3,
      other: { logprobs: true, logit_bias: { 5: -100 } },
    })
    expect(facts).toMatchObject({ model: 'm', asked: true, echo: false })
  })
  it('reads a request of the Responses API', () => {
    const facts = requestFacts({
      model: 'm',
      instructions: 'be brief',
      input: 'hi',
      include: ['message.output_text.logprobs'],
      max_output_tokens: 9,
    })
    expect(facts.messages).toEqual([
      { role: 'system', content: 'be brief' },
      { role: 'user', content: 'hi' },
    ])
    expect(facts).toMatchObject({ asked: true, parameters: { maxTokens: 9 } })
    expect(requestFacts({ input: 'hi', top_logprobs: 3 }).asked).toBe(false)
  })
  it('knows nothing of a request that is none', () => {
    expect(requestFacts('x')).toMatchObject({ model: '', messages: null, asked: null, echo: null })
  })
  it('finds the prompt of each answer', () => {
    const facts = requestFacts({ prompt: ['a', 'b'], n: 2 })
    expect([0, 1, 2, 3, 4].map((choice) => promptOf(facts, choice))).toEqual(['a', 'a', 'b', 'b', undefined])
    expect(promptOf(requestFacts({ prompt: 'a', n: 3 }), 2)).toBe('a')
    expect(promptOf(requestFacts({ prompt: [1, 2, 3] }), 0)).toBeUndefined()
  })
})

describe('provider and basis', () => {
  it('is unknown where nothing tells, and so is the basis', () => {
    const provider = detectProvider({ fields: new Set(), id: '', model: '', fingerprint: '' })
    expect(provider).toBe('unknown')
    expect(basisOf(provider, { linear: false, masked: false })).toBe('unknown')
    expect(basisOf('constructor', { linear: false, masked: false })).toBe('unknown')
  })
  it('follows the provider, a mask, and values declared as probabilities', () => {
    expect(basisOf('openai', { linear: false, masked: false })).toBe('raw')
    expect(basisOf('openai', { linear: false, masked: true })).toBe('unknown')
    expect(basisOf('sglang', { linear: false, masked: true })).toBe('post-temperature')
    expect(basisOf('tgi', { linear: false, masked: false })).toBe('post-sampling')
    expect(basisOf('llama-server', { linear: true, masked: false })).toBe('post-sampling')
  })
})

describe('code points', () => {
  it('count pairs once and lone halves once', () => {
    expect(countPoints('a😀\ud83d')).toBe(3)
    expect(offsetOfPoint('a😀b', 2)).toBe(3)
    expect(offsetOfPoint('ab', 9)).toBe(2)
  })
})

describe('plainNames', () => {
  it('gives back the value itself where nothing is marked', () => {
    const value = { a: [1, { b: 2 }] }
    expect(plainNames(value)).toBe(value)
  })
})
