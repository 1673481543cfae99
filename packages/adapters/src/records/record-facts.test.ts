import { describe, expect, it } from 'vitest'
import { itemOf, labelOf, ownIdOf, questionOf } from './record-facts.ts'

describe('labelOf', () => {
  it.each<[object, boolean | null | undefined]>([
    [{ correct: true }, true],
    [{ correct: false }, false],
    [{ correct: 1 }, true],
    [{ correct: 0 }, false],
    [{ correct: '1' }, true],
    [{ is_correct: 'False' }, false],
    [{ correct: 0.5 }, null],
    [{ correct: null }, null],
    [{ correct: 'maybe' }, null],
    [{ label: 'correct' }, true],
    [{ label: 'incorrect' }, false],
    [{ label: { correct: true } }, true],
    [{ label: 'positive' }, undefined],
    [{ label: { name: 'x' } }, undefined],
    [{}, undefined],
  ])('%j', (record, expected) => {
    expect(labelOf(record as Readonly<Record<string, unknown>>)?.correct).toBe(expected)
  })
})

describe('labelOf', () => {
  it.each<[unknown, object]>([
    ['DOĞRU', { correct: true }],
    ['YANLIŞ', { correct: false }],
    ['YANLIS', { correct: false }],
    [1.0, { correct: true }],
    ['0.0', { correct: false }],
    ['unsure', { correct: null, unsure: true }],
    ['Emin Değil', { correct: null, unsure: true }],
    [2, { correct: null, notALabel: '2' }],
    ['perhaps', { correct: null, notALabel: '"perhaps"' }],
    ['', { correct: null }],
  ])('tells %j from a label that is none, and from no label', (correct, expected) => {
    expect(labelOf({ correct })).toEqual(expected)
  })
})

it.each<[object, string | null]>([
  [{ id: 'a' }, 'a'],
  [{ id: 17, question: 'Who?' }, '17'],
  [{ trace_id: 't', id: 'a' }, 't'],
  [{ id: '' }, null],
  [{}, null],
])('ownIdOf(%j) is %j', (record, expected) => {
  expect(ownIdOf(record as Readonly<Record<string, unknown>>)).toBe(expected)
})

describe('itemOf', () => {
  const digest = itemOf({ question: 'Who?' }, false)

  it('takes the name that the record gives', () => {
    expect(itemOf({ item: 'a', id: 'b', question: 'Who?' }, false)).toBe('a')
    expect(itemOf({ custom_id: 'c', response: {} }, false)).toBe('c')
    expect(itemOf({ id: 'en-004', question: 'Who?' }, false)).toBe('en-004')
  })

  it('is the same for the same question wherever it stands', () => {
    expect(digest).toMatch(/^q-[0-9a-f]{20}$/)
    const user = { role: 'user', content: 'Who?' }
    for (const record of [
      { question: ' Who?\n', model: 'other' },
      { prompt: 'Who?' },
      { id: 'chatcmpl-9GsTs1IiRnXYuM1CeKqWeiU1B7E4a', question: 'Who?' },
      { id: 17, question: 'Who?' },
      { messages: [{ role: 'system', content: 'Be brief.' }, user] },
      { request: { messages: [user] }, response: {} },
      { request: { method: 'POST', body: { messages: [user] } } },
    ])
      expect(itemOf(record, false)).toBe(digest)
  })

  it('is another for another question or an earlier turn', () => {
    const turns = [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hello' },
      { role: 'user', content: 'Who?' },
    ]
    const others = [
      itemOf({ question: 'Where?' }, false),
      itemOf({ messages: turns }, false),
      itemOf({ messages: turns.slice(0, 1) }, false),
    ]
    expect(new Set([digest, ...others]).size).toBe(4)
  })

  it("is not an answer's own id", () => {
    expect(itemOf({ id: 'abc', choices: [] }, true)).toBeNull()
    expect(itemOf({ id: 'chatcmpl-1' }, false)).toBeNull()
    expect(itemOf({}, false)).toBeNull()
  })

  it('is the number of the row where nothing else is there', () => {
    expect(itemOf({ id: 17, tokens: [] }, false)).toBe('17')
  })
})

it('questionOf takes words over messages', () => {
  expect(questionOf({ question: 'a', messages: [{ role: 'user', content: 'b' }] })).toBe('a')
  expect(questionOf({ messages: 'x' })).toBeNull()
})
