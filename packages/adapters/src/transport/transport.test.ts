import { utf8Encode } from '@logitscope/core'
import { amazonMessage } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import type { Delta } from '../contract.ts'
import { gemini } from '../gemini/index.ts'
import { ollama } from '../ollama/index.ts'
import { openAiChat } from '../openai-chat/index.ts'
import { fromBase64 } from './base64.ts'

const options = { requestId: 'r', startedAt: 0 }

/** The deltas of each piece, and the result. */
function read(format: typeof ollama, pieces: readonly Uint8Array[], limits?: { readonly recordBytes: number }) {
  const decoder = format.decoder({ ...options, ...(limits === undefined ? {} : { limits }) })
  const deltas = pieces.map((piece) => decoder.push(piece))
  return { deltas, result: decoder.end() }
}

const textIn = (deltas: readonly Delta[]): string => deltas.map((delta) => (delta.kind === 'text' ? delta.text : '')).join('')
const bytewise = (bytes: Uint8Array): Uint8Array[] => [...bytes].map((byte) => Uint8Array.of(byte))

const line = (content: string, more: object = {}) =>
  utf8Encode(`${JSON.stringify({ model: 'm', message: { role: 'assistant', content }, done: false, ...more })}\n`)
const lines = [line('Hel'), line('lo'), line('!'), line('', { done: true, done_reason: 'stop' })]

describe('one object a line', () => {
  it('is told of while it arrives, each line when the next begins or later', () => {
    const { deltas, result } = read(ollama, lines)
    expect(deltas.map(textIn)).toEqual(['', 'Hello', '!', ''])
    expect(result.traces[0]?.output).toMatchObject({ text: 'Hello!', finish: { raw: 'stop' } })
    expect(result.traces[0]?.source.streamed).toBe(true)
  })

  it('is the same however it is cut', () => {
    const whole = Uint8Array.from(lines.flatMap((bytes) => [...bytes]))
    const { result } = read(ollama, [whole])
    expect(read(ollama, bytewise(whole)).result).toEqual(result)
    expect(textIn(read(ollama, bytewise(whole)).deltas.flat())).toBe('Hello!')
  })

  it('of a single line is a body', () => {
    const { result } = read(ollama, [line('Hi', { done: true, done_reason: 'stop' })])
    expect(result.traces[0]).toMatchObject({ output: { text: 'Hi' }, source: { streamed: false } })
  })

  it('leaves out a line that is too long, and says so', () => {
    const { result } = read(ollama, [line('Hel'), line('x'.repeat(500)), line('lo', { done: true })], { recordBytes: 300 })
    expect(result.traces[0]?.output.text).toBe('Hello')
    expect(result.issues.map(({ code }) => code)).toEqual(['record-too-large'])
  })

  it('that is cut or damaged keeps the others', () => {
    const { result } = read(ollama, [line('Hel'), utf8Encode('{"mess\n'), line('lo'), line('!').slice(0, 20)])
    expect(result.traces[0]?.output.text).toBe('Hello')
    expect(result.traces[0]?.evidence.issues.map(({ code, detail }) => `${code}: ${detail ?? ''}`)).toEqual(
      expect.arrayContaining([expect.stringMatching(/line 2/), expect.stringMatching(/^stream-cut/)]),
    )
  })

  it('over several lines is a body all the same', () => {
    const body = JSON.stringify({ choices: [{ index: 0, message: { content: 'a\nb' }, finish_reason: 'stop' }] }, null, 2)
    for (const pieces of [[utf8Encode(body)], bytewise(utf8Encode(`\n${body}\n`))]) {
      expect(read(openAiChat, pieces).result.traces[0]).toMatchObject({ output: { text: 'a\nb' }, source: { streamed: false } })
    }
  })
})

const candidate = (text: string, more: object = {}) => ({ candidates: [{ index: 0, content: { parts: [{ text }] }, ...more }] })
const list = `[${JSON.stringify(candidate('He,]"[l'))}\n,\r\n${JSON.stringify(candidate('\\"}'))},\n${JSON.stringify(candidate('!', { finishReason: 'STOP' }))}\n]\n`

