/** Recorded answers to the same question, with and without logprobs: what is stripped must be what nobody asked for. */
import { utf8Decode } from '@logitscope/core'
import { sharedRecordings, type Recording } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import type { Asked, Format } from '../contract.ts'
import { openAiChat } from '../openai-chat/index.ts'
import { openAiResponses } from '../openai-responses/index.ts'

const recordings = sharedRecordings(/^real\/.*\.response\.(?:json|sse)$/)
const byName = (name: string): Recording => recordings.find((recording) => recording.name.startsWith(`real/${name}.response.`))!

function stripped(format: Format, { bytes, name }: Recording, asked: Asked): string {
  if (name.endsWith('.json')) return utf8Decode(format.strip!.body(bytes, asked))
  const stream = format.strip!.stream(asked)
  return utf8Decode(stream.push(bytes)) + utf8Decode(stream.end())
}

/** What differs between any two runs, and what these requests differ in beside logprobs (`return_token_ids`). */
function masked(text: string): string {
  return text
    .replace(/"(?:chatcmpl|resp|msg|cmpl)[-_][\w-]+"/g, '"ID"')
    .replace(/"(?:created|created_at)": ?\d+/g, '"created":0')
    .replace(/"timings":\{[^}]*\}/g, '"timings":{}')
    .replace(/"(prompt_token_ids|token_ids)":\[[^\]]*\]/g, '"$1":null')
    .replace(/"cached_tokens":\d+/g, '"cached_tokens":0')
}

const logprobs: Asked = { logprobs: true, usage: false }

describe('a recorded answer that was asked for logprobs, stripped', () => {
  it.skipIf(recordings.length === 0).each([
    ['llama-server/chat-plain-top1-t0', 'llama-server/chat-plain-nologprobs-t0', openAiChat],
    ['llama-server/chat-plain-top5-t0', 'llama-server/chat-plain-nologprobs-t0', openAiChat],
    ['llama-server/chat-plain-top20-t0', 'llama-server/chat-plain-nologprobs-t0', openAiChat],
    ['llama-server/chat-plain-topunset-t0', 'llama-server/chat-plain-nologprobs-t0', openAiChat],
    ['llama-server/chat-stream-top1-t0', 'llama-server/chat-stream-nologprobs-t0', openAiChat],
    ['llama-server/chat-stream-top5-t0', 'llama-server/chat-stream-nologprobs-t0', openAiChat],
    ['llama-server/chat-stream-top20-t0', 'llama-server/chat-stream-nologprobs-t0', openAiChat],
    ['llama-server/chat-stream-topunset-t0', 'llama-server/chat-stream-nologprobs-t0', openAiChat],
    ['vllm/chat-plain-top5-t0', 'vllm/chat-plain-nologprobs', openAiChat],
    ['vllm/chat-plain-top20-t0', 'vllm/chat-plain-nologprobs', openAiChat],
    ['vllm/chat-stream-top5-t0', 'vllm/chat-stream-nologprobs', openAiChat],
    ['vllm/chat-stream-top20-t0', 'vllm/chat-stream-nologprobs', openAiChat],
    ['vllm/responses-plain-logprobs', 'vllm/responses-plain', openAiResponses],
  ])('%s is %s', (asked, plain, format) => {
    expect(masked(stripped(format, byName(asked), logprobs))).toBe(masked(utf8Decode(byName(plain).bytes)))
  })

  it.skipIf(recordings.length === 0)('vllm/responses-stream-logprobs has the shape of vllm/responses-stream at each of its events', () => {
    // vLLM puts several tokens into one event at will: the text may be cut elsewhere.
    const shapes = (text: string): string[] =>
      [
        ...new Set(
          masked(text)
            .replace(/"(delta|text)":"[^"]*"/g, '"$1":""')
            .replace(/"sequence_number":\d+/g, '')
            .split('\n\n'),
        ),
      ].sort()
    const plain = utf8Decode(byName('vllm/responses-stream').bytes)
    expect(shapes(stripped(openAiResponses, byName('vllm/responses-stream-logprobs'), logprobs))).toEqual(shapes(plain))
  })

  it.skipIf(recordings.length === 0)('gives up its closing usage chunk, and keeps what that chunk alone said', () => {
    for (const server of ['llama-server', 'vllm']) {
      const ours = masked(stripped(openAiChat, byName(`${server}/chat-stream-top5-t0`), { logprobs: true, usage: true })).split('\n\n')
      const without = masked(stripped(openAiChat, byName(`${server}/chat-stream-no-include-usage`), logprobs)).split('\n\n')
      expect(ours.slice(-3)).toHaveLength(3)
      // The last words of the two answers differ, their form must not.
      const form = (event: string): string => event.replace(/"delta":\{[^}]*\}/, '"delta":{}')
      expect(ours.slice(-3).map(form)).toEqual(without.slice(-3).map(form))
    }
  })
})
