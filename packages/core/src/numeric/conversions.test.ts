import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bitsToNats,
  log1mexp,
  log1pexp,
  logitToLogprob,
  logitToProbability,
  logprobToLogit,
  logprobToProbability,
  natsToBits,
  probabilityToLogit,
  probabilityToLogprob,
  surprisalBits,
} from './index.ts'

const logprob = fc.double({ min: -700, max: 0, noNaN: true })
const probability = fc.double({ min: 1e-300, max: 1, noNaN: true })

describe('logprob and probability', () => {
  it.each([
    [-0.05, 0.951229],
    [-2, 0.135335],
    [-2.3, 0.100259],
    [-10, 0.0000454],
  ])('%d nats is a probability of %d', (nats, expected) => {
    expect(logprobToProbability(nats)).toBeCloseTo(expected, 6)
  })

  it('are inverse to each other', () => {
    fc.assert(
      fc.property(probability, (p) => {
        expect(logprobToProbability(probabilityToLogprob(p)) / p).toBeCloseTo(1, 12)
      }),
    )
  })

  it('stay in range and keep the order', () => {
    fc.assert(
      fc.property(logprob, logprob, (a, b) => {
        const p = logprobToProbability(a)
        expect(p >= 0 && p <= 1).toBe(true)
        if (a < b) expect(p).toBeLessThanOrEqual(logprobToProbability(b))
      }),
    )
  })

  it.each([
    [-Infinity, 0],
    [0, 1],
    [1e-7, 1],
    [0.3, NaN],
    [Infinity, NaN],
    [NaN, NaN],
  ])('takes the logprob %d to the probability %d', (nats, expected) => expect(logprobToProbability(nats)).toBe(expected))

  it.each([
    [0, -Infinity],
    [1, 0],
    [1.0000001, 0],
    [1.5, NaN],
    [-0.1, NaN],
    [NaN, NaN],
  ])('takes the probability %d to the logprob %d', (p, expected) => expect(probabilityToLogprob(p)).toBe(expected))
})

describe('logit', () => {
  it('goes to a probability and back', () => {
    fc.assert(
      fc.property(fc.double({ min: -600, max: 30, noNaN: true }), (x) => {
        expect(probabilityToLogit(logitToProbability(x))).toBeCloseTo(x, x < 15 ? 8 : 2)
      }),
    )
  })

  it('goes to a logprob and back where the probability has long rounded to 1', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 700, noNaN: true }), (x) => {
        expect(Math.abs(logprobToLogit(logitToLogprob(x)) - x)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(x)))
      }),
    )
  })

  it('of p and of 1 − p differ in sign', () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        expect(logitToProbability(x) + logitToProbability(-x)).toBeCloseTo(1, 14)
      }),
    )
  })

  it.each([
    [-Infinity, 0, -Infinity],
    [Infinity, 1, 0],
    [NaN, NaN, NaN],
    [-800, 0, -800],
    [800, 1, 0],
  ])('takes %d to the probability %d and the logprob %d', (x, p, lp) => {
    expect(logitToProbability(x)).toBe(p)
    expect(logitToLogprob(x)).toBe(lp)
  })

  it.each([
    [0, Infinity],
    [1e-7, Infinity],
    [0.3, NaN],
    [-Infinity, -Infinity],
    [NaN, NaN],
  ])('of the logprob %d is %d', (nats, expected) => expect(logprobToLogit(nats)).toBe(expected))

  it('is never above its limit, and is left alone below it', () => {
    expect(logprobToLogit(0, 16.6)).toBe(16.6)
    expect(logprobToLogit(-1e-12, 16.6)).toBe(16.6)
    expect(logprobToLogit(-1, 16.6)).toBe(logprobToLogit(-1))
    expect(logprobToLogit(NaN, 16.6)).toBeNaN()
  })

  it.each([
    [0, -Infinity],
    [1, Infinity],
    [1.0000001, Infinity],
    [1.5, NaN],
    [-0.1, NaN],
    [NaN, NaN],
  ])('of the probability %d is %d', (p, expected) => expect(probabilityToLogit(p)).toBe(expected))
})

describe('log1mexp and log1pexp', () => {
  it.each([
    [0, -Infinity],
    [-Infinity, 0],
    [0.1, NaN],
    [NaN, NaN],
    // 50-digit arithmetic
    [-1e-10, -23.025850929990458],
    [-Math.LN2, -0.6931471805599453],
    [-50, -Math.exp(-50)],
  ])('ln(1 − e^%d) is %d', (x, expected) => {
    if (Number.isFinite(expected) && expected !== 0) expect(log1mexp(x) / expected).toBeCloseTo(1, 14)
    else expect(log1mexp(x)).toBe(expected)
  })

  it('split the whole mass: e^x + e^log1mexp(x) = 1', () => {
    fc.assert(
      fc.property(logprob, (x) => {
        expect(Math.exp(x) + Math.exp(log1mexp(x))).toBeCloseTo(1, 14)
      }),
    )
  })

  it('ln(1 + e^x) does not overflow and satisfies log1pexp(x) − log1pexp(−x) = x', () => {
    expect(log1pexp(-Infinity)).toBe(0)
    expect(log1pexp(Infinity)).toBe(Infinity)
    expect(log1pexp(NaN)).toBeNaN()
    fc.assert(
      fc.property(fc.double({ min: -1e5, max: 1e5, noNaN: true }), (x) => {
        expect(Math.abs(log1pexp(x) - log1pexp(-x) - x)).toBeLessThanOrEqual(1e-15 * Math.max(1, Math.abs(x)))
      }),
    )
  })
})

describe('nats and bits', () => {
  it('are inverse to each other', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), (nats) => {
        expect(Math.abs(bitsToNats(natsToBits(nats)) - nats)).toBeLessThanOrEqual(4e-16 * Math.abs(nats))
      }),
    )
  })

  it.each([
    [0, 0],
    [-0, 0],
    [-Infinity, Infinity],
    [NaN, NaN],
    [Math.log(1 / 1024), 10],
  ])('the surprisal of %d nats is %d bits', (nats, bits) => expect(surprisalBits(nats)).toBe(bits))
})
