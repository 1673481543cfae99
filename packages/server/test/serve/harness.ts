/** A whole server on a free port, in front of a fake upstream, with a folder of its own. */
import { startFakeUpstream, type FakeUpstream, type SeenRequest, type UpstreamAnswer } from '@logitscope/testkit'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig, startServer, type RunningServer, type ServerConfig, type StartOptions } from '../../src/index.ts'
import { createLogger } from '../../src/serve/logger.ts'

export interface TestServer {
  readonly url: string
  readonly data: string
  readonly upstream: FakeUpstream
  readonly server: RunningServer
  readonly logs: readonly string[]
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>
  readonly json: (path: string, init?: RequestInit) => Promise<unknown>
  /** Sends a chat request through the gateway and waits until `count` answers are stored. */
  readonly chat: (body?: object, headers?: Readonly<Record<string, string>>) => Promise<Response>
  readonly stored: (count: number) => Promise<readonly { readonly id: string }[]>
  readonly stop: () => Promise<void>
}

export interface TestServerOptions {
  readonly config?: Partial<ServerConfig>
  readonly upstream?: Partial<ServerConfig['upstreams'][number]>
  readonly start?: Partial<StartOptions>
  readonly answer?: (request: SeenRequest, index: number) => UpstreamAnswer
  readonly data?: string
}

const entry = (token: string, logprob: number, others: readonly (readonly [string, number])[] = []): unknown => ({
  token,
  logprob,
  bytes: [...Buffer.from(token)],
  top_logprobs: [[token, logprob] as const, ...others].map(([text, value]) => ({
    token: text,
    logprob: value,
    bytes: [...Buffer.from(text)],
  })),
})

/** A chat answer that says these pieces. */
export const chatAnswer = (pieces: readonly string[], logprob = -0.25): object => ({
  id: 'chatcmpl-test',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'test-model-1',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: pieces.join('') },
      logprobs: { content: pieces.map((piece) => entry(piece, logprob, [['other', -2]])), refusal: null },
      finish_reason: 'stop',
    },
  ],
  usage: { prompt_tokens: 5, completion_tokens: pieces.length, total_tokens: 5 + pieces.length },
})

export const jsonAnswer = (value: unknown, part: UpstreamAnswer = {}): UpstreamAnswer => ({
  headers: { 'content-type': 'application/json' },
  pieces: [Buffer.from(JSON.stringify(value))],
  ...part,
})

const PIECES = ['The', ' capital', ' is', ' Paris', '.']

function configFor(data: string, upstream: string, options: TestServerOptions): ServerConfig {
  const loaded = loadConfig({ file: null, environment: {}, flags: { port: '0', data, upstream: [upstream], 'log-level': 'debug' } })
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues))
  const { upstreams, ...rest } = loaded.value
  return { ...rest, drainMs: 1_000, upstreams: upstreams.map((one) => ({ ...one, ...options.upstream })), ...options.config }
}

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const data = options.data ?? (await mkdtemp(join(tmpdir(), 'logitscope-server-')))
  const upstream = await startFakeUpstream(options.answer ?? (() => jsonAnswer(chatAnswer(PIECES))))
  const logs: string[] = []
  const log = createLogger('debug', { write: (line) => void logs.push(line) })
  const stopUpstream = async (): Promise<void> => {
    await upstream.stop()
    if (options.data === undefined) await rm(data, { recursive: true, force: true })
  }
  let server: RunningServer
  try {
    server = await startServer(configFor(data, `${upstream.url}/v1`, options), { log, assets: null, version: '9.9.9', ...options.start })
  } catch (error) {
    await stopUpstream()
    throw error
  }
  const call = (path: string, init?: RequestInit): Promise<Response> => fetch(`${server.address}${path}`, init)
  return {
    url: server.address,
    data,
    upstream,
    server,
    logs,
    fetch: call,
    json: async (path, init) => (await call(path, init)).json(),
    chat: (body = {}, headers = {}) =>
      call('/v1/chat/completions', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ model: 'test-model', messages: [{ role: 'user', content: 'What is the capital of France?' }], ...body }),
      }),
    async stored(count) {
      for (const until = Date.now() + 20_000; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
        const response = await call('/api/traces?limit=1000')
        const { items = [] } = (await response.json()) as { readonly items?: readonly { readonly id: string }[] }
        if (items.length >= count) return items
        if (Date.now() > until) throw new Error(`${count} answers were expected, ${items.length} are stored`)
      }
    },
    async stop() {
      await server.close()
      await stopUpstream()
    },
  }
}
