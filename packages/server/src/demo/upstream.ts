import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { parseJson } from '@logitscope/adapters'
import { chatApi } from './chat-api.ts'
import { completionsApi } from './completions-api.ts'
import type { DemoApi, DemoQuestion } from './demo-api.ts'
import { questionOf, type DemoMessage, type DemoRecording } from './recordings.ts'
import { responsesApi } from './responses-api.ts'

export interface DemoUpstream {
  /** What stands for `https://host/v1`. */
  readonly url: string
  readonly close: () => Promise<void>
}

export interface DemoUpstreamOptions {
  /** Uniform in [0, 1). */
  readonly random: () => number
  /** Between two events of a stream, ms. */
  readonly paceMs: number
}

const APIS: readonly DemoApi[] = [chatApi, responsesApi, completionsApi]
const BODY_LIMIT = 1024 * 1024
/** Whose answers a question gets that was never recorded. */
const ELSE_PROJECT = 'school-facts'

async function readBody(request: IncomingMessage): Promise<string | null> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > BODY_LIMIT) return null
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

/** What names the conversation of a request: all that was said. */
const conversation = (messages: readonly DemoMessage[]): string => JSON.stringify(messages.map(({ role, content }) => [role, content]))

function pick(
  recordings: readonly DemoRecording[],
  { messages, streamed, temperature }: DemoQuestion,
  random: () => number,
): DemoRecording {
  const asked = conversation(messages)
  const question = messages.findLast((message) => message.role === 'user')?.content
  const fitting = recordings.filter((one) => (one.request.stream === true) === streamed)
  const same = fitting.filter((one) => conversation(one.request.messages) === asked)
  const candidates = [
    // One conversation was recorded at several temperatures: the drift is the usual questions, answered more wildly.
    same.filter((one) => one.request.temperature === temperature),
    same,
    fitting.filter((one) => one.variant === 'usual' && questionOf(one) === question),
    // A prompt that was never recorded gets a recorded answer all the same: this upstream only replays.
    fitting.filter((one) => one.variant === 'usual' && one.project === ELSE_PROJECT),
  ].find((list) => list.length > 0)
  const chosen = candidates?.[Math.floor(random() * candidates.length)]
  if (chosen === undefined) throw new Error('the demo has no recording')
  return chosen
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify({ error: { message, type: 'invalid_request_error', code: null } }))
}

async function reply(response: ServerResponse, recording: DemoRecording, bytes: Uint8Array, options: DemoUpstreamOptions): Promise<void> {
  const gone = new AbortController()
  response.on('close', () => {
    gone.abort()
  })
  try {
    if (recording.request.stream !== true) {
      const tokens = (recording.response as { readonly usage?: { readonly completion_tokens?: number } }).usage?.completion_tokens ?? 20
      await delay(tokens * options.paceMs, undefined, { signal: gone.signal })
      response.writeHead(200, { 'content-type': 'application/json' }).end(bytes)
      return
    }
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
    for (const event of Buffer.from(bytes)
      .toString('utf8')
      .split(/(?<=\n\n)/)) {
      await delay(options.paceMs * (0.5 + options.random()), undefined, { signal: gone.signal })
      response.write(event)
    }
    response.end()
  } catch (error) {
    if ((error as Error).name !== 'AbortError') throw error
  }
}

/**
 * An OpenAI-compatible upstream on a free loopback port that replays recorded answers at a natural pace: the one recorded for the
 * conversation where there is one, else any. Log-probabilities and usage are in the answer only where the request asks for them.
 */
export async function startDemoUpstream(recordings: readonly DemoRecording[], options: DemoUpstreamOptions): Promise<DemoUpstream> {
  const models = [...new Set(recordings.map((one) => one.request.model))]
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '/').split('?')[0]
    if (request.method === 'GET' && path === '/v1/models') {
      const data = models.map((id) => ({ id, object: 'model', owned_by: 'demo' }))
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ object: 'list', data }))
      return
    }
    const api = request.method === 'POST' ? APIS.find((one) => one.path === path) : undefined
    if (api === undefined) {
      refuse(response, 404, `the demo answers POST ${APIS.map((one) => one.path).join(', ')} and GET /v1/models`)
      return
    }
    const body = await readBody(request)
    const parsed = body === null ? null : parseJson(body)
    const value = parsed?.ok === true ? parsed.value : null
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      refuse(response, 400, body === null ? 'the body is larger than 1 MB' : 'the body is not a JSON object')
      return
    }
    const asked = value as Readonly<Record<string, unknown>>
    const recording = pick(recordings, api.question(asked), options.random)
    await reply(response, recording, api.answer(recording, asked), options)
  }
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else refuse(response, 500, (error as Error).message)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}
