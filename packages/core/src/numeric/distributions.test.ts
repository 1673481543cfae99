// Reference values: scipy 1.17.1 (stats.norm, t, beta, binom; special.betainc), statsmodels' proportion_confint(method='beta'), and mpmath at 40
// digits for logGamma and normalCdf.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  betaQuantile,
  binomialCdf,
  binomialInterval,
  incompleteBeta,
  logGamma,
  normalCdf,
  normalDensity,
  normalQuantile,
  studentTCdf,
  studentTQuantile,
} from './index.ts'

function expectClose(actual: number, expected: number, relative = 1e-11): void {
  expect(Math.abs(actual - expected), `${actual} is not ${expected}`).toBeLessThanOrEqual(relative * Math.abs(expected))
}

describe('logGamma', () => {
  it.each([
    [1e-10, 23.025850929882736],
    [0.1, 2.252712651734206],
    [0.5, 0.5723649429247001],
    [1.5, -0.12078223763524522],
    [2.5, 0.2846828704729192],
    [3.7, 1.428072326665388],
    [10, 12.801827480081469],
    [15.5, 26.536914491115613],
    [16, 27.89927138384089],
    [17.25, 31.374622313677687],
    [100.5, 361.4355404677776],
    [1e5, 1051287.7089736569],
    [1e8, 1742068066.1038346],
  ])('at %d', (x, expected) => {
    expectClose(logGamma(x), expected, 1e-13)
  })

  it('at the ends, and where it is not defined', () => {
    expect([logGamma(0), logGamma(Infinity), logGamma(1), logGamma(2)]).toEqual([Infinity, Infinity, 0, 0])
    expect([logGamma(-1), logGamma(NaN)]).toEqual([NaN, NaN])
  })
})

describe('the normal distribution', () => {
  it.each([
    [-38, 2.88542835e-316, 1e-6],
    [-20, 2.7536241186062337e-89, 1e-13],
    [-8, 6.220960574271784e-16, 1e-13],
    [-3.0001, 0.0013494549132607172, 1e-12],
    [-3, 0.0013498980316300946, 1e-12],
    [-2.9999, 0.0013503412829549248, 1e-12],
    [-1.96, 0.024997895148220435, 1e-13],
    [-0.5, 0.3085375387259869, 1e-14],
    [-1e-8, 0.4999999960105772, 1e-15],
    [0.3, 0.6179114221889527, 1e-15],
    [1, 0.8413447460685429, 1e-15],
    [2.5, 0.9937903346742238, 1e-15],
    [3.5, 0.9997673709209645, 1e-15],
    [6, 0.9999999990134123, 1e-15],
  ])('below %d', (z, expected, relative) => {
    expectClose(normalCdf(z), expected, relative)
  })

  it.each([
    [1e-300, -37.0470962993612],
    [1e-20, -9.262340089798409],
    [1e-7, -5.1993375821928165],
    [0.001, -3.090232306167813],
    [0.025, -1.9599639845400545],
    [0.07, -1.4757910281791706],
    [0.0750001, -1.4395307645017301],
    [0.3, -0.5244005127080409],
    [0.5, 0],
    [0.9, 1.2815515655446004],
    [0.9999999, 5.199337582290661],
  ])('quantile at %d', (p, expected) => {
    expectClose(normalQuantile(p), expected, 1e-13)
  })

  it('the quantile undoes the distribution function', () => {
    fc.assert(
      fc.property(fc.double({ min: -37, max: 5, noNaN: true }), (z) => {
        expect(normalQuantile(normalCdf(z))).toBeCloseTo(z, 8)
      }),
    )
  })

  it('at the ends, and where it is not defined', () => {
    expect([normalCdf(-Infinity), normalCdf(Infinity), normalCdf(-50), normalCdf(50), normalDensity(Infinity)]).toEqual([0, 1, 0, 1, 0])
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity])
    expect([normalCdf(NaN), normalQuantile(NaN), normalQuantile(-0.1), normalQuantile(1.1)]).toEqual([NaN, NaN, NaN, NaN])
  })
})

describe("Student's t", () => {
  it.each([
    [-40, 3, 1.7190340394579253e-5],
    [-5, 1, 0.0628329581890012],
    [-3.2, 0.5, 0.1779944628570926],
    [-2.1, 7, 0.036935598106461326],
    [-1e-6, 4, 0.499999625],
    [0.4, 2, 0.6360827634879543],
    [1.7, 30, 0.9502610622057416],
    [2.5, 1000, 0.9937107160994546],
    [-6, 1e6, 9.86924906177215e-10],
    [12, 5, 0.9999645525374142],
  ])('below %d with %d degrees of freedom', (t, degrees, expected) => {
    expectClose(studentTCdf(t, degrees), expected)
  })

  it.each([
    [1e-10, 3, -2225.769284683093],
    [0.001, 1, -318.30883898555044],
    [0.025, 2, -4.302652729749464],
    [0.1, 10, -1.3721836411103359],
    [0.4, 0.7, -0.35603136523468015],
    [0.4999, 5, -0.0002634305560701236],
    [0.6, 4, 0.2707222947075976],
    [0.95, 30, 1.697260886593957],
    [0.975, 10, 2.228138851986274],
    [0.995, 1e5, 2.575878469908375],
  ])('quantile at %d with %d degrees of freedom', (p, degrees, expected) => {
    expectClose(studentTQuantile(p, degrees), expected, 1e-10)
  })

  it('at the ends, and where it is not defined', () => {
    expect([studentTCdf(-Infinity, 3), studentTCdf(Infinity, 3), studentTQuantile(0, 3), studentTQuantile(1, 3)]).toEqual([
      0,
      1,
      -Infinity,
      Infinity,
    ])
    expect([studentTCdf(NaN, 3), studentTQuantile(2, 3), studentTQuantile(0.5, 3)]).toEqual([NaN, NaN, 0])
    expect(() => studentTCdf(1, 0)).toThrow(RangeError)
    expect(() => studentTQuantile(0.5, NaN)).toThrow(RangeError)
  })
})

