// Reference values: scipy 1.17.1 (stats.binomtest, fisher_exact, ttest_rel, ttest_ind with equal_var=False) and statsmodels' multipletests('holm').
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom, standardNormal } from '../numeric/index.ts'
import {
  arePaired,
  fisherTest,
  gateDecided,
  gateFailed,
  GATE_DEFAULTS,
  holm,
  isEnough,
  mcnemarTest,
  pairedShareDifference,
  permutationTest,
  runGate,
  shareDifference,
  signFlipTest,
  skewnessTTest,
  type GateSample,
  type GateTest,
} from './index.ts'

const asMap = (values: readonly number[], prefix = 'q'): Map<string, number> => new Map(values.map((value, i) => [`${prefix}${i}`, value]))

const sample = (baseline: readonly number[], current: readonly number[], more: Partial<GateSample> = {}): GateSample => ({
  metric: 'avgLogprob',
  loss: 'lower',
  tolerance: 0,
  baseline: asMap(baseline),
  current: asMap(current),
  ...more,
})

describe('signFlipTest', () => {
  it('tries every pattern of few values', () => {
    expect(signFlipTest([-1, -2, -3], 1, Math.random)).toBe(1 / 8)
    expect(signFlipTest([1, 2, 3], 1, Math.random)).toBe(1)
    // Sums of at most −4: all but none and the one of 1 flipped.
    expect(signFlipTest([1, -2, -3], 1, Math.random)).toBe(2 / 8)
    expect(signFlipTest([], 1, Math.random)).toBe(1)
    expect(signFlipTest([-1, NaN], 1, Math.random)).toBeNaN()
  })

  it('comes near the exact share by random signs', () => {
    const values = [-1.2, 0.4, -0.9, 0.1, -0.3, 0.8, -1.5, 0.2, -0.6, 0.3, -0.7, 0.5, -0.4, 0.6]
    let hits = 0
    const seen = values.reduce((a, b) => a + b, 0)
    for (let signs = 0; signs < 2 ** 14; signs++)
      if (values.reduce((sum, value, i) => sum + ((signs >> i) & 1 ? -value : value), 0) <= seen + 1e-12) hits += 1
    expect(signFlipTest(values, 40_000, createRandom(5))).toBeCloseTo(hits / 2 ** 14, 2)
  })

  it('is above α in 1 − α of cases without a loss', () => {
    const random = createRandom(11)
    let found = 0
    for (let run = 0; run < 1000; run++) {
      const values = Array.from({ length: 25 }, () => standardNormal(random) * (random() < 0.2 ? 4 : 1))
      if (signFlipTest(values, 399, random) <= 0.05) found += 1
    }
    expect(found).toBeGreaterThan(30)
    expect(found).toBeLessThan(72)
  })
})

describe('skewnessTTest', () => {
  it("is Student's t where nothing is skewed", () => {
    // scipy.stats.ttest_1samp(x, 0, alternative='less').pvalue
    expect(skewnessTTest([-2, -1, -3, 1, -5])).toBeCloseTo(0.0580583, 6)
    expect(skewnessTTest([2, 1, 3, -1, 5])).toBeCloseTo(1 - 0.0580583, 6)
  })

  it('calls a loss about as often as it may where rare gains make up for many small losses, and sign flips do not', () => {
    const random = createRandom(17)
    const runs = 1500
    let [plain, corrected] = [0, 0]
    for (let run = 0; run < runs; run++) {
      const values = Array.from({ length: 40 }, () => -Math.log(1 - random()) - 1)
      if (signFlipTest(values, 199, random) <= 0.05) plain += 1
      if (skewnessTTest(values) <= 0.05) corrected += 1
    }
    expect(plain / runs).toBeGreaterThan(0.07)
    expect(corrected / runs).toBeLessThan(0.07)
    expect(corrected / runs).toBeGreaterThan(0.03)
  })

  it('is not defined for fewer than three values, for constants and for NaN', () => {
    for (const values of [[], [-1], [-1, -2], [-1, -1, -1], [-1, NaN, -2]]) expect(skewnessTTest(values)).toBeNaN()
  })
})

