import { describe, expect, it } from 'vitest'
import { brief, chunk, line, read } from '../../test/read-records.ts'
import { pieceOf } from './pieces.ts'

describe('pieceOf', () => {
  const family = (value: object): string | undefined => pieceOf(value as Readonly<Record<string, unknown>>, 0)?.family

  it.each<[object, string | undefined]>([
    [{ id: 'x', choices: [{ delta: { content: 'a' } }] }, 'chat'],
    [{ id: 'x', choices: [], usage: {} }, 'chat'],
    [{ id: 'x', choices: [{ message: { content: 'a' } }] }, undefined],
    [{ id: 'x', choices: [{ text: 'a', finish_reason: null }] }, 'completions'],
    [{ choices: [{ text: 'a', finish_reason: null }] }, undefined],
    [{ choices: ['a', 'b'] }, undefined],
    [{ type: 'response.output_text.delta' }, 'responses'],
    [{ type: 'message', role: 'assistant', content: [] }, undefined],
    [{ type: 'message_start', message: {} }, 'messages'],
    [{ type: 'transcript.text.delta', delta: 'a' }, 'transcript'],
    [{ type: 'content-delta', index: 0 }, 'content-events'],
    [{ model: 'm', response: 'a', done: false }, 'ollama'],
    [{ content: 'a', stop: false }, 'llama-server'],
    [{ index: 1, token: { id: 1, text: 'a', logprob: -1 }, generated_text: null }, 'tgi'],
    [{ candidates: [{ content: {} }] }, 'gemini'],
    [{ token: 'a', logprob: -1 }, 'tokens'],
    [{ token: 'a' }, undefined],
    [{}, undefined],
  ])('%j', (value, expected) => {
    expect(family(value)).toBe(expected)
  })

  it('says which values are an answer of their own where they come alone', () => {
    const wholes = [
      { id: 'x', choices: [{ text: 'a', finish_reason: 'stop' }] },
      { model: 'm', response: 'a', done: true },
      { content: 'a', stop: true },
      { candidates: [{ finishReason: 'STOP' }] },
    ].map((value) => pieceOf(value, 0)?.whole)
    expect(wholes).toEqual([true, true, true, true])
  })
})

it('streams without ids end where they finish', () => {
  expect(brief(read(line(chunk('a', ''), chunk('', '', 'stop'), chunk('b', ''), chunk('', '', 'stop'))))).toEqual([
    'openai-chat: a',
    'openai-chat: b',
  ])
})

it('more streams than can be open at once are still told apart', () => {
  const many = Array.from({ length: 40 }, (_, i) => chunk(`t${i}`, `id${i}`))
  const records = read(line(...many))
  expect(records.map(({ index }) => index).sort((a, b) => a - b)).toEqual(many.map((_, i) => i))
  expect(new Set(brief(records)).size).toBe(40)
})

it('a stream that is too long is cut, and that is said', () => {
  const many = Array.from({ length: 30 }, () => chunk('a', 'x'))
  const [record] = read(line(...many), { limits: { tokens: 20 } })
  expect(record!.issues).toEqual([{ code: 'limit-exceeded', path: '', message: '10 pieces of this answer are left out: it is too long' }])
  expect(record!.traces[0]!.tokens).toHaveLength(20)
})
