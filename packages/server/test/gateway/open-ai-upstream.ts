/** Answers as OpenAI's three APIs do, with logprobs where they are asked for; always the same, so that answers can be compared. */
import type { SeenRequest, UpstreamAnswer } from '@logitscope/testkit'

type Body = Readonly<Record<string, unknown>>

const TOKENS = ['Mer', 'haba', ' dünya', ' 😀', '.']
const TEXT = TOKENS.join('')
const ID = { id: 'chatcmpl-1', created: 1_700_000_000, model: 'gpt-test', system_fingerprint: 'fp_1' }
const USAGE = { prompt_tokens: 3, completion_tokens: 6, total_tokens: 9 }

const entry = (token: string): object => ({
  token,
  logprob: -0.25,
  bytes: [...Buffer.from(token)],
  top_logprobs: [{ token, logprob: -0.25, bytes: [...Buffer.from(token)] }],
})

const sse = (events: readonly unknown[], named = false): UpstreamAnswer => ({
  headers: { 'content-type': 'text/event-stream; charset=utf-8' },
  pieces: events.map((event) => {
    if (typeof event === 'string') return Buffer.from(`data: ${event}\n\n`)
    const name = named ? `event: ${(event as { readonly type: string }).type}\n` : ''
    return Buffer.from(`${name}data: ${JSON.stringify(event)}\n\n`)
  }),
  paceMs: 1,
})

const json = (value: object): UpstreamAnswer => ({
  headers: { 'content-type': 'application/json' },
  pieces: [Buffer.from(JSON.stringify(value))],
})

function chat(body: Body): UpstreamAnswer {
  const asked = body['logprobs'] === true
  const calls = [{ id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"İzmir"}' } }]
  const isCall = Array.isArray(body['tools']) && !JSON.stringify(body['messages']).includes('"tool"')
  if (body['stream'] !== true) {
    const message = isCall
      ? { role: 'assistant', content: null, tool_calls: calls, refusal: null }
      : { role: 'assistant', content: TEXT, refusal: null }
    const logprobs = asked && !isCall ? { content: TOKENS.map(entry), refusal: null } : null
    return json({
      ...ID,
      object: 'chat.completion',
      choices: [{ index: 0, message, logprobs, finish_reason: isCall ? 'tool_calls' : 'stop' }],
      usage: USAGE,
    })
  }
  const withUsage = (body['stream_options'] as Body | undefined)?.['include_usage'] === true
  const chunk = (delta: object, logprobs: object | null, finish: string | null): object => ({
    ...ID,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, logprobs, finish_reason: finish }],
    ...(withUsage ? { usage: null } : {}),
  })
  const none = asked ? { content: [], refusal: null } : null
  const pieces = isCall
    ? ['{"city', '":"İzmir"}'].map((part) => chunk({ tool_calls: [{ index: 0, function: { arguments: part } }] }, none, null))
    : TOKENS.map((token) => chunk({ content: token }, asked ? { content: [entry(token)], refusal: null } : null, null))
  const first = isCall
    ? {
        role: 'assistant',
        content: null,
        tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: { name: 'weather', arguments: '' } }],
      }
    : { role: 'assistant', content: '', refusal: null }
  const usage = { ...ID, object: 'chat.completion.chunk', choices: [], usage: USAGE }
  return sse([
    chunk(first, none, null),
    ...pieces,
    chunk({}, null, isCall ? 'tool_calls' : 'stop'),
    ...(withUsage ? [usage] : []),
    '[DONE]',
  ])
}

function completions(body: Body): UpstreamAnswer {
  const asked = typeof body['logprobs'] === 'number'
  const list = (tokens: readonly string[]): object | null =>
    asked
      ? {
          tokens,
          token_logprobs: tokens.map(() => -0.25),
          top_logprobs: tokens.map((token) => ({ [token]: -0.25 })),
          text_offset: tokens.map((_, i) => i),
        }
      : null
  if (body['stream'] !== true)
    return json({
      ...ID,
      object: 'text_completion',
      choices: [{ text: TEXT, index: 0, logprobs: list(TOKENS), finish_reason: 'stop' }],
      usage: USAGE,
    })
  const chunk = (text: string, logprobs: object | null, finish: string | null): object => ({
    ...ID,
    object: 'text_completion',
    choices: [{ text, index: 0, logprobs, finish_reason: finish }],
  })
  const withUsage = (body['stream_options'] as Body | undefined)?.['include_usage'] === true
  const usage = { ...ID, object: 'text_completion', choices: [], usage: USAGE }
  return sse([
    ...TOKENS.map((token) => chunk(token, list([token]), null)),
    chunk('', null, 'stop'),
    ...(withUsage ? [usage] : []),
    '[DONE]',
  ])
}

function responses(body: Body): UpstreamAnswer {
  const asked = Array.isArray(body['include']) && body['include'].includes('message.output_text.logprobs')
  const logprobs = asked ? TOKENS.map(entry) : []
  const part = { type: 'output_text', annotations: [], logprobs, text: TEXT }
  const item = { id: 'msg_1', type: 'message', status: 'completed', role: 'assistant', content: [part] }
  const response = (status: string, output: readonly object[]): object => ({
    id: 'resp_1',
    object: 'response',
    created_at: 1_700_000_000,
    status,
    error: null,
    incomplete_details: null,
    instructions: null,
    model: 'gpt-test',
    output,
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: 'auto',
    tools: [],
    top_logprobs: asked ? body['top_logprobs'] : 0,
    usage: {
      input_tokens: 3,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: 6,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 9,
    },
  })
  if (body['stream'] !== true) return json(response('completed', [item]))
  const at = { item_id: 'msg_1', output_index: 0, content_index: 0 }
  const events = [
    { type: 'response.created', response: response('in_progress', []) },
    { type: 'response.output_item.added', output_index: 0, item: { ...item, status: 'in_progress', content: [] } },
    { type: 'response.content_part.added', ...at, part: { ...part, text: '', logprobs: [] } },
    ...TOKENS.map((token) => ({ type: 'response.output_text.delta', ...at, delta: token, logprobs: asked ? [entry(token)] : [] })),
    { type: 'response.output_text.done', ...at, text: TEXT, logprobs },
    { type: 'response.content_part.done', ...at, part: { ...part, logprobs: [] } },
    { type: 'response.output_item.done', output_index: 0, item },
    { type: 'response.completed', response: response('completed', [item]) },
  ]
  return sse(
    events.map((event, i) => ({ ...event, sequence_number: i })),
    true,
  )
}

export function answerAsOpenAi({ url, body }: SeenRequest): UpstreamAnswer {
  const request = JSON.parse(body.toString()) as Body
  if (JSON.stringify(request).includes('never ends')) return { ...sse(Array.from({ length: 10_000 }, () => ({ choices: [] }))), paceMs: 10 }
  if (url.endsWith('/chat/completions')) return chat(request)
  return url.endsWith('/completions') ? completions(request) : responses(request)
}
