/** What goes through the gateways of the benchmark: one seeded answer of 200 tokens with five alternatives, whole and streamed. */
import { openAiChat } from '../packages/adapters/src/openai-chat/index.ts'
import { makeTrace } from './metrics-fixture.ts'

interface Choice {
  readonly logprobs: { readonly content: readonly { readonly token: string }[] }
}

interface Whole {
  readonly choices: readonly Choice[]
}

const BODY_BYTES = 95_055

/** The whole answer, filled up to the size of the earlier measurements with white space inside the JSON. */
export function wholeBody(): Buffer {
  const body = openAiChat.encode([makeTrace(200, 5, 1)]).body
  const missing = BODY_BYTES - Buffer.byteLength(body)
  return Buffer.from(missing > 0 ? body.replace(/\}$/, `${' '.repeat(missing)}}`) : body)
}

/** The same answer as 201 events and the mark of the end. `stamp`: put into each event instead of its text, to see when it was sent. */
export function streamEvents(stamp: (() => string) | null): (() => Buffer)[] {
  const { choices } = JSON.parse(openAiChat.encode([makeTrace(200, 5, 1)]).body) as Whole
  const outer = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'm' }
  const event = (choice: object): Buffer => Buffer.from(`data: ${JSON.stringify({ ...outer, choices: [{ index: 0, ...choice }] })}\n\n`)
  const tokens = choices[0]!.logprobs.content.map((entry) => {
    const make = (content: string): Buffer => event({ delta: { content }, logprobs: { content: [entry] }, finish_reason: null })
    const fixed = make(entry.token)
    return stamp === null ? () => fixed : () => make(stamp())
  })
  const last = event({ delta: {}, finish_reason: 'stop' })
  const done = Buffer.from('data: [DONE]\n\n')
  return [...tokens, () => last, () => done]
}

const messages = [{ role: 'user', content: 'Tell me a story, please.' }]

/** `asks`: the client asks for logprobs itself, so that nothing has to be added. */
export function requestBody(asks: boolean, stream: boolean): string {
  return JSON.stringify({ model: 'm', messages, stream, temperature: 1, ...(asks ? { logprobs: true, top_logprobs: 5 } : {}) })
}