describe('a list of events', () => {
  it('is told of while it arrives', () => {
    const pieces = [list.slice(0, 90), list.slice(90, 200), list.slice(200)].map(utf8Encode)
    const { deltas, result } = read(gemini, pieces)
    expect(textIn(deltas.flat())).toBe('He,]"[l\\"}!')
    expect(textIn(deltas[0]!)).not.toBe('')
    expect(read(gemini, bytewise(utf8Encode(`\uFEFF ${list}`))).result).toEqual(result)
    expect(result.traces[0]?.output).toMatchObject({ text: 'He,]"[l\\"}!', finish: { raw: 'STOP' } })
  })

  it('that is cut keeps what came, and says so', () => {
    const { result } = read(gemini, [utf8Encode(list.slice(0, 130))])
    expect(result.traces[0]?.output.text).toBe('He,]"[l')
    expect(result.traces[0]?.evidence.issues.map(({ code }) => code)).toContain('stream-cut')
  })

  it('with something behind it says so', () => {
    expect(read(gemini, [utf8Encode(`${list}[]`)]).result.issues).toMatchObject([{ code: 'malformed-json' }])
  })
})

describe("Amazon's binary event stream", () => {
  const chunk = (delta: object, more: object = {}) =>
    JSON.stringify({ id: 'c', object: 'chat.completion.chunk', choices: [{ index: 0, delta, ...more }] })
  const wrapped = (text: string) =>
    amazonMessage({ ':message-type': 'event', ':event-type': 'chunk' }, { bytes: Buffer.from(text).toString('base64'), p: 'abc' })
  const messages = [
    wrapped(chunk({ content: 'Mer' })),
    wrapped(chunk({ content: 'haba ğ' })),
    wrapped(chunk({}, { finish_reason: 'stop' })),
  ]
  const whole = Uint8Array.from(messages.flatMap((bytes) => [...bytes]))

  it('is read as the events that it wraps, however it is cut', () => {
    const { deltas, result } = read(openAiChat, messages)
    expect(deltas.map(textIn)).toEqual(['Mer', 'haba ğ', ''])
    expect(result.traces[0]).toMatchObject({ output: { text: 'Merhaba ğ', finish: { raw: 'stop' } }, source: { streamed: true } })
    expect(read(openAiChat, [whole]).result).toEqual(result)
    expect(read(openAiChat, bytewise(whole)).result).toEqual(result)
  })

  it('that is cut, damaged or too long keeps what came, and says so', () => {
    const codes = (bytes: Uint8Array, limits?: { readonly recordBytes: number }) => {
      const { traces, issues } = read(openAiChat, [bytes], limits).result
      return [traces[0]?.output.text, ...issues.map(({ code }) => code), ...(traces[0]?.evidence.issues.map(({ code }) => code) ?? [])]
    }
    expect(codes(whole.slice(0, whole.length - 5))).toEqual(['Merhaba ğ', 'stream-cut', 'no-logprobs'])
    const damaged = Uint8Array.from([...messages[0]!, ...utf8Encode('\0\0\0\x01 and so on, no message at all')])
    expect(codes(damaged)).toEqual(expect.arrayContaining(['Mer', 'stream-cut']))
    const long = Uint8Array.from([...messages[0]!, ...wrapped(chunk({ content: 'x'.repeat(500) })), ...messages[2]!])
    expect(codes(long, { recordBytes: 400 })).toEqual(expect.arrayContaining(['Mer', 'record-too-large']))
    expect(read(openAiChat, [utf8Encode('\0\0\0\0\0\0\0\0\0\0\0\0\0\0')]).result).toMatchObject({
      traces: [],
      issues: expect.arrayContaining([expect.objectContaining({ code: 'not-an-answer' })]) as unknown,
    })
  })

  it('that brings an exception is an error', () => {
    const exception = amazonMessage(
      { ':message-type': 'exception', ':exception-type': 'throttlingException', ':content-type': 'application/json' },
      { message: 'Too many tokens' },
    )
    expect(read(openAiChat, [messages[0]!, exception]).result.traces[0]?.output.error).toEqual({
      code: 'throttlingException',
      message: 'Too many tokens',
    })
  })
})

describe('base64', () => {
  it('is read as Node reads it', () => {
    for (const text of ['', 'a', 'ab', 'abc', 'ğüş 🎉', 'x'.repeat(999)]) {
      const bytes = utf8Encode(text)
      const encoded = Buffer.from(bytes).toString('base64')
      expect(fromBase64(encoded)).toEqual(bytes)
      expect(fromBase64(encoded.replaceAll('=', ''))).toEqual(bytes)
    }
    expect(fromBase64('a')).toBeNull()
    expect(fromBase64('ab c')).toBeNull()
  })
})