describe('permutationTest', () => {
  it('comes near the share of all permutations', () => {
    const current = [0.1, 0.5, 0.9, 1.2]
    const baseline = [1, 1.4, 2.2, 0.7, 1.9]
    const all = [...current, ...baseline]
    const t = (mask: number): number => {
      const [a, b] = [all.filter((_, i) => (mask >> i) & 1), all.filter((_, i) => !((mask >> i) & 1))]
      const mean = (v: number[]): number => v.reduce((x, y) => x + y, 0) / v.length
      const variance = (v: number[]): number => v.reduce((x, y) => x + (y - mean(v)) ** 2, 0) / (v.length - 1) / v.length
      return (mean(a) - mean(b)) / Math.sqrt(variance(a) + variance(b))
    }
    let [hits, count] = [0, 0]
    for (let mask = 0; mask < 2 ** 9; mask++) {
      if (mask.toString(2).replaceAll('0', '').length !== 4) continue
      count += 1
      if (t(mask) <= t(15) + 1e-12) hits += 1
    }
    expect(permutationTest(current, baseline, 40_000, createRandom(3))).toBeCloseTo(hits / count, 2)
    // The larger side first: the same two sides, asked the other way round.
    const other = permutationTest(baseline, current, 40_000, createRandom(4))
    expect(other).toBeGreaterThan(0.9)
  })

  it('keeps its level where the sides differ in size and spread', () => {
    const random = createRandom(12)
    let found = 0
    for (let run = 0; run < 600; run++) {
      const current = Array.from({ length: 20 }, () => 3 * standardNormal(random))
      const baseline = Array.from({ length: 80 }, () => standardNormal(random))
      if (permutationTest(current, baseline, 299, random) <= 0.05) found += 1
    }
    expect(found).toBeGreaterThan(12)
    expect(found).toBeLessThan(51)
  })

  it('says nothing of a side with one value, of constants and of NaN', () => {
    expect(permutationTest([1], [2, 3], 99, createRandom(1))).toBe(1)
    expect(permutationTest([2, 2, 2], [2, 2, 2], 99, createRandom(1))).toBe(1)
    expect(permutationTest([NaN, 1], [2, 2], 99, createRandom(1))).toBeNaN()
  })
})

describe('holm', () => {
  it('agrees with the reference', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005, 0.5])).toEqual([0.04, 0.09, 0.09, 0.025, 0.5])
    expect(holm([])).toEqual([])
    expect(holm([NaN, 0.01])).toEqual([1, 0.02])
  })

  it('never goes below the value itself, nor changes the order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }), (values) => {
        const adjusted = holm(values)
        for (let i = 0; i < values.length; i++) {
          expect(adjusted[i]).toBeGreaterThanOrEqual(values[i]!)
          for (let j = 0; j < values.length; j++) if (values[i]! < values[j]!) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]!)
        }
      }),
    )
  })
})

describe('shares', () => {
  it.each([
    [5, 0, 1 / 32],
    [0, 0, 1],
    [12, 5, 0.0717315673828125],
    [135, 112, 0.08071494516033145],
  ])('McNemar: %d worse, %d better', (worse, better, expected) => {
    expect(mcnemarTest(worse, better)).toBeCloseTo(expected, 6)
  })

  it.each([
    [3, 3, 0, 3, 0.1],
    [8, 10, 1, 12, 0.0015479876160990709],
    [0, 0, 3, 5, 1],
    [500, 1000, 450, 1000, 0.02820356890423392],
  ])('Fisher: %d of %d against %d of %d', (hits, of, otherHits, otherOf, expected) => {
    expect(fisherTest(hits, of, otherHits, otherOf)).toBeCloseTo(expected, 9)
  })
})

