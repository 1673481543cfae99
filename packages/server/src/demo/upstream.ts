import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { openAiChat, parseJson } from '@logitscope/adapters'
import { questionOf, responseBytes, type DemoRecording } from './recordings.ts'

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

interface ChatRequest {
  readonly messages?: readonly { readonly role?: unknown; readonly content?: unknown }[]
  readonly stream?: unknown
  readonly logprobs?: unknown
  readonly stream_options?: { readonly include_usage?: unknown } | null
}

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
const conversation = (messages: ChatRequest['messages']): string =>
  JSON.stringify((messages ?? []).map(({ role, content }) => [role, content]))

function pick(recordings: readonly DemoRecording[], request: ChatRequest, random: () => number): DemoRecording {
  const streamed = request.stream === true
  const asked = conversation(request.messages)
  const question = request.messages?.findLast((message) => message.role === 'user')?.content
  const fitting = recordings.filter((one) => (one.request.stream === true) === streamed)
  const candidates = [
    fitting.filter((one) => conversation(one.request.messages) === asked),
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

/** What was recorded, without what this request did not ask for. */
function answerBytes(recording: DemoRecording, request: ChatRequest): Uint8Array {
  const bytes = responseBytes(recording)
  const taken = { logprobs: request.logprobs !== true, usage: request.stream === true && request.stream_options?.include_usage !== true }
  const { strip } = openAiChat
  if (strip === undefined || (!taken.logprobs && !taken.usage)) return bytes
  if (recording.request.stream !== true) return strip.body(bytes, taken)
  const stripper = strip.stream(taken)
  return Buffer.concat([stripper.push(bytes), stripper.end()])
}

async function reply(
  response: ServerResponse,
  recording: DemoRecording,
  request: ChatRequest,
  options: DemoUpstreamOptions,
): Promise<void> {
  const bytes = answerBytes(recording, request)
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
    if (request.method !== 'POST' || path !== '/v1/chat/completions') {
      refuse(response, 404, 'the demo answers POST /v1/chat/completions and GET /v1/models')
      return
    }
    const body = await readBody(request)
    const parsed = body === null ? null : parseJson(body)
    const value = parsed?.ok === true ? parsed.value : null
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      refuse(response, 400, body === null ? 'the body is larger than 1 MB' : 'the body is not a JSON object')
      return
    }
    await reply(response, pick(recordings, value, options.random), value, options)
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
