/** Erasure reaches every place that holds an answer, and nobody else's. */
import type { AlertRule, ReviewState } from '@logitscope/core'
import { openSqliteStore } from '@logitscope/store/sqlite'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startTestServer, type TestServer } from './harness.ts'

/** An alert is raised once for a rule, so each project has its own. */
const ruleFor = (project: string): AlertRule => ({
  id: `every-answer-of-${project}`,
  name: 'Every answer',
  enabled: true,
  severity: 'warning',
  scope: { project },
  source: { kind: 'answer', condition: { metric: 'metrics.avgLogprob', op: '<', value: 0 } },
  forMs: 0,
  minimumCount: 1,
  noData: 'keep',
  regroupMs: 0,
})

let data: string
let server: TestServer
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'logitscope-erase-'))
  const hook = { secretVariable: null, content: true, allowPrivate: ['127.0.0.0/8'], severity: 'info', rules: null } as const
  server = await startTestServer({
    data,
    config: {
      // Nobody listens there: the messages wait.
      webhooks: [
        { ...hook, name: 'plain', url: 'http://127.0.0.1:9/a', shape: 'standard' },
        { ...hook, name: 'chat', url: 'http://127.0.0.1:9/b', shape: 'slack' },
      ],
    },
    start: { firstRules: [ruleFor('ada'), ruleFor('bea')] },
  })
})
afterEach(async () => {
  await server.stop()
  await rm(data, { recursive: true, force: true })
})

const post = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

/** What the feed sends again from its beginning. */
async function replayed(): Promise<string> {
  const stop = new AbortController()
  const { items } = (await server.json('/api/alerts?limit=1')) as { readonly items: readonly { readonly id: string }[] }
  expect(items).toHaveLength(1)
  const first = await server.fetch('/api/live', { signal: stop.signal })
  const reader = (first.body as unknown as ReadableStream<Uint8Array>).getReader()
  // Something new tells an id of this run.
  await server.fetch(`/api/alerts/${items[0]!.id}/acknowledge`, post({}))
  let text = ''
  while (!/^id: (\w+)-\d+$/m.test(text)) text += Buffer.from((await reader.read()).value!).toString()
  const [, epoch] = /^id: (\w+)-\d+$/m.exec(text)!
  const again = await server.fetch(`/api/live?lastEventId=${epoch!}-0`, { signal: stop.signal })
  const all = (again.body as unknown as ReadableStream<Uint8Array>).getReader()
  let held = ''
  while (!held.includes('"acknowledgedAt":1')) held += Buffer.from((await all.read()).value!).toString()
  stop.abort()
  return held
}

async function ask(user: string, session: string): Promise<string> {
  const answer = await server.chat(
    { messages: [{ role: 'user', content: `I am ${user}.` }] },
    { 'x-logitscope-project': user, 'x-logitscope-user': user, 'x-logitscope-session': session },
  )
  await answer.arrayBuffer()
  return answer.headers.get('x-logitscope-trace-id')!
}

it.each([
  ['user', 'user=ada'],
  ['session', 'session=session-of-ada'],
])(
  'by %s: store, feed, review draw, drift and messages hold nothing of it, and all of the others',
  async (_, query) => {
    const ada = await ask('ada', 'session-of-ada')
    const bea = await ask('bea', 'session-of-bea')
    await server.stored(2)
    for (const until = Date.now() + 20_000; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
      const { items } = (await server.json('/api/alerts')) as { readonly items: readonly unknown[] }
      if (items.length === 2) break
      if (Date.now() > until) throw new Error('two alerts were expected')
    }
    await server.fetch(`/api/traces/${ada}/labels`, post({ value: 'incorrect', note: 'ada said so' }))
    await server.fetch('/api/review/draw', post({ by: 'entropy', size: 10, auditShare: 1 }))
    expect(await replayed()).toContain(ada)

    expect(await server.json(`/api/traces?${query}`, { method: 'DELETE' })).toEqual({ erased: 1 })

    expect((await server.fetch(`/api/traces/${ada}`)).status).toBe(404)
    expect((await server.fetch(`/api/traces/${bea}`)).status).toBe(200)
    const held = await replayed()
    expect(held).not.toContain(ada)
    expect(held).not.toContain('session-of-ada')
    expect(held).toContain(bea)
    const review = (await server.json('/api/review')) as ReviewState
    expect(review.items.map(({ traceId }) => traceId)).toEqual([bea])
    await server.server.close()
    const store = await openSqliteStore(data, { mode: 'read' })
    try {
      const messages = JSON.stringify([await store.control.messages('pending', 100), await store.control.messages('dead', 100)])
      expect(messages).toContain('I am bea.')
      expect(messages).not.toContain('I am ada.')
      const drift = [await store.control.getDocument('drift/monitor-0'), await store.control.getDocument('drift/monitor-1')].join()
      const draw = await store.control.getDocument('review/draw')
      expect(drift).toContain('session-of-bea')
      for (const text of [drift, JSON.stringify(draw)]) {
        expect(text).not.toContain('session-of-ada')
        expect(text).not.toContain(ada)
      }
    } finally {
      await store.close()
    }
  },
  60_000,
)