describe('intervals of a difference of shares', () => {
  const rounded = (interval: readonly number[]): number[] => interval.map((value) => Number(value.toFixed(4)))

  it('have the values of their formulas', () => {
    // Agresti and Caffo: (0 + 1)/5 on both sides, √(2 · 0.16/5). Agresti and Min: √((5/42)/42).
    expect(rounded(shareDifference(0, 3, 0, 3))).toEqual([-0.4958, 0, 0.4958])
    expect(rounded(pairedShareDifference(2, 2, 40))).toEqual([-0.1043, 0, 0.1043])
    expect(rounded(shareDifference(32, 200, 0, 3))).toEqual([-0.3177, -0.16, 0.3909])
  })

  it('hold the estimate and stay within what a share may be', () => {
    expect(shareDifference(5, 5, 0, 5)[0]).toBe(-1)
    expect(pairedShareDifference(5, 0, 5)[0]).toBe(-1)
    expect(pairedShareDifference(5, 0, 5)[1]).toBe(-1)
    expect(shareDifference(0, 0, 1, 2)).toEqual([-1, NaN, 1])
    expect(pairedShareDifference(0, 0, 0)).toEqual([-1, NaN, 1])
  })

  it('hold the truth in about 95 of 100 cases, also of few', () => {
    const random = createRandom(23)
    let [apart, together] = [0, 0]
    for (let run = 0; run < 2000; run++) {
      let [a, b, worse, better] = [0, 0, 0, 0]
      for (let i = 0; i < 15; i++) {
        if (random() < 0.2) a += 1
        if (random() < 0.5) b += 1
        const change = random()
        if (change < 0.15) worse += 1
        else if (change < 0.2) better += 1
      }
      const [low, , high] = shareDifference(a, 15, b, 15)
      if (low <= 0.3 && high >= 0.3) apart += 1
      const [from, , to] = pairedShareDifference(worse, better, 15)
      if (from <= -0.1 && to >= -0.1) together += 1
    }
    expect(apart / 2000).toBeGreaterThan(0.93)
    expect(together / 2000).toBeGreaterThan(0.93)
  })
})

