import { utf8Decode, utf8Encode } from '@logitscope/core'
import { projectRecordings, sharedRecordings } from '@logitscope/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Asked, Strip } from '../contract.ts'
import { stripChoices } from './strip-choices.ts'
import { stripResponses } from './strip-responses.ts'

const logprobs: Asked = { logprobs: true, usage: false }
const both: Asked = { logprobs: true, usage: true }

const body = (strip: Strip, text: string, asked = logprobs): string => utf8Decode(strip.body(utf8Encode(text), asked))

function stream(strip: Strip, text: string, asked = logprobs, cuts: readonly number[] = []): string {
  const bytes = utf8Encode(text)
  const stripper = strip.stream(asked)
  let from = 0
  let out = ''
  const pieces: Uint8Array[] = []
  for (const cut of [...cuts, bytes.length]) {
    pieces.push(stripper.push(bytes.slice(from, Math.max(from, cut))))
    from = Math.max(from, cut)
  }
  pieces.push(stripper.end())
  for (const piece of pieces) out += Buffer.from(piece).toString('latin1')
  return Buffer.from(out, 'latin1').toString('utf8')
}

const event = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`
const entry = { token: 'a', logprob: -1, bytes: [97], top_logprobs: [{ token: '"]}', logprob: -1, bytes: null }] }
const filled = { content: [entry], refusal: null }

describe('a whole answer', () => {
  it.each([
    [
      'null where others stand',
      stripChoices,
      '{"choices": [ {"index":0, "logprobs": {"content":[{"token":"}"}]} , "x":1} ]}',
      '{"choices": [ {"index":0, "logprobs": null , "x":1} ]}',
    ],
    [
      'absent at llama-server',
      stripChoices,
      '{"choices":[{"message":{},"logprobs":{"content":[]}}],"system_fingerprint":"b11434-x"}',
      '{"choices":[{"message":{}}],"system_fingerprint":"b11434-x"}',
    ],
    [
      'absent as the first and only member',
      stripChoices,
      '{"choices":[{"logprobs":{"content":[]},"message":{}},{"logprobs":{},"message":{}}],"timings":{}}',
      '{"choices":[{"message":{}},{"message":{}}],"timings":{}}',
    ],
    [
      'null in completions of llama-server',
      stripChoices,
      '{"choices":[{"text":"a","logprobs":{"content":[]}}],"timings":{}}',
      '{"choices":[{"text":"a","logprobs":null}],"timings":{}}',
    ],
    [
      'reasoning of Cerebras',
      stripChoices,
      '{"choices":[{"message":{},"logprobs":{},"reasoning_logprobs":{"content":[]}}]}',
      '{"choices":[{"message":{},"logprobs":null,"reasoning_logprobs":null}]}',
    ],
    [
      'Responses of OpenAI',
      stripResponses,
      '{"output":[{"content":[{"type":"output_text","logprobs":[{"a":1}]}]}],"top_logprobs":5}',
      '{"output":[{"content":[{"type":"output_text","logprobs":[]}]}],"top_logprobs":0}',
    ],
    [
      'Responses of vLLM',
      stripResponses,
      '{"output":[{"content":[{"type":"output_text","logprobs":[{"a":1}]}]}],"top_logprobs":5,"kv_transfer_params":null}',
      '{"output":[{"content":[{"type":"output_text","logprobs":null}]}],"top_logprobs":null,"kv_transfer_params":null}',
    ],
    ['a bare NaN', stripChoices, '{"choices":[{"logprobs":{"v":[NaN]}}]}', '{"choices":[{"logprobs":null}]}'],
    ['an error', stripChoices, '{"error":{"message":"logprobs"}}', '{"error":{"message":"logprobs"}}'],
    ['an answer cut off', stripChoices, '{"choices":[{"logprobs":{"content":[', '{"choices":[{"logprobs":{"content":['],
    ['no JSON', stripChoices, 'Internal Server Error', 'Internal Server Error'],
    [
      'text that speaks of logprobs',
      stripChoices,
      '{"choices":[{"text":"\\"logprobs\\":{}"}]}',
      '{"choices":[{"text":"\\"logprobs\\":{}"}]}',
    ],
  ] as const)('%s', (_, strip, before, after) => {
    expect(body(strip, before)).toBe(after)
  })
})

describe('a stream', () => {
  const chunk = (choice: object | null, more: object = {}): object => ({ id: 'x', choices: choice === null ? [] : [choice], ...more })
  const openAi = (lists: unknown, usage: object): string =>
    [
      event(
        chunk({ index: 0, delta: { role: 'assistant' }, logprobs: lists === null ? null : { content: [] }, finish_reason: null }, usage),
      ),
      event(chunk({ index: 0, delta: { content: 'a' }, logprobs: lists, finish_reason: null }, usage)),
      event(chunk({ index: 0, delta: {}, logprobs: null, finish_reason: 'stop' }, usage)),
    ].join('')
  const end = 'data: [DONE]\n\n'
  const count = event(chunk(null, { usage: { completion_tokens: 1 } }))

  it('of OpenAI is as if nobody had asked', () => {
    expect(stream(stripChoices, openAi(filled, { usage: null }) + count + end, both)).toBe(openAi(null, {}) + end)
  })

  it('keeps the usage that the client asked for', () => {
    expect(stream(stripChoices, openAi(filled, { usage: null }) + count + end)).toBe(openAi(null, { usage: null }) + count + end)
  })

  it('learns from the first choice that empty fields are left out', () => {
    const first = event(chunk({ delta: { role: 'assistant' } }))
    const second = (more: object): string => event(chunk({ delta: { content: 'a' }, ...more }))
    expect(stream(stripChoices, first + second({ logprobs: filled }))).toBe(first + second({}))
  })

  it('drops what Ollama sends for logprobs alone, and nothing else', () => {
    const of = (delta: object, lists?: unknown): string =>
      event(
        chunk(
          { delta: { role: 'assistant', ...delta }, finish_reason: null, ...(lists === undefined ? {} : { logprobs: lists }) },
          { system_fingerprint: 'fp_ollama' },
        ),
      )
    expect(stream(stripChoices, of({ content: '' }, filled) + of({ content: 'a' }, filled) + of({ content: '' }))).toBe(
      of({ content: 'a' }) + of({ content: '' }),
    )
  })

  it('passes comments, other fields, several data lines and what is no JSON', () => {
    const odd = ': ping\n\nevent: x\nid: 3\ndata: {"choices":[{\ndata: "logprobs":{}}]}\n\ndata: {oops\n\nretry: 5\n\n'
    expect(stream(stripChoices, odd)).toBe(odd)
  })

  it('strips a last event that nothing closes, where it is whole', () => {
    expect(stream(stripChoices, 'data: {"choices":[{"logprobs":{}}]}')).toBe('data: {"choices":[{"logprobs":null}]}')
  })

  it.each(['\n', '\r\n', '\r'])('is edited alike with line ends %j, however it is cut', (newline) => {
    const text = (openAi(filled, { usage: null }) + count + end).replaceAll('\n', newline)
    const expected = (openAi(null, {}) + end).replaceAll('\n', newline)
    const length = utf8Encode(text).length
    fc.assert(
      fc.property(fc.array(fc.nat(length), { maxLength: 12 }), (cuts) => {
        const sorted = [...cuts].sort((a, b) => a - b)
        // A CRLF cut in its middle may leave a blank line more behind, which says nothing.
        expect(stream(stripChoices, text, both, sorted).replace(/[\r\n]+/g, '\n')).toBe(expected.replace(/[\r\n]+/g, '\n'))
      }),
    )
  })

  it('never throws, and gives back what holds no JSON object', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }), (pieces) => {
        for (const strip of [stripChoices, stripResponses]) {
          const stripper = strip.stream(both)
          const out = [...pieces.map((piece) => Buffer.from(stripper.push(piece))), Buffer.from(stripper.end())]
          const all = Buffer.concat(pieces)
          if (!all.includes(0x7b)) expect(Buffer.concat(out)).toEqual(all)
        }
      }),
    )
  })
})

const answers = [...projectRecordings(), ...sharedRecordings(/\.(?:json|sse)$/).filter(({ name }) => !name.includes('request'))]

describe('recorded answers', () => {
  /** Whatever is not about logprobs. */
  function without(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(without)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => name !== 'logprobs' && name !== 'top_logprobs' && name !== 'reasoning_logprobs')
        .map(([name, inner]) => [name, without(inner)]),
    )
  }
  const events = (text: string): unknown[] =>
    (text.startsWith('{') ? [text] : text.split('\n').filter((line) => line.startsWith('data:'))).map((line) => {
      try {
        return JSON.parse(line.replace(/^data: ?/, '')) as unknown
      } catch {
        return line
      }
    })

  it('lose nothing but what concerns logprobs', () => {
    expect(answers.length).toBeGreaterThan(0)
    for (const { bytes, name } of answers) {
      const text = utf8Decode(bytes)
      for (const strip of [stripChoices, stripResponses]) {
        const after = text.startsWith('{') ? body(strip, text) : stream(strip, text)
        expect(without(events(after)), name).toEqual(without(events(text)))
      }
    }
  })

  it('hold no entry any more', () => {
    for (const { bytes, name } of answers) {
      const text = utf8Decode(bytes)
      const strip = /"(?:choices)"/.test(text) ? stripChoices : /"response\.|"output"/.test(text) ? stripResponses : null
      // A scored prompt is never ours to take out: it is not asked for. What the other formats do with the shapes of theirs is held in their own folders; broken recordings pass.
      if (
        strip === null ||
        text.includes('"prompt_logprobs":[') ||
        !/"(?:top_logprobs|token_logprobs)"/.test(text) ||
        events(text).some((value) => typeof value === 'string' && !value.includes('DONE'))
      )
        continue
      const after = text.startsWith('{') ? body(strip, text) : stream(strip, text)
      expect(after, name).not.toMatch(/"(?:token_logprobs|logprob)"/)
    }
  })
})