describe('the incomplete beta function', () => {
  it.each([
    [0.5, 0.5, 0.5, 0.5],
    [1e-8, 0.5, 3, 0.00018749999875000004],
    [0.01, 2, 50, 0.09249089929369504],
    [0.3, 10, 20, 0.3640040810719437],
    [0.9, 3, 0.2, 0.19414127962989713],
    [0.999, 100, 0.5, 0.6550435163244294],
    [0.2, 1000, 4500, 0.9996849032945272],
    [0.5, 100_000, 100_300, 0.7486728868521804],
    [0.1, 1, 1, 0.1],
    [0.02, 5, 500, 0.9733158249696925],
    [1e-3, 30, 1000, 2.205844743801701e-33],
  ])('at %d for %d and %d', (x, a, b, expected) => {
    expectClose(incompleteBeta(x, a, b), expected)
    expect(incompleteBeta(x, a, b)).toBeCloseTo(1 - incompleteBeta(1 - x, b, a), 10)
  })

  it.each([
    [0.025, 1, 10, 0.0025285785444617848],
    [0.5, 2, 7, 0.20113119260500992],
    [0.975, 300, 12, 0.9799062298990708],
    [0.05, 0.5, 0.5, 0.0061558297024311365],
    [1e-6, 3, 4, 0.003694265299405909],
    [0.9, 50_000, 50_000, 0.5020263076888773],
  ])('quantile at %d for %d and %d', (p, a, b, expected) => {
    expectClose(betaQuantile(p, a, b), expected)
  })

  it('at the ends, and where it is not defined', () => {
    expect([incompleteBeta(0, 2, 3), incompleteBeta(1, 2, 3), betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([0, 1, 0, 1])
    expect([incompleteBeta(-0.1, 2, 3), incompleteBeta(NaN, 2, 3), betaQuantile(1.1, 2, 3)]).toEqual([NaN, NaN, NaN])
    expect(() => incompleteBeta(0.5, 0, 1)).toThrow(RangeError)
    expect(() => betaQuantile(0.5, 1, Infinity)).toThrow(RangeError)
  })
})

describe('the binomial distribution', () => {
  it.each([
    [0, 10, 0.1, 0.34867844009999993],
    [3, 50, 0.2, 0.005656361012155322],
    [180, 1000, 0.2, 0.060190049759396236],
    [49, 100, 0.5, 0.46020538130641103],
    [99_000, 1_000_000, 0.1, 0.00042469673811763083],
    [2, 30, 0.9, 3.550599999999978e-26],
    [5, 1000, 0.01, 0.0661395116072514],
  ])('at most %d of %d at a rate of %d', (hits, trials, probability, expected) => {
    expectClose(binomialCdf(hits, trials, probability), expected, 1e-10)
  })

  it('is the sum of its terms', () => {
    let term = 0.7 ** 12
    let sum = 0
    for (let k = 0; k < 12; k++) {
      sum += term
      expect(binomialCdf(k, 12, 0.3)).toBeCloseTo(sum, 12)
      term *= ((12 - k) / (k + 1)) * (0.3 / 0.7)
    }
  })

  it.each([
    [0, 10, 0.95, 0, 0.3084971078187607],
    [10, 10, 0.95, 0.6915028921812392, 1],
    [3, 17, 0.9, 0.049898154557422976, 0.39564143344482106],
    [50, 500, 0.99, 0.06839912259970744, 0.13946842630176698],
    [1234, 98_765, 0.95, 0.011810843814556986, 0.0132066137756451],
  ])('interval of %d of %d at %d', (hits, trials, confidence, low, high) => {
    const interval = binomialInterval(hits, trials, confidence)
    expectClose(interval[0], low)
    expectClose(interval[1], high)
  })

  it('at the ends, and where it is not defined', () => {
    expect([binomialCdf(-1, 5, 0.5), binomialCdf(5, 5, 0.5), binomialCdf(2, 5, 0), binomialCdf(2, 5, 1)]).toEqual([0, 1, 1, 0])
    expect(binomialCdf(1, 5, 1.5)).toBeNaN()
    expect(binomialInterval(0, 0, 0.9)).toEqual([0, 1])
    expect(() => binomialInterval(3, 2, 0.9)).toThrow(RangeError)
    expect(() => binomialInterval(1, 2, 1)).toThrow(RangeError)
    expect(() => binomialCdf(0.5, 2, 0.5)).toThrow(RangeError)
  })
})
