import { openAiResponses } from '@logitscope/adapters'
import { randomUUID } from 'node:crypto'
import { decoded, withoutTokens } from './decoded.ts'
import { messagesOf, temperatureOf, type DemoApi } from './demo-api.ts'
import type { DemoMessage } from './recordings.ts'

const INCLUDE = 'message.output_text.logprobs'

interface Entry {
  readonly token: string
}

interface Part {
  readonly type: string
  readonly text: string
  readonly logprobs: readonly Entry[]
}

interface Item {
  readonly type: string
  readonly content?: readonly Part[]
}

interface Body {
  readonly output: readonly Item[]
  readonly usage?: object
}

const asksFor = (include: unknown): boolean => Array.isArray(include) && include.includes(INCLUDE)

/** What clients expect beside what an answer says; ids are new for each answer, since nothing is kept here. */
function completed(body: Body): Body & { readonly output: readonly (Item & { readonly id: string })[] } {
  return {
    ...body,
    ...{ id: `resp_${randomUUID().replaceAll('-', '')}`, instructions: null, parallel_tool_calls: true, tool_choice: 'auto', tools: [] },
    output: body.output.map((item) => ({ ...item, id: `msg_${randomUUID().replaceAll('-', '')}` })),
    ...(body.usage === undefined
      ? {}
      : { usage: { input_tokens_details: { cached_tokens: 0 }, output_tokens_details: { reasoning_tokens: 0 }, ...body.usage } }),
  }
}

/** One delta a token where the tokens are told, else a word. */
function deltasOf({ text, logprobs }: Part): readonly { readonly delta: string; readonly logprobs: readonly Entry[] }[] {
  if (logprobs.length === 0) return (text.match(/\s*\S+|\s+$/g) ?? []).map((delta) => ({ delta, logprobs: [] }))
  return logprobs.map((entry) => ({ delta: entry.token, logprobs: [entry] }))
}

function eventsOf(response: Body): readonly object[] {
  const begun = { ...response, status: 'in_progress', output: [], usage: null }
  const items = response.output.flatMap((item, index) => {
    const place = { item_id: (item as Item & { readonly id: string }).id, output_index: index, content_index: 0 }
    const [part] = item.content ?? []
    return [
      { type: 'response.output_item.added', output_index: index, item: { ...item, status: 'in_progress', content: [] } },
      ...(part === undefined
        ? []
        : [
            { type: 'response.content_part.added', ...place, part: { ...part, text: '', logprobs: [] } },
            ...deltasOf(part).map((piece) => ({ type: 'response.output_text.delta', ...place, ...piece })),
            { type: 'response.output_text.done', ...place, text: part.text, logprobs: part.logprobs },
            { type: 'response.content_part.done', ...place, part },
          ]),
      { type: 'response.output_item.done', output_index: index, item },
    ]
  })
  const last = (response as { readonly status?: string }).status === 'incomplete' ? 'response.incomplete' : 'response.completed'
  return [
    { type: 'response.created', response: begun },
    { type: 'response.in_progress', response: begun },
    ...items,
    { type: last, response },
  ]
}

function questionOf(input: unknown, instructions: unknown): readonly DemoMessage[] {
  const system = typeof instructions === 'string' && instructions !== '' ? [{ role: 'system', content: instructions }] : []
  return [...system, ...(typeof input === 'string' ? [{ role: 'user', content: input }] : messagesOf(input))]
}

/** The Responses API: the recorded chat answers in its shape. None is kept, whatever `store` says: `GET /v1/responses/{id}` is 404. */
export const responsesApi: DemoApi = {
  path: '/v1/responses',
  question: ({ input, instructions, stream, temperature }) => ({
    messages: questionOf(input, instructions),
    streamed: stream === true,
    temperature: temperatureOf(temperature),
  }),
  answer(recording, { include, stream }) {
    const trace = decoded(recording)
    if (trace === undefined) throw new Error('the recording holds no answer')
    const body = completed(JSON.parse(openAiResponses.encode([asksFor(include) ? trace : withoutTokens(trace)]).body) as Body)
    if (stream !== true) return Buffer.from(JSON.stringify(body))
    const events = eventsOf(body).map((event, i) => ({ ...event, sequence_number: i }))
    return Buffer.from(
      events.map((event) => `event: ${(event as unknown as { type: string }).type}\ndata: ${JSON.stringify(event)}\n\n`).join(''),
    )
  },
}
