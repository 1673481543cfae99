/** The gateway's own errors. */
import type { RequestListener } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import type { UpstreamConfig } from '../../src/index.ts'
import { startGateway, upstreamAt, type Running } from './harness.ts'
import { serve, type RawServer } from './raw.ts'

let upstream: RawServer
let running: Running

async function start(listener: RequestListener, config: Partial<UpstreamConfig> = {}): Promise<void> {
  upstream = await serve(listener)
  running = await startGateway([upstreamAt(`${upstream.url}/v1`, config)])
}

afterEach(async () => {
  await running.stop()
  await upstream.stop()
})

describe('an upstream that never answers', () => {
  it('is told as 504', async () => {
    await start(() => undefined, { timeoutMs: 300 })
    const never = await fetch(`${running.url}/v1/models`)
    expect([never.status, never.headers.get('x-logitscope-error')]).toEqual([504, 'upstream-timeout'])
    expect(await never.json()).toMatchObject({ error: { type: 'upstream_error' } })
  })
})

describe('an error of the gateway has the shape of the upstream', () => {
  it.each([
    ['/v1/chat/completions', (body: Record<string, unknown>) => (body['error'] as { message: string }).message],
    ['/v1/messages', (body: Record<string, unknown>) => (body['type'] === 'error' ? (body['error'] as { message: string }).message : '')],
    [
      '/upstreams/main/v1beta/models/gemini:generateContent',
      (body: Record<string, unknown>) =>
        (body['error'] as { status: string }).status === 'UNAVAILABLE' ? (body['error'] as { message: string }).message : '',
    ],
    ['/upstreams/main/api/chat', (body: Record<string, unknown>) => body['error'] as string],
  ])('%s', async (path, messageIn) => {
    await start((_, response) => response.end())
    await upstream.stop()
    const response = await fetch(running.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"messages":[]}',
    })
    expect([response.status, response.headers.get('x-logitscope-error')]).toEqual([502, 'upstream-unreachable'])
    expect(messageIn((await response.json()) as Record<string, unknown>)).toContain('cannot be reached')
  })
})
