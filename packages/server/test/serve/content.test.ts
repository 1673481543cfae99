import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { AnswerPage } from '@logitscope/core'
import { chatAnswer, jsonAnswer, startTestServer, type TestServer } from './harness.ts'

let server: TestServer | null = null
afterEach(async () => {
  await server?.stop()
  server = null
})

const EMAIL = 'kim.ozkan@example.org'
const CARD = '4111 1111 1111 1111'
const SECRET_WORD = 'Zanzibar'
const PIECES = ['Write', ' to', ' kim', '.oz', 'kan@', 'example.org', ' about', ' Zanzibar', ' now']

/** All bytes of the folder, as one text. */
async function contentOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name)))
  return Buffer.concat(await Promise.all(files)).toString('latin1')
}

/** Reads the live feed until it holds a text, then lets go of it. */
async function readLive(from: TestServer, until: string): Promise<string> {
  const stop = new AbortController()
  const response = await from.fetch('/api/live', { signal: stop.signal, headers: { 'last-event-id': 'before-0' } })
  const decoder = new TextDecoder()
  let text = ''
  for await (const block of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(block, { stream: true })
    if (text.includes(until)) break
  }
  stop.abort()
  return text
}

async function everythingOf(own: TestServer): Promise<{ readonly shown: string; readonly live: string }> {
  const feed = readLive(own, 'answer-stored')
  await own.chat({ messages: [{ role: 'user', content: `I am ${EMAIL}, my card is ${CARD}. Tell me of ${SECRET_WORD}.` }] })
  const [{ id }] = (await own.stored(1)) as [{ id: string }]
  const pages = await Promise.all(
    ['/api/traces', `/api/traces/${id}`, '/api/export', '/api/export?format=csv', '/api/stats/tokens', '/metrics'].map(async (path) =>
      (await own.fetch(path)).text(),
    ),
  )
  return { shown: pages.join('\n'), live: await feed }
}

describe('the content policy', () => {
  it('full: keeps and finds texts', async () => {
    server = await startTestServer({ answer: () => jsonAnswer(chatAnswer(PIECES)) })
    const { shown, live } = await everythingOf(server)
    expect(shown).toContain(EMAIL)
    expect(live).toContain(SECRET_WORD)
    expect((await server.json(`/api/traces?text=${SECRET_WORD}`)) as AnswerPage).toMatchObject({ items: [{}] })
  })

  it('redacted: what is sensitive is in no file, no index, no feed, no export; the rest is', async () => {
    server = await startTestServer({ config: { content: 'redacted' }, answer: () => jsonAnswer(chatAnswer(PIECES)) })
    const { shown, live } = await everythingOf(server)
    for (const page of [shown, live, server.logs.join()])
      for (const sensitive of [EMAIL, 'ozkan', 'kan@', 'example.org', CARD]) expect(page).not.toContain(sensitive)
    expect(shown).toContain(SECRET_WORD)
    expect(((await server.json('/api/traces?text=example')) as AnswerPage).items).toEqual([])
    expect(((await server.json(`/api/traces?text=${SECRET_WORD}`)) as AnswerPage).items).toHaveLength(1)
    await server.server.close()
    const files = await contentOf(server.data)
    for (const sensitive of [EMAIL, 'ozkan', 'kan@', 'example.org', CARD]) expect(files).not.toContain(sensitive)
  })

  it('none: no text is kept anywhere, every number is', async () => {
    server = await startTestServer({ config: { content: 'none' }, answer: () => jsonAnswer(chatAnswer(PIECES)) })
    const { shown, live } = await everythingOf(server)
    const texts = [EMAIL, SECRET_WORD, 'Write', 'about', CARD, 'Tell me of']
    for (const page of [shown, live, server.logs.join()]) for (const text of texts) expect(page).not.toContain(text)
    expect(((await server.json(`/api/traces?text=${SECRET_WORD}`)) as AnswerPage).items).toEqual([])
    const { items } = (await server.json('/api/traces')) as AnswerPage
    expect(items[0]?.metrics.avgLogprob).toBeCloseTo(-0.25)
    expect(items[0]).toMatchObject({ preview: null, metrics: { tokenCount: PIECES.length } })
    await server.server.close()
    const files = await contentOf(server.data)
    for (const text of texts) expect(files).not.toContain(text)
  })

  it('holds for what is posted too', async () => {
    server = await startTestServer({ config: { content: 'none' } })
    const trace = {
      schema: 1,
      id: 'p.0',
      requestId: 'p',
      startedAt: 1,
      source: { provider: 'p', api: 'columns', requestedModel: 'm', model: 'm', choice: 0, streamed: false },
      request: { prompt: SECRET_WORD, parameters: {} },
      output: { text: SECRET_WORD, finish: { unified: 'stop', raw: null } },
      tokens: [{ text: SECRET_WORD, logprob: -0.5, part: 'content', alternatives: [] }],
      evidence: { tier: 'selected', k: 0, basis: 'raw', completeness: 1, issues: [] },
      timing: { totalMs: 5 },
      context: { project: 'p' },
    }
    await server.fetch('/api/traces', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify([trace]) })
    expect(await (await server.fetch('/api/traces/p.0')).text()).not.toContain(SECRET_WORD)
    expect(await (await server.fetch('/api/export')).text()).not.toContain(SECRET_WORD)
  })
})

describe('credentials', () => {
  const KEYS = {
    header: 'sk-proj-headerheaderheader1234',
    ours: 'ls-own-key-aaaaaaaaaaaaaaaa',
    query: 'AIzaSyQUERYquery0123456789abcdef',
    cookie: 'cookie-value-0123456789',
  }

  it('are in no file, no log, no feed and no export after traffic with known keys', async () => {
    const message = `Incorrect API key provided: ${KEYS.header}. See https://user:${KEYS.query}@example.com/?key=${KEYS.query}`
    server = await startTestServer({
      answer: (_, i) =>
        i % 2 === 0
          ? jsonAnswer(chatAnswer(['ok']))
          : jsonAnswer({ error: { message, type: 'invalid_request_error', code: 'invalid_api_key' } }, { status: 401 }),
    })
    const own = server
    const headers = {
      authorization: `Bearer ${KEYS.header}`,
      'x-api-key': KEYS.header,
      'x-goog-api-key': KEYS.query,
      'x-logitscope-key': KEYS.ours,
      cookie: `session=${KEYS.cookie}`,
    }
    for (let i = 0; i < 4; i++)
      await own.fetch(`/v1/chat/completions?key=${KEYS.query}&api-version=1`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }] }),
      })
    await own.fetch(`/api/traces?text=${KEYS.query}`, { headers })
    await own.fetch(`/nowhere?token=${KEYS.query}`, { headers })
    await own.fetch('/api/traces', { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: '{' })
    await own.stored(4)
    expect(own.upstream.seen[0]?.headers['authorization']).toBe(headers.authorization)
    const pages = await Promise.all(
      ['/api/traces', '/api/export', '/api/export?format=csv', '/metrics', '/api/setup'].map(async (path) =>
        (await own.fetch(path)).text(),
      ),
    )
    const feed = await readLive(own, 'gap')
    await own.server.close()
    const places = { files: await contentOf(own.data), logs: own.logs.join('\n'), pages: pages.join('\n'), feed }
    for (const [place, text] of Object.entries(places))
      for (const key of Object.values(KEYS)) expect(text.includes(key), `${key} in ${place}`).toBe(false)
    expect(places.pages).toContain('invalid_api_key')
  })
})
