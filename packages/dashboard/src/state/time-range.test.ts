import { describe, expect, it } from 'vitest'
import { SPANS, bucketFor, fixedRange, spanRange } from './time-range.ts'

const NOW = Date.UTC(2026, 10, 25, 12, 0, 30)
const NOTHING = { oldest: null, newest: null }

describe('spanRange', () => {
  it.each(SPANS)('gives whole minutes, the present one included, for %s', (span) => {
    const { from, to } = spanRange(span, NOW, NOTHING)
    expect([from % 60_000, to % 60_000]).toEqual([0, 0])
    expect(to).toBeGreaterThan(NOW)
    expect(from).toBeLessThan(NOW)
  })

  it('reaches from the oldest to the newest answer for all', () => {
    const oldest = NOW - 90 * 86_400_000
    const range = spanRange('all', NOW, { oldest, newest: NOW - 5 })
    expect(range.from).toBeLessThanOrEqual(oldest)
    expect(range.to).toBeGreaterThan(NOW - 5)
    expect(range.bucket).toBe('day')
  })

  it('holds a single answer for all', () => {
    const range = spanRange('all', NOW, { oldest: NOW, newest: NOW })
    expect(range.from).toBeLessThanOrEqual(NOW)
    expect(range.to).toBeGreaterThan(NOW)
  })
})

describe('bucketFor', () => {
  it('never asks for more than a few hundred points up to a year', () => {
    const length = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }
    for (const hours of [1, 6, 7, 8, 24, 168, 360, 361, 720, 8760]) {
      const ms = hours * 3_600_000
      expect(ms / length[bucketFor(ms)], `${hours} h`).toBeLessThanOrEqual(480)
    }
  })

  it('is chosen for two instants too', () => expect(fixedRange(0, 3_600_000).bucket).toBe('minute'))
})
