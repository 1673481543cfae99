/** The upstream of the soak: seeded answers whole, streamed and with tool calls, refusals, silences and broken connections, as a request header asks. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openAiChat } from '@logitscope/adapters'
import type { Trace } from '@logitscope/core'
import { seeded } from '@logitscope/testkit'
import { answerMaker } from '../store-fixture.ts'

interface Choice {
  readonly message: object
  readonly logprobs: { readonly content: readonly { readonly token: string }[] }
}

interface Answer {
  readonly whole: Buffer
  readonly events: readonly Buffer[]
}

/** How an answer may go wrong. */
export type Mishap = 'none' | 'overloaded' | 'broken' | 'silent' | 'reset'

const event = (value: object): Buffer => Buffer.from(`data: ${JSON.stringify(value)}\n\n`)

function answerOf(trace: Trace): Answer {
  const { body } = openAiChat.encode([trace])
  const { choices, ...outer } = JSON.parse(body) as { readonly choices: readonly Choice[]; readonly usage?: object }
  const { usage, ...rest } = outer
  const chunk = { ...rest, object: 'chat.completion.chunk' }
  const events = choices[0]!.logprobs.content.map((entry) =>
    event({
      ...chunk,
      choices: [{ index: 0, delta: { content: entry.token }, logprobs: { content: [entry] }, finish_reason: null }],
    }),
  )
  return {
    whole: Buffer.from(body),
    events: [
      ...events,
      event({ ...chunk, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
      event({ ...chunk, choices: [], usage }),
      Buffer.from('data: [DONE]\n\n'),
    ],
  }
}

/** A call of a function in the place of a text. */
function toolAnswerOf(trace: Trace): Answer {
  const made = JSON.parse(openAiChat.encode([trace]).body) as { choices: [Record<string, unknown>] }
  const call = { id: 'call_1', type: 'function', function: { name: 'look_up', arguments: '{"title":"Ankara","year":1923}' } }
  made.choices[0] = {
    ...made.choices[0],
    message: { role: 'assistant', content: null, tool_calls: [call] },
    logprobs: null,
    finish_reason: 'tool_calls',
  }
  const { choices: _, ...outer } = made as Record<string, unknown>
  const chunk = { ...outer, object: 'chat.completion.chunk' }
  const delta = (value: object, finish: string | null = null): Buffer =>
    event({ ...chunk, choices: [{ index: 0, delta: value, finish_reason: finish }] })
  return {
    whole: Buffer.from(JSON.stringify(made)),
    events: [
      delta({ role: 'assistant', content: null, tool_calls: [{ index: 0, ...call, function: { name: 'look_up', arguments: '' } }] }),
      ...['{"title":', '"Ankara",', '"year":1923}'].map((piece) => delta({ tool_calls: [{ index: 0, function: { arguments: piece } }] })),
      delta({}, 'tool_calls'),
      Buffer.from('data: [DONE]\n\n'),
    ],
  }
}

export interface SoakUpstream {
  readonly url: string
  readonly requests: () => number
  readonly close: () => void
}

/** @param paceMs between two events of a stream. */
export async function startSoakUpstream(seed: number, paceMs: number): Promise<SoakUpstream> {
  const random = seeded(seed)
  const make = answerMaker(seed)
  const traces = Array.from({ length: 48 }, (_, index) =>
    make({ index, startedAt: 1_700_000_000_000, tokens: 10 + random.index(190), model: random.pick(['soak-small', 'soak-large']) }),
  )
  const texts = traces.map(answerOf)
  const tools = traces.slice(0, 8).map(toolAnswerOf)
  let requests = 0

  async function reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = []
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece)
    requests += 1
    const asked = JSON.parse(Buffer.concat(pieces).toString()) as { stream?: boolean; logprobs?: boolean; tools?: unknown }
    const mishap = (request.headers['x-soak'] ?? 'none') as Mishap
    if (mishap === 'silent') return
    if (mishap === 'reset') {
      response.destroy()
      return
    }
    if (mishap === 'overloaded') {
      response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '1' })
      response.end('{"error":{"message":"try later","type":"rate_limit","code":"rate_limited"}}')
      return
    }
    const answer = random.pick(asked.tools === undefined ? texts : tools)
    const taken = { logprobs: asked.logprobs !== true, usage: false }
    const strip = asked.logprobs === true ? null : openAiChat.strip!
    if (asked.stream !== true) {
      const body = strip === null ? answer.whole : Buffer.from(strip.body(answer.whole, taken))
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
      if (mishap === 'broken') {
        response.write(body.subarray(0, body.length >> 1))
        setTimeout(() => response.destroy(), 5)
      } else response.end(body)
      return
    }
    const stream = strip?.stream(taken) ?? null
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    let at = 0
    const timer = setInterval(() => {
      const next = answer.events[at++]
      if (response.destroyed || next === undefined || (mishap === 'broken' && at > answer.events.length / 2)) {
        clearInterval(timer)
        if (mishap === 'broken') response.destroy()
        else response.end()
      } else response.write(stream === null ? next : stream.push(next))
    }, paceMs)
  }

  const server = createServer((request, response) => {
    reply(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests: () => requests,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
