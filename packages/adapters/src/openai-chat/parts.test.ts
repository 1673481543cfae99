// Payloads written from the vendors' documentation and source code for what no recording shows.
import { chunk, content, entry, onlyTrace, partsOf, readStream, readWhole } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'

describe('reasoning', () => {
  it('comes in a list of its own (DeepSeek)', () => {
    const trace = onlyTrace(
      readWhole(
        { content: 'Hi', reasoning_content: 'Say hi.' },
        {
          logprobs: {
            content: [entry('Hi', -0.1)],
            reasoning_content: [entry('Say', -1), entry(' hi', -0.5), entry('.', -0.2), entry('</think>', -0.01)],
          },
        },
        { model: 'deepseek-v4', usage: { prompt_tokens: 5, completion_tokens: 5, prompt_cache_hit_tokens: 0 } },
      ),
    )
    expect(partsOf(trace)).toEqual(['Say|reasoning', ' hi|reasoning', '.|reasoning', '</think>|reasoning*', 'Hi|content'])
    expect(trace.output).toMatchObject({ text: 'Hi', reasoning: 'Say hi.' })
    expect(trace.source.provider).toBe('deepseek')
    expect(trace.evidence.completeness).toBe(1)
  })

  it('comes in a list beside the others (Cerebras)', () => {
    const trace = onlyTrace(
      readWhole(
        { content: 'Hi', reasoning: 'Well' },
        { logprobs: { content: [entry('Hi', -0.1)], refusal: null }, reasoning_logprobs: { content: [entry('Well', -2)], refusal: null } },
      ),
    )
    expect(partsOf(trace)).toEqual(['Hi|content', 'Well|reasoning'])
    expect(trace.source.provider).toBe('cerebras')
  })

  it('stands in the one list of all tokens, and the bytes tell it apart (vLLM, Ollama)', () => {
    const tokens = [
      entry('<think>', -0.1),
      entry('So', -1),
      entry(' yes', -1),
      entry('\n', -0.1),
      entry('</think>', -0.1),
      entry('\n\n', -0.1),
      entry('Yes', -0.2),
      entry('<|im_end|>', -0.3),
    ]
    const expected = [
      '<think>|content*',
      'So|reasoning',
      ' yes|reasoning',
      '\n|reasoning',
      '</think>|reasoning*',
      '\n\n|reasoning',
      'Yes|content',
      '<|im_end|>|content*',
    ]
    expect(partsOf(onlyTrace(readWhole({ content: 'Yes', reasoning_content: 'So yes' }, content(...tokens))))).toEqual(expected)
    const streamed = readStream([
      chunk({ role: 'assistant', reasoning: 'So yes' }, content(...tokens)),
      chunk({ content: 'Yes' }, { logprobs: null }),
      chunk({}, { finish_reason: 'stop' }),
    ])
    expect(partsOf(onlyTrace(streamed))).toEqual(expected)
  })

  it('is not mistaken for the answer when only the answer has tokens', () => {
    const trace = onlyTrace(
      readWhole({ content: 'Yes, yes', reasoning_content: 'Yes, so' }, content(entry('Yes', -0.1), entry(',', -0.1), entry(' yes', -0.3))),
    )
    expect(partsOf(trace)).toEqual(['Yes|content', ',|content', ' yes|content'])
  })

  it('is read from parts of the content (Mistral)', () => {
    const trace = onlyTrace(
      readWhole(
        {
          content: [
            { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] },
            { type: 'text', text: 'Yes' },
          ],
        },
        { logprobs: null },
      ),
    )
    expect(trace.output).toMatchObject({ text: 'Yes', reasoning: 'hm' })
    expect(trace.evidence.issues).toEqual([{ code: 'no-logprobs', count: 1, detail: 'the field is null' }])
  })
})

describe('tool calls', () => {
  it('are put together from fragments by their index, older ones too', () => {
    const call = (index: number, id: string | null, name: string | null, args: string): object => ({
      index,
      id,
      type: 'function',
      function: { name, arguments: args },
    })
    const { traces } = readStream([
      chunk({ tool_calls: [call(0, 'a', 'add', '')] }),
      chunk({ tool_calls: [call(1, 'b', 'sub', '{"x"')] }),
      chunk({ tool_calls: [call(0, null, null, '{"y":1'), call(1, null, null, ':2}')] }),
      chunk({ tool_calls: [call(0, null, null, '}')] }),
      chunk({}, { finish_reason: 'tool_calls' }),
    ])
    expect(traces[0]!.output).toMatchObject({
      toolCalls: [
        { id: 'a', name: 'add', arguments: '{"y":1}' },
        { id: 'b', name: 'sub', arguments: '{"x":2}' },
      ],
      finish: { unified: 'tool-calls', raw: 'tool_calls' },
    })
    expect(
      onlyTrace(readWhole({ content: null, function_call: { name: 'f', arguments: '{}' } }, { finish_reason: 'function_call' })).output
        .toolCalls,
    ).toEqual([{ name: 'f', arguments: '{}' }])
  })

  it('have their own tokens where the list holds them: the name and the arguments count, the markup does not', () => {
    const tokens = [
      'Ok',
      '.',
      '<tool_call>',
      '{"',
      'name',
      '":"',
      'add',
      '","',
      'arguments',
      '":',
      '{"',
      'y',
      '":',
      '1',
      '}',
      '}',
      '</tool_call>',
      '<|im_end|>',
    ].map((token) => entry(token, -0.1))
    const trace = onlyTrace(
      readWhole(
        { content: 'Ok.', tool_calls: [{ id: 'a', type: 'function', function: { name: 'add', arguments: '{"y":1}' } }] },
        { finish_reason: 'tool_calls', ...content(...tokens) },
      ),
    )
    const counted = trace.tokens.filter((token) => token.special !== true).map(({ text, part }) => `${text}|${part}`)
    expect(counted).toEqual(['Ok|content', '.|content', 'add|tool', '{"|tool', 'y|tool', '":|tool', '1|tool', '}|tool'])
  })
})
