import type { FoundUpstream, SetupState, TestRequestAnswer } from '@logitscope/core'
import { KEY_HEADER } from '../access/authorize.ts'
import type { SetupContext } from '../api/routes/setup.ts'
import type { ServerConfig } from '../config/types.ts'
import { askModels, findUpstreams } from './find-upstreams.ts'

export interface SetupSources {
  readonly config: ServerConfig
  readonly version: string
  readonly demo: boolean
  readonly address: () => string
  readonly port: () => number
  readonly ownKey: string
  readonly now: () => number
}

/** What was found holds so long, ms: a page that is loaded again does not knock on every port again. */
const FOUND_MS = 5_000
const MODEL_MS = 30_000
const TEST_MS = 60_000
const TEST_PROMPT = 'Name the capital of France in one word.'
const LONGEST_DETAIL = 500

function remembered<T>(make: () => Promise<T>, holdMs: number, now: () => number): () => Promise<T> {
  let held: { readonly until: number; readonly value: Promise<T> } | null = null
  return () => {
    if (held === null || held.until < now()) held = { until: now() + holdMs, value: make() }
    return held.value
  }
}

/** What the set-up page shows, and its test request. */
export function createSetupContext(sources: SetupSources): SetupContext {
  const { config, address, now, ownKey } = sources
  const headers = { [KEY_HEADER]: ownKey }
  const found = remembered<readonly FoundUpstream[]>(
    () => (config.upstreams.length > 0 ? Promise.resolve([]) : findUpstreams(sources.port())),
    FOUND_MS,
    now,
  )
  const models = remembered(
    async () => (config.upstreams.length === 0 ? null : await askModels(`${address()}/v1`, headers, 3_000)),
    MODEL_MS,
    now,
  )

  async function test(request: { readonly model?: string; readonly prompt?: string }): Promise<TestRequestAnswer> {
    if (config.upstreams.length === 0)
      return { ok: false, status: null, traceId: null, detail: 'no upstream is configured: start with --upstream URL' }
    const model = request.model ?? (await models())?.[0] ?? 'default'
    try {
      const response = await fetch(`${address()}/v1/chat/completions`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', 'x-logitscope-tag-origin': 'test-request' },
        body: JSON.stringify({ model, max_tokens: 32, messages: [{ role: 'user', content: request.prompt ?? TEST_PROMPT }] }),
        signal: AbortSignal.timeout(TEST_MS),
      })
      const text = await response.text()
      return {
        ok: response.ok,
        status: response.status,
        traceId: response.headers.get('x-logitscope-trace-id'),
        detail: text.slice(0, LONGEST_DETAIL),
      }
    } catch (error) {
      return { ok: false, status: null, traceId: null, detail: error instanceof Error ? error.message : String(error) }
    }
  }

  return {
    test,
    async state(): Promise<SetupState> {
      return {
        version: sources.version,
        baseUrl: `${config.publicUrl ?? address()}/v1`,
        upstreams: config.upstreams.map(({ name, url }, i) => ({ name, url, isDefault: i === 0 })),
        found: await found(),
        content: config.content,
        demo: sources.demo,
        model: (await models())?.[0] ?? (await found())[0]?.models[0] ?? null,
      }
    },
  }
}