describe('runGate', () => {
  const base = Array.from({ length: 40 }, (_, i) => -0.5 - (i % 7) / 10)

  it('compares the same questions with each other, and finds a loss that is small beside their differences', () => {
    const [test] = runGate(
      [
        sample(
          base,
          base.map((value, i) => value - 0.02 - (i % 3) / 1000),
        ),
      ],
      GATE_DEFAULTS,
      createRandom(1),
    )
    expect(test).toMatchObject({ metric: 'avgLogprob', paired: true, n: 40 })
    expect(test!.adjusted).toBeLessThan(0.001)
    expect(test!.difference[1]).toBeCloseTo(-0.021, 3)
    expect(test!.difference[0]).toBeLessThan(test!.difference[1])
    expect(gateFailed([test!], GATE_DEFAULTS)).toBe(true)
    expect(gateDecided([test!], GATE_DEFAULTS)).toBe(true)
  })

  it('takes a loss within the tolerance for none', () => {
    const now = base.map((value, i) => value - 0.02 - (i % 3) / 1000)
    const [test] = runGate([sample(base, now, { tolerance: 0.03 })], GATE_DEFAULTS, createRandom(1))
    expect(test!.p).toBeGreaterThan(0.9)
    expect(() => runGate([sample(base, now, { tolerance: -1 })], GATE_DEFAULTS, createRandom(1))).toThrow(RangeError)
  })

  it('turns the direction round where more is worse', () => {
    const now = base.map((value, i) => value + 0.02 + (i % 3) / 1000)
    const [lower, higher] = runGate([sample(base, now), sample(base, now, { loss: 'higher' })], GATE_DEFAULTS, createRandom(1))
    expect(lower!.p).toBeGreaterThan(0.9)
    expect(higher!.p).toBeLessThan(0.001)
  })

  it('permutes where the questions are others', () => {
    const [test] = runGate(
      [
        sample(base, [], {
          current: asMap(
            base.map((value) => value - 0.6),
            'other',
          ),
        }),
      ],
      GATE_DEFAULTS,
      createRandom(1),
    )
    expect(test).toMatchObject({ paired: false, n: 40 })
    expect(test!.adjusted).toBeLessThan(0.001)
  })

  it("has Student's and Welch's interval", () => {
    const before = [1, 2, 3, 4, 5, 6, 8]
    const now = [1.5, 1.8, 3.9, 4.2, 4.6, 7.1, 8.3]
    const [paired, unpaired] = runGate(
      [sample(before, now), sample(before, now, { current: asMap(now, 'o') })],
      GATE_DEFAULTS,
      createRandom(1),
    )
    expect(paired!.difference.map((value) => Number(value.toFixed(6)))).toEqual([-0.160475, 0.342857, 0.846189])
    expect(unpaired!.difference.map((value) => Number(value.toFixed(6)))).toEqual([-2.52637, 0.342857, 3.212084])
  })

  it('says how many more it takes, and does not take too few for a pass', () => {
    const random = createRandom(2)
    const before = Array.from({ length: 8 }, () => standardNormal(random))
    const tests = runGate(
      [
        sample(
          before,
          before.map((value) => value + standardNormal(random)),
        ),
      ],
      GATE_DEFAULTS,
      random,
    )
    expect(gateFailed(tests, GATE_DEFAULTS)).toBe(false)
    expect(gateDecided(tests, GATE_DEFAULTS)).toBe(false)
    expect(tests[0]!.needed).toBeGreaterThan(60)
  })

  it('finds the loss in about 4 of 5 cases with as many pairs as it asks for, also where another metric stays as it was', () => {
    const random = createRandom(41)
    const draw = (count: number, by: number): GateTest[] => {
      const before = Array.from({ length: count }, () => standardNormal(random))
      const again = (shift: number): number[] => before.map((value) => value + shift + 0.5 * standardNormal(random))
      return runGate([sample(before, again(-by)), sample(before, again(0), { metric: 'other' })], { ...GATE_DEFAULTS, rounds: 199 }, random)
    }
    let [found, asked] = [0, 0]
    const runs = 300
    for (let run = 0; run < runs; run++) {
      const needed = draw(30, 0)[0]!.needed!
      asked += needed
      if (draw(needed, 0.2)[0]!.adjusted <= 0.05) found += 1
    }
    expect(asked / runs).toBeGreaterThan(40)
    expect(asked / runs).toBeLessThan(70)
    expect(found / runs).toBeGreaterThan(0.7)
    expect(found / runs).toBeLessThan(0.9)
  })

  it('takes one unit that does not vary for too few', () => {
    const [test] = runGate([sample([1], [1])], GATE_DEFAULTS, createRandom(1))
    expect(test!.needed).toBeNull()
    expect(isEnough(test!)).toBe(false)
  })

  it('tells zeros and ones on pairs by McNemar', () => {
    const before = Array.from({ length: 30 }, (_, i) => (i < 20 ? 1 : 0))
    const now = before.map((value, i) => (i < 12 ? 0 : i >= 25 ? 1 : value))
    const [test] = runGate([sample(before, now, { binary: true })], GATE_DEFAULTS, createRandom(1))
    expect(test!.p).toBeCloseTo(mcnemarTest(12, 5), 12)
  })

  it('has no figure for what one side lacks', () => {
    const tests = runGate([sample([1, 2, 3], [])], GATE_DEFAULTS, createRandom(1))
    expect(tests[0]).toMatchObject({ n: 0, p: 1 })
    expect(gateDecided(tests, GATE_DEFAULTS)).toBe(false)
    expect(gateDecided([], GATE_DEFAULTS)).toBe(false)
  })

  it('pairs where most of the smaller side has a partner', () => {
    expect(arePaired(asMap(base), asMap(base.slice(0, 6)))).toBe(true)
    expect(arePaired(asMap(base), asMap(base.slice(0, 5)))).toBe(false)
    expect(arePaired(asMap(base), new Map([...asMap(base.slice(0, 10)), ...asMap(base.slice(0, 20), 'x')]))).toBe(false)
  })
})
