import { describe, expect, it } from 'vitest'
import { createRandom, standardNormal } from '../../numeric/random.ts'
import { ascendingOrder } from './order.ts'

const comparing = (values: ArrayLike<number>): number[] =>
  Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b)

describe('ascendingOrder', () => {
  const random = createRandom(3)
  const normal = Float64Array.from({ length: 3000 }, () => standardNormal(random))
  it.each([
    ['normal values', normal],
    ['values of every size and both signs', normal.map((x) => Math.sign(x) * Math.exp(200 * x))],
    ['many ties', normal.map((x) => Math.round(x))],
    ['zeros of both signs, which tie', normal.map((x) => (x > 0 ? 0 : -0))],
    ['infinite values', normal.map((x) => (x > 1 ? Infinity : x < -1 ? -Infinity : x))],
    ['one value', new Float64Array(500).fill(-2.5)],
    ['few values', normal.subarray(0, 50)],
    ['none', new Float64Array(0)],
    ['small steps', normal.map((_, i) => 1 + ((i * 7919) % 3000) * Number.EPSILON)],
  ])('orders %s as a comparing sort does', (_, values) => {
    expect(Array.from(ascendingOrder(values))).toEqual(comparing(values))
  })
})
