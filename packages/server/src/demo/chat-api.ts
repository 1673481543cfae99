import { openAiChat } from '@logitscope/adapters'
import { messagesOf, temperatureOf, type DemoApi } from './demo-api.ts'
import { responseBytes } from './recordings.ts'

/** Chat Completions, as it was recorded. */
export const chatApi: DemoApi = {
  path: '/v1/chat/completions',
  question: ({ messages, stream, temperature }) => ({
    messages: messagesOf(messages),
    streamed: stream === true,
    temperature: temperatureOf(temperature),
  }),
  answer(recording, { logprobs, stream, stream_options: options }) {
    const bytes = responseBytes(recording)
    const wantsUsage = (options as { readonly include_usage?: unknown } | null | undefined)?.include_usage === true
    const taken = { logprobs: logprobs !== true, usage: stream === true && !wantsUsage }
    const { strip } = openAiChat
    if (strip === undefined || (!taken.logprobs && !taken.usage)) return bytes
    if (recording.request.stream !== true) return strip.body(bytes, taken)
    const stripper = strip.stream(taken)
    return Buffer.concat([stripper.push(bytes), stripper.end()])
  },
}
