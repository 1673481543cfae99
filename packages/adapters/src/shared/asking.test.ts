import { utf8Decode, utf8Encode } from '@logitscope/core'
import { describe, expect, it } from 'vitest'
import type { Format } from '../contract.ts'
import { openAiChat } from '../openai-chat/index.ts'
import { openAiCompletions } from '../openai-completions/index.ts'
import { openAiResponses } from '../openai-responses/index.ts'
import { splice } from '../splice/index.ts'
import { namesOurParameter } from './asking.ts'

/** The request as it would go on, or why it is left alone. */
function asked(format: Format, request: Record<string, unknown>, topLogprobs = 5): unknown {
  const ask = format.ask!(request, topLogprobs)
  if (ask.kind === 'leave') return ask.reason
  const bytes = splice(utf8Encode(JSON.stringify(request)), ask.insertions)
  return bytes === null ? 'no splice' : { ...(JSON.parse(utf8Decode(bytes)) as object), ...(ask.asked.usage ? { '#usage': true } : {}) }
}

const messages = [{ role: 'user', content: 'hi' }]

describe('asking', () => {
  it.each<[string, Format, Record<string, unknown>, unknown]>([
    ['chat', openAiChat, { model: 'gpt-4o', messages }, { model: 'gpt-4o', messages, logprobs: true, top_logprobs: 5 }],
    [
      'a chat stream, for its usage too',
      openAiChat,
      { model: 'm', messages, stream: true },
      { model: 'm', messages, stream: true, logprobs: true, top_logprobs: 5, stream_options: { include_usage: true }, '#usage': true },
    ],
    [
      'a chat stream that wants no usage',
      openAiChat,
      { messages, stream: true, stream_options: { include_usage: false } },
      { messages, stream: true, stream_options: { include_usage: false }, logprobs: true, top_logprobs: 5 },
    ],
    ['chat with logprobs of its own', openAiChat, { messages, logprobs: false }, 'client-asked'],
    ['chat with n_probs', openAiChat, { messages, n_probs: 3 }, 'client-asked'],
    ['stored chat', openAiChat, { messages, store: true }, 'stored'],
    ['o3', openAiChat, { model: 'openai/o3-mini', messages }, 'refused-by-model'],
    ['gpt-5', openAiChat, { model: 'gpt-5-mini', messages }, 'refused-by-model'],
    [
      'gpt-5.1 without reasoning',
      openAiChat,
      { model: 'gpt-5.1', messages, reasoning_effort: 'none' },
      { model: 'gpt-5.1', messages, reasoning_effort: 'none', logprobs: true, top_logprobs: 5 },
    ],
    ['something else', openAiChat, { input: 'embedding' }, 'not-applicable'],
    ['completions', openAiCompletions, { prompt: 'a', max_tokens: 3 }, { prompt: 'a', max_tokens: 3, logprobs: 5 }],
    ['completions with logprobs', openAiCompletions, { prompt: 'a', logprobs: 0 }, 'client-asked'],
    [
      'responses',
      openAiResponses,
      { input: 'a', store: false },
      { input: 'a', store: false, include: ['message.output_text.logprobs'], top_logprobs: 5 },
    ],
    [
      'responses with another include',
      openAiResponses,
      { input: 'a', store: false, include: ['x'] },
      { input: 'a', store: false, include: ['x', 'message.output_text.logprobs'], top_logprobs: 5 },
    ],
    ['responses that are stored', openAiResponses, { input: 'a' }, 'stored'],
    ['responses in the background', openAiResponses, { input: 'a', store: false, background: true }, 'stored'],
    ['responses that ask', openAiResponses, { input: 'a', store: false, include: ['message.output_text.logprobs'] }, 'client-asked'],
  ])('%s', (_, format, request, expected) => {
    expect(asked(format, request)).toEqual(expected)
  })

  it('keeps to the limits of each API', () => {
    expect(asked(openAiChat, { messages }, 50)).toMatchObject({ top_logprobs: 20 })
    expect(asked(openAiCompletions, { prompt: 'a' }, 50)).toMatchObject({ logprobs: 5 })
    expect(asked(openAiChat, { messages }, -1)).toMatchObject({ top_logprobs: 0 })
    expect(asked(openAiChat, { messages, model: 'x-ai/grok-3' }, 20)).toMatchObject({ top_logprobs: 8 })
    expect(asked(openAiChat, { messages, model: 'accounts/fireworks/models/llama' }, 20)).toMatchObject({ top_logprobs: 5 })
    expect(asked(openAiChat, { messages }, NaN)).toMatchObject({ top_logprobs: 0 })
  })
})

it.each([
  ['You are not allowed to request logprobs from this model', true],
  ["Unsupported parameter: 'logprobs' is not supported with this model.", true],
  ['logprobs are not supported with reasoning models.', true],
  ['Unrecognized request argument supplied: logprobs', true],
  ['Validation error at #/logprobs: Extra inputs are not permitted', true],
  ['logprobs is not supported with tools + stream', true],
  ['`top_n_tokens` must be >= 0 and <= 5', true],
  ['{"error":{"message":"Unsupported value","param":"include","code":"unsupported_parameter"}}', true],
  ['Please include a valid model', false],
  ['Logprobs is not enabled for models/gemini-2.5-pro', true],
  ['Rate limit reached for gpt-4o', false],
  ['Unknown parameter: stream_options', true],
])('“%s” names what we added: %s', (message, expected) => {
  expect(namesOurParameter(message)).toBe(expected)
})
