import { startFakeUpstream, type FakeUpstream, type UpstreamAnswer } from '@logitscope/testkit'
import { afterEach, describe, expect, it } from 'vitest'
import { startGateway, until, upstreamAt, type Running } from './harness.ts'

const text = (value: string): Buffer => Buffer.from(value)
const CHAT = '/v1/chat/completions'
const BODY = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }] })

let upstream: FakeUpstream
let running: Running

async function start(answer: UpstreamAnswer | ((index: number) => UpstreamAnswer)): Promise<void> {
  upstream = await startFakeUpstream((_, index) => (typeof answer === 'function' ? answer(index) : answer))
  running = await startGateway([upstreamAt(`${upstream.url}/v1`)])
}

afterEach(async () => {
  await running.stop()
  await upstream.stop()
})

const post = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(running.url + path, {
    method: 'POST',
    body: BODY,
    ...init,
    headers: { 'content-type': 'application/json', ...(init.headers as object) },
  })

describe('a request in pass-through mode', () => {
  it('reaches the upstream as it came, and its answer the client', async () => {
    await start({
      headers: { 'content-type': 'application/json', 'retry-after': '7', 'set-cookie': ['a=1', 'b=2'] },
      pieces: [text('{"ok":'), text('true}')],
    })
    const response = await post(`${CHAT}?key=secret-in-query`, {
      headers: { authorization: 'Bearer secret', 'x-logitscope-project': 'shop', 'x-logitscope-key': 'ours' },
    })
    expect(await response.text()).toBe('{"ok":true}')
    expect(response.headers.get('retry-after')).toBe('7')
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    const [seen] = upstream.seen
    expect(seen!.url).toBe(`${CHAT}?key=secret-in-query`)
    expect(seen!.body.toString()).toBe(BODY)
    expect(seen!.headers['authorization']).toBe('Bearer secret')
    expect(Object.keys(seen!.headers).filter((name) => name.startsWith('x-logitscope'))).toEqual([])
  })

  it('is captured under the id that its answer tells, without a secret', async () => {
    await start({ headers: { 'content-type': 'application/json' }, pieces: [text('{}')] })
    const response = await post(`${CHAT}?key=secret-in-query`, {
      headers: { authorization: 'Bearer secret', 'x-logitscope-project': 'shop', 'x-logitscope-tag-team': 'a' },
    })
    await response.text()
    const [record] = await running.captured(1)
    expect(response.headers.get('x-logitscope-trace-id')).toBe(`${record!.requestId}.0`)
    expect(record).toMatchObject({
      method: 'POST',
      path: CHAT,
      status: 200,
      contentType: 'application/json',
      end: 'complete',
      retries: 0,
      asked: null,
    })
    expect(record!.context).toEqual({ project: 'shop', tags: { team: 'a' } })
    expect(Buffer.from(record!.requestBody!).toString()).toBe(BODY)
    expect(Buffer.concat(record!.responseBody).toString()).toBe('{}')
    expect(JSON.stringify(record)).not.toContain('secret')
  })

  it('that makes no answer is forwarded and not captured', async () => {
    await start({ pieces: [text('[]')] })
    expect(await (await fetch(`${running.url}/v1/models`)).text()).toBe('[]')
    expect(running.records).toEqual([])
  })

  it('is answered with 502 in the shape of the upstream where nobody listens', async () => {
    await start({})
    await upstream.stop()
    const response = await post(CHAT)
    expect(response.status).toBe(502)
    expect(response.headers.get('x-logitscope-error')).toBe('upstream-unreachable')
    expect(await response.json()).toMatchObject({ error: { code: 'upstream-unreachable', type: 'upstream_error' } })
    expect((await running.captured(1))[0]).toMatchObject({ status: 502, end: 'upstream-failed' })
  })

  it.each([
    ['while its answer streams', { pieces: Array.from({ length: 200 }, (_, i) => text(`data: ${i}\n\n`)), paceMs: 20 }, 1],
    ['while it waits', { delayMs: Infinity }, 0],
  ])('is cancelled upstream when its client leaves %s', async (_, answer, captures) => {
    await start({ headers: { 'content-type': 'text/event-stream' }, ...answer })
    const leave = new AbortController()
    const answered = post(CHAT, { signal: leave.signal }).then(
      (response) => response.body!.getReader().read(),
      () => null,
    )
    await until(() => upstream.seen.length === 1)
    if (captures === 1) await answered
    leave.abort()
    await until(() => upstream.seen[0]!.cancelledAt !== null)
    await until(() => running.gateway.counts().open === 0)
    expect(running.gateway.counts().clientsLeft).toBe(1)
    expect(running.records.map(({ end }) => end)).toEqual(Array.from({ length: captures }, () => 'client-left'))
  })
})
