import { describe, expect, it, vi } from 'vitest'
import type { CaptureRecord } from '../capture/contract.ts'
import { unpackRecord, type PackedRecord } from '../capture/pack-record.ts'
import { createCaptureCounters } from '../capture/statistics.ts'
import { createCaptureQueue } from './capture-queue.ts'

const record = (size: number): CaptureRecord => ({
  requestId: 'r',
  startedAt: 0,
  firstByteMs: 1,
  totalMs: 2,
  upstream: 'default',
  provider: null,
  method: 'POST',
  path: '/v1/chat/completions',
  status: 200,
  contentType: null,
  contentEncoding: null,
  requestBody: new Uint8Array([1, 2, 3]),
  requestEncoding: null,
  responseBody: [new Uint8Array(size).fill(7), new Uint8Array([9])],
  end: 'complete',
  retries: 0,
  asked: null,
  context: { project: 'p' },
})

function setUp(capacityBytes: number, send: (record: PackedRecord) => boolean = () => true) {
  const counters = createCaptureCounters()
  const sent: PackedRecord[] = []
  const queue = createCaptureQueue({ capacityBytes, counters, send: (packed) => send(packed) && sent.push(packed) > 0 })
  return { counters, sent, queue, dropped: () => counters.read().dropped }
}

describe('createCaptureQueue', () => {
  it('hands on what was captured, unchanged', () => {
    const { queue, sent } = setUp(100_000)
    const own = record(10)
    expect(queue.offer(own)).toBe(true)
    expect(unpackRecord(sent[0]!)).toEqual(own)
    expect(unpackRecord(sent[0]!).responseBody[0]?.buffer).not.toBe(own.responseBody[0]?.buffer)
  })

  it('queue full: drops and counts, until the worker has dealt with something', () => {
    const { queue, sent, dropped } = setUp(3 * 2_000)
    expect([1, 2, 3, 4].map(() => queue.offer(record(900)))).toEqual([true, true, true, false])
    expect(dropped()).toEqual({ 'queue-full': 1 })
    queue.release([sent[0]!.seq])
    expect(queue.offer(record(900))).toBe(true)
    expect(queue.offer(record(1_000_000))).toBe(false)
    expect(dropped()).toEqual({ 'queue-full': 2 })
  })

  it('worker dead: what waited is counted as lost, and what comes while there is none', () => {
    let alive = true
    const { queue, dropped } = setUp(100_000, () => alive)
    queue.offer(record(10))
    queue.offer(record(10))
    queue.loseAll()
    expect(queue.waiting()).toEqual({ captures: 0, bytes: 0 })
    alive = false
    expect(queue.offer(record(10))).toBe(false)
    expect(dropped()).toEqual({ 'worker-lost': 3 })
    expect(queue.waiting()).toEqual({ captures: 0, bytes: 0 })
  })

  it('never throws, whatever the worker or a listener does', () => {
    const { queue, dropped } = setUp(100_000, () => {
      throw new Error('cannot be cloned')
    })
    expect(queue.offer(record(10))).toBe(false)
    expect(dropped()).toEqual({ 'worker-lost': 1 })
    const other = setUp(100_000)
    other.queue.offer(record(1), () => {
      throw new Error('nobody there')
    })
    expect(() =>
      other.queue.tellVerdict(1, { traceId: 't', action: 'pass', rule: null, basis: 'starting rules', errorRisk: null }),
    ).not.toThrow()
  })

  it('tells the verdict to whoever offered the capture', () => {
    const { queue, sent } = setUp(100_000)
    const listener = vi.fn()
    queue.offer(record(1), listener)
    queue.offer(record(1))
    const verdict = { traceId: 'r.0', action: 'flag', rule: 'x', basis: 'starting rules', errorRisk: null } as const
    queue.tellVerdict(sent[0]!.seq, verdict)
    queue.tellVerdict(sent[1]!.seq, verdict)
    expect(sent.map(({ wantsVerdict }) => wantsVerdict)).toEqual([true, false])
    expect(listener.mock.calls).toEqual([[verdict]])
  })

  it('says when nothing waits any more', async () => {
    const { queue, sent } = setUp(100_000)
    expect(await queue.settled(0)).toBe(true)
    queue.offer(record(1))
    expect(await queue.settled(5)).toBe(false)
    const settled = queue.settled(10_000)
    queue.release([sent[0]!.seq])
    expect(await settled).toBe(true)
  })
})
