import { handMadeToken as token } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { alignTokens } from './align-tokens.ts'
import { assignParts } from './assign-parts.ts'

describe('assignParts', () => {
  const output = {
    text: 'Calling it.',
    reasoning: 'Hm, let me think',
    toolCalls: [{ name: 'get_weather', arguments: '{"city": "Ankara"}' }],
  }
  const pieces = [
    'Hm',
    ',',
    ' let',
    ' me',
    ' think',
    '</think>',
    '\n\n',
    'Calling',
    ' it',
    '.',
    '<tool_call>',
    '{"',
    'name',
    '": "',
    'get_weather',
    '", "arguments": ',
    '{"city',
    '": "',
    'Ankara',
    '"}',
    '}',
    '</tool_call>',
  ]

  it('finds reasoning, content and tool calls in one run', () => {
    const tokens = assignParts(pieces.map(token), output)
    expect(tokens.map(({ part }) => part)).toEqual([
      ...pieces.slice(0, 7).map(() => 'reasoning'),
      ...pieces.slice(7, 10).map(() => 'content'),
      ...pieces.slice(10).map(() => 'tool'),
    ])
    expect(tokens.at(-1)).toMatchObject({ part: 'tool', partIndex: 0, text: '</tool_call>' })
    const alignment = alignTokens({ tokens, output })
    expect(alignment.parts.map(({ key, status, coverage }) => [key, status, coverage])).toEqual([
      ['reasoning', 'exact', 1],
      ['content', 'exact', 1],
      ['tool:0', 'exact', 1],
    ])
  })

  it('leaves tokens alone where there is one text, or none that fits', () => {
    const tokens = ['a', 'b'].map(token)
    expect(assignParts(tokens, { text: 'ab' })).toBe(tokens)
    expect(assignParts(tokens, { text: 'xy', reasoning: 'z' })).toEqual(tokens)
    expect(assignParts([], output)).toEqual([])
  })

  it('puts tokens back that were told to be of another part', () => {
    const tokens = [token({ text: 'Hm, let me think', part: 'tool', partIndex: 3 }), token('Calling it.')]
    expect(assignParts(tokens, output)).toEqual([token({ text: 'Hm, let me think', part: 'reasoning' }), token('Calling it.')])
  })
})
