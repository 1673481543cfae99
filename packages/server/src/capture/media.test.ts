import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Trace } from '@logitscope/core'
import { hashDataUrls, hashMediaOf } from './media.ts'

const IMAGE = Buffer.from(Array.from({ length: 900 }, (_, i) => (i * 37) % 256))
const BASE64 = IMAGE.toString('base64')
const SHA = createHash('sha256').update(IMAGE).digest('hex')

const trace = (content: string, parts: readonly unknown[]): Trace => ({
  schema: 1,
  id: 'r.0',
  requestId: 'r',
  startedAt: 0,
  source: { provider: 'p', api: 'openai-chat', requestedModel: 'm', model: 'm', choice: 0, streamed: false },
  request: {
    messages: [{ role: 'user', content, parts }],
    prompt: `see data:image/png;base64,${BASE64}!`,
    parameters: { other: { images: [BASE64], user: 'kim' } },
  },
  output: { text: 'a cat', finish: { unified: 'stop', raw: 'stop' } },
  tokens: [],
  evidence: { tier: 'none', k: 0, basis: 'unknown', completeness: null, issues: [] },
  timing: { totalMs: 1 },
  context: { project: 'p' },
})

describe('hashMediaOf', () => {
  it('keeps a hash and a size of base64 media, wherever the request holds them', () => {
    const parts = [
      { type: 'image_url', image_url: { url: `data:image/png;base64,${BASE64}` } },
      { type: 'input_audio', input_audio: { data: BASE64, format: 'wav' } },
      { type: 'text', text: `look: data:;base64,${BASE64}` },
    ]
    const hashed = hashMediaOf(trace(`here data:image/gif;name=x.gif;base64,${BASE64} it is`, parts))
    expect(JSON.stringify(hashed)).not.toContain(BASE64.slice(0, 80))
    expect(hashed.request.messages?.[0]?.content).toBe(`here data:image/gif;sha256=${SHA};bytes=900, it is`)
    expect(hashed.request.messages?.[0]?.parts).toEqual([
      { type: 'image_url', image_url: { url: `data:image/png;sha256=${SHA};bytes=900,` } },
      { type: 'input_audio', input_audio: { data: `base64;sha256=${SHA};bytes=900`, format: 'wav' } },
      { type: 'text', text: `look: data:;sha256=${SHA};bytes=900,` },
    ])
    expect(hashed.request.parameters.other).toEqual({ images: [`base64;sha256=${SHA};bytes=900`], user: 'kim' })
    expect(hashed.request.prompt).toBe(`see data:image/png;sha256=${SHA};bytes=900,!`)
  })

  it('leaves alone what somebody wrote', () => {
    const text = 'a'.repeat(2_000)
    const original = trace(text, [
      { type: 'text', text },
      { type: 'text', text: 'base64 is a way to write bytes;base64, for example' },
    ])
    expect(hashMediaOf(original).request.messages).toEqual(original.request.messages)
  })

  it('ends on long texts, whatever they hold', () => {
    for (const unit of ['data:', 'data:a/b;', ';base64,', 'data:image/png;base64', 'A=']) {
      const text = unit.repeat(100_000)
      // Quadratic work on this input would run into the time-out.
      expect(hashDataUrls(text).length).toBeGreaterThan(0)
    }
  })
})
