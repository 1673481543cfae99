import { openAiChat, type Delta, type DecodeResult } from '@logitscope/adapters'
import { uuidv7 } from '@logitscope/core'
import { request, type Endpoint } from './endpoint.ts'

export interface Question {
  readonly model: string
  readonly prompt: string
  readonly system?: string
  readonly temperature?: number
  readonly maxTokens?: number
  readonly topLogprobs: number
}

export interface AskClock {
  readonly now: () => number
  readonly random: () => number
}

/** Asks a chat model with log-probabilities, streamed; tells of tokens as they come and reads the whole answer at the end. */
export async function askChat(
  endpoint: Endpoint,
  question: Question,
  clock: AskClock,
  onDelta: (delta: Delta) => Promise<void>,
): Promise<DecodeResult> {
  const { model, prompt, system, temperature, maxTokens, topLogprobs } = question
  const body = {
    model,
    messages: [...(system === undefined ? [] : [{ role: 'system', content: system }]), { role: 'user', content: prompt }],
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
    stream: true,
    stream_options: { include_usage: true },
    logprobs: true,
    ...(topLogprobs === 0 ? {} : { top_logprobs: topLogprobs }),
  }
  const startedAt = clock.now()
  const response = await request(endpoint, '/chat/completions', { method: 'POST', body: JSON.stringify(body) })
  const decoder = openAiChat.decoder({
    requestId: uuidv7(startedAt, clock.random),
    startedAt,
    request: body,
    path: '/v1/chat/completions',
    status: response.status,
    now: clock.now,
  })
  if (response.body !== null)
    for await (const piece of response.body as AsyncIterable<Uint8Array>) for (const delta of decoder.push(piece)) await onDelta(delta)
  return decoder.end()
}
