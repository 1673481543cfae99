import { vectorCases } from '@logitscope/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createWindow, mergeWindows, pushWindows, worstWindowMean, type WindowState } from './worst-window.ts'

/** The definition, slowly: every window within one part. */
function slowWorst(values: readonly number[], parts: readonly number[], size: number): number {
  let least = Infinity
  for (let i = 0; i + size <= values.length; i++) {
    if (parts.slice(i, i + size).some((part) => part !== parts[i])) continue
    let sum = 0
    for (let j = i; j < i + size; j++) sum += values[j]!
    least = Math.min(least, sum / size)
  }
  return least
}

const anyColumn = fc.array(fc.tuple(fc.double({ min: -20, max: 0, noNaN: true }), fc.boolean()), { maxLength: 40 }).map((rows) => {
  let part = 0
  return { values: rows.map(([value]) => value), parts: rows.map(([, isNew], i) => (part += isNew && i % 3 === 0 ? 1 : 0)) }
})

function windowsOf(values: readonly number[], parts: readonly number[], size: number): WindowState {
  const state = createWindow(size)
  pushWindows(state, Float64Array.from(values), Int32Array.from(parts), values.length)
  return state
}

describe('the worst window', () => {
  it('is undefined below its size', () => expect(worstWindowMean(Float64Array.of(-1, -2, -3, -4))).toBeNaN())
  it('of exactly its size is the mean', () => expect(worstWindowMean(Float64Array.of(-1, -2, -3, -4, -5))).toBe(-3))
  it('is the same wherever a spike stands', () =>
    expect(worstWindowMean(Float64Array.of(0, 0, 0, 0, 0, 0, -10))).toBe(worstWindowMean(Float64Array.of(0, 0, -10, 0, 0, 0, 0))))
  it('does not reach over a change of part', () => expect(windowsOf([-9, -9, -9, -9, -9], [0, 0, 0, 1, 1], 5).least).toBe(Infinity))

  it('is its definition', () => {
    fc.assert(
      fc.property(anyColumn, fc.integer({ min: 1, max: 7 }), ({ values, parts }, size) => {
        expect(windowsOf(values, parts, size).least).toBe(slowWorst(values, parts, size))
      }),
    )
  })

  it('is the same pushed in pieces, to the last bit', () => {
    fc.assert(
      fc.property(anyColumn, fc.array(fc.nat({ max: 40 }), { maxLength: 4 }), ({ values, parts }, cuts) => {
        const state = createWindow()
        for (const cut of [...cuts, values.length].map((at) => Math.min(at, values.length)).sort((a, b) => a - b))
          pushWindows(state, Float64Array.from(values), Int32Array.from(parts), cut)
        expect(state).toEqual(windowsOf(values, parts, 5))
      }),
    )
  })

  it('is the same merged from any two pieces, in either order of merging three', () => {
    fc.assert(
      fc.property(anyColumn, fc.nat({ max: 40 }), fc.nat({ max: 40 }), ({ values, parts }, one, two) => {
        const [first, second] = [one, two].map((at) => Math.min(at, values.length)).sort((a, b) => a - b) as [number, number]
        const whole = windowsOf(values, parts, 5)
        const pieces = (): WindowState[] =>
          [
            [0, first],
            [first, second],
            [second, values.length],
          ].map(([from, to]) => windowsOf(values.slice(from, to), parts.slice(from, to), 5))
        const [a, b, c] = pieces() as [WindowState, WindowState, WindowState]
        mergeWindows(a, b, Float64Array.from(values))
        mergeWindows(a, c, Float64Array.from(values))
        expect(a).toEqual(whole)
        const [d, e, f] = pieces() as [WindowState, WindowState, WindowState]
        mergeWindows(e, f, Float64Array.from(values.slice(first)))
        mergeWindows(d, e, Float64Array.from(values))
        expect(d).toEqual(whole)
      }),
    )
  })
})

interface Spans {
  readonly name: string
  readonly logprobs: number[]
  readonly expected: Readonly<Record<string, { readonly min_mean: number; readonly min_sum: number }>>
}
const spans = vectorCases('span_confidence_windows.json') as readonly Spans[]

describe.skipIf(spans.length === 0)('span_confidence_windows', () => {
  it.each(spans.map((one) => [one.name, one] as const))('%s', (_, { logprobs, expected }) => {
    for (const [size, { min_mean, min_sum }] of Object.entries(expected)) {
      const mean = worstWindowMean(Float64Array.from(logprobs), logprobs.length, Number(size))
      expect(Math.abs(mean - min_mean)).toBeLessThanOrEqual(1e-9)
      expect(Math.abs(mean * Number(size) - min_sum)).toBeLessThanOrEqual(1e-9)
    }
  })
})
