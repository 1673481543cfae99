import { openAiCompletions } from '@logitscope/adapters'
import { decoded, withoutTokens } from './decoded.ts'
import { temperatureOf, type DemoApi } from './demo-api.ts'

interface Lists {
  readonly tokens: readonly string[]
  readonly token_logprobs: readonly unknown[]
  readonly top_logprobs: readonly unknown[] | null
  readonly text_offset: readonly number[]
}

interface Body {
  readonly choices: readonly [{ readonly text: string; readonly logprobs: Lists | null; readonly finish_reason: string }]
  readonly usage?: object
}

/** A prompt may be a list; the first of it is answered. */
function promptOf(prompt: unknown): string {
  const first: unknown = Array.isArray(prompt) ? prompt[0] : prompt
  return typeof first === 'string' ? first : ''
}

/** One event a token where the tokens are told, else a word. */
function piecesOf(text: string, lists: Lists | null): readonly { readonly text: string; readonly logprobs: object | null }[] {
  if (lists === null) return (text.match(/\s*\S+|\s+$/g) ?? []).map((piece) => ({ text: piece, logprobs: null }))
  return lists.tokens.map((token, i) => ({
    text: token,
    logprobs: {
      tokens: [token],
      token_logprobs: [lists.token_logprobs[i] ?? null],
      top_logprobs: lists.top_logprobs === null ? null : [lists.top_logprobs[i] ?? null],
      text_offset: [lists.text_offset[i] ?? 0],
    },
  }))
}

/** Legacy Completions: the recorded chat answers in its shape. The prompt is taken for the question. */
export const completionsApi: DemoApi = {
  path: '/v1/completions',
  question: ({ prompt, stream, temperature }) => ({
    messages: [{ role: 'user', content: promptOf(prompt) }],
    streamed: stream === true,
    temperature: temperatureOf(temperature),
  }),
  answer(recording, { logprobs, stream, stream_options: options }) {
    const trace = decoded(recording)
    if (trace === undefined) throw new Error('the recording holds no answer')
    const { body } = openAiCompletions.encode([typeof logprobs === 'number' ? trace : withoutTokens(trace)])
    if (stream !== true) return Buffer.from(body)
    const { choices, usage, ...outer } = JSON.parse(body) as Body
    const [{ text, logprobs: lists, finish_reason: finish }] = choices
    const wantsUsage = (options as { readonly include_usage?: unknown } | null | undefined)?.include_usage === true
    const event = (value: object): string => `data: ${JSON.stringify({ ...outer, ...value })}\n\n`
    return Buffer.from(
      [
        ...piecesOf(text, lists).map((piece) => event({ choices: [{ index: 0, ...piece, finish_reason: null }] })),
        event({ choices: [{ index: 0, text: '', logprobs: null, finish_reason: finish }] }),
        ...(wantsUsage ? [event({ choices: [], usage })] : []),
        'data: [DONE]\n\n',
      ].join(''),
    )
  },
}
