/** In pass-through mode a client's bytes are the upstream's bytes, in the upstream's time. */
import { projectRecordings, sharedRecordings, startFakeUpstream, type Recording } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { startGateway, upstreamAt } from './harness.ts'
import { cutAtRandom } from './pieces.ts'

const recordings: readonly Recording[] = [
  ...projectRecordings(),
  ...sharedRecordings(/(?<!\.request)\.(?:json|sse|ndjson|txt|jsonl)$/),
].filter(({ name }) => !/SOURCES\.json|manifest\.json|headers\.txt/.test(name))

const typeOf = ({ name, bytes }: Recording): string =>
  name.endsWith('.sse') || bytes[0] === 0x64 ? 'text/event-stream' : 'application/json'

describe('every recording', () => {
  it('arrives as it was sent, cut into pieces anywhere, and is captured so', async () => {
    expect(recordings.length).toBeGreaterThanOrEqual(26)
    const upstream = await startFakeUpstream((_, index) => {
      const recording = recordings[index]!
      return {
        headers: { 'content-type': typeOf(recording) },
        pieces: cutAtRandom(recording.bytes, Math.max(60, recording.bytes.length / 50), index),
      }
    })
    const running = await startGateway([upstreamAt(`${upstream.url}/v1`)])
    for (const [index, { name, bytes }] of recordings.entries()) {
      const response = await fetch(`${running.url}/v1/chat/completions`, { method: 'POST', body: '{}' })
      expect(Buffer.from(await response.arrayBuffer()).equals(bytes), name).toBe(true)
      const record = (await running.captured(index + 1))[index]!
      expect(Buffer.concat(record.responseBody).equals(bytes), name).toBe(true)
    }
    await running.stop()
    await upstream.stop()
  })
})

describe('a stream cut inside a character', () => {
  it('arrives piece by piece: each is there before the next is sent', async () => {
    const event = Buffer.from('data: {"choices":[{"index":0,"delta":{"content":"İ😀ğ"}}]}\n\n')
    const pieces = Array.from(event, (byte) => Uint8Array.of(byte))
    let received = 0
    const receivedBefore: number[] = []
    const upstream = await startFakeUpstream(() => ({
      headers: { 'content-type': 'text/event-stream' },
      pieces,
      paceMs: 8,
      onPiece: () => receivedBefore.push(received),
    }))
    const running = await startGateway([upstreamAt(`${upstream.url}/v1`)])
    const response = await fetch(`${running.url}/v1/chat/completions`, { method: 'POST', body: '{}' })
    const arrived: number[] = []
    for await (const piece of response.body!) {
      received += piece.length
      arrived.push(...piece)
    }
    expect(Buffer.from(arrived).equals(event)).toBe(true)
    // A busy machine may join a few; a gateway that waits for whole characters or events would join nearly all.
    const inTime = receivedBefore.filter((count, i) => count === i).length
    expect(inTime).toBeGreaterThan(pieces.length / 2)
    const record = (await running.captured(1))[0]!
    expect(record.arrivals).toHaveLength(record.responseBody.length)
    expect(record.responseBody.length).toBeGreaterThan(pieces.length / 2)
    await running.stop()
    await upstream.stop()
  })
})
