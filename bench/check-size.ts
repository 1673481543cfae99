/**
 * How often the tests of `logitscope check` call a loss where the true mean difference is nothing, by number of pairs and by how the differences are
 * made. Level 5 %, one metric.
 *   npx tsx --conditions=@logitscope/source bench/check-size.ts [RUNS_A_SET] [SEED]
 * Reads the answers of the shared test data; says so and ends where they are absent.
 */
import { binomialInterval, createRandom, GATE_DEFAULTS, runGate, shuffleInPlace, standardNormal, uniformInteger } from '@logitscope/core'
import { sharedPath } from '@logitscope/testkit'
import { readAnswerMetrics, readDrawnSamples } from './check/answers.ts'

const MODELS = ['llama-3-8b-instruct', 'gemma-2-2b-it', 'phi-3-mini', 'llama-3-70b-instruct']
const SETS = ['nq', 'sciq', 'triviaqa']
const METRICS = ['avgLogprob', 'tailMeanLogprob'] as const
const OWN = ['own-gemma-3-270m-en', 'own-gemma-3-270m-tr', 'own-smollm2-135m-en', 'own-smollm2-135m-tr']
const SIZES = [10, 25, 50, 100, 200]
const LEVEL = 0.05

const runs = Number(process.argv[2] ?? 40)
const random = createRandom(Number(process.argv[3] ?? 1))
const options = { ...GATE_DEFAULTS, rounds: 999 }

const asMap = (values: readonly number[], side = ''): Map<string, number> => new Map(values.map((value, i) => [`${side}${i}`, value]))
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length
function skewness(values: readonly number[]): number {
  const centre = mean(values)
  return mean(values.map((value) => (value - centre) ** 3)) / mean(values.map((value) => (value - centre) ** 2)) ** 1.5
}
const pick = <T>(values: readonly T[], count: number): T[] =>
  Array.from({ length: count }, () => values[uniformInteger(random, values.length)]!)

/** Whether the gate calls a loss of `current` against `baseline`. */
function calls(baseline: readonly number[], current: readonly number[], paired: boolean): boolean {
  const [test] = runGate(
    [{ metric: 'avgLogprob', loss: 'lower', tolerance: 0, baseline: asMap(baseline), current: asMap(current, paired ? '' : 'o') }],
    options,
    random,
  )
  return test!.adjusted <= LEVEL
}

interface Tally {
  hits: number
  runs: number
}
const tallies = new Map<string, Map<string, Tally>>()
function count(kind: string, size: number | string, hit: boolean): void {
  const of = tallies.get(kind) ?? new Map<string, Tally>()
  tallies.set(kind, of)
  const tally = of.get(String(size)) ?? { hits: 0, runs: 0 }
  of.set(String(size), tally)
  tally.runs += 1
  if (hit) tally.hits += 1
}

const folder = sharedPath('corpora')
if (folder !== null) {
  for (const set of SETS) {
    const models = MODELS.map((model) => readAnswerMetrics(`${folder}/qa-${set}-${model}.jsonl.gz`))
    for (const metric of METRICS)
      models.forEach((one, a) =>
        models.forEach((other, b) => {
          if (a === b) return
          const shared = [...one].flatMap(([item, values]) => {
            const [x, y] = [values[metric], other.get(item)?.[metric] ?? null]
            return x === null || y === null ? [] : [[x, y] as const]
          })
          const gap = mean(shared.map(([x, y]) => y - x))
          const skew = skewness(shared.map(([x, y]) => y - x - gap))
          const shape = skew > 0.5 ? 'rare gains' : skew < -0.5 ? 'rare losses' : 'about even'
          const [own, its] = [shared.map(([x]) => x), shared.map(([, y]) => y - gap)]
          for (const size of SIZES)
            for (let run = 0; run < runs; run++) {
              const pairs = pick(shared, size)
              count(
                `pairs: two models, means made equal, ${shape}`,
                size,
                calls(
                  pairs.map(([x]) => x),
                  pairs.map(([, y]) => y - gap),
                  true,
                ),
              )
              count('no pairs: two models, means made equal', size, calls(pick(own, size), pick(its, size), false))
              count(
                'no pairs: two models, means made equal, three times as many in the baseline',
                size,
                calls(pick(own, 3 * size), pick(its, size), false),
              )
              if (b !== (a + 1) % models.length) continue
              const drawn = pick(own, size)
              const noisy = (): number[] => drawn.map((value) => Math.min(0, value + 0.05 * standardNormal(random)))
              count('pairs: the same answers, noise N(0, 0.05) on both sides', size, calls(noisy(), noisy(), true))
              const halves = shuffleInPlace(random, [...own]).slice(0, 2 * size)
              count('no pairs: two halves of one set', size, calls(halves.slice(size), halves.slice(0, size), false))
            }
        }),
      )
  }
  for (const name of OWN) {
    const questions = readDrawnSamples(`${folder}/${name}.jsonl.gz`)
    for (const metric of METRICS)
      for (const size of SIZES.filter((one) => one <= 100))
        for (let run = 0; run < 6 * runs; run++) {
          const drawn = shuffleInPlace(random, [...questions]).slice(0, size)
          const two = drawn.flatMap((samples) => {
            const [x, y] = shuffleInPlace(random, [...samples]).map((sample) => sample[metric])
            return x === undefined || y === undefined || x === null || y === null ? [] : [[x, y] as const]
          })
          count(
            'pairs: two samples of the same model (T = 0.7)',
            size,
            calls(
              two.map(([x]) => x),
              two.map(([, y]) => y),
              true,
            ),
          )
        }
  }
  console.log(`| case | ${SIZES.map((size) => `${size}`).join(' | ')} |\n| --- | ${SIZES.map(() => '---:').join(' | ')} |`)
  for (const [kind, of] of tallies) {
    const cells = SIZES.map((size) => {
      const tally = of.get(String(size))
      if (tally === undefined) return '–'
      const [low, high] = binomialInterval(tally.hits, tally.runs, 0.95)
      return `${((100 * tally.hits) / tally.runs).toFixed(1)} % [${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)}]`
    })
    console.log(`| ${kind} | ${cells.join(' | ')} |`)
  }
  console.log(
    `runs in a cell: ${[...tallies].map(([, of]) => [...of.values()].map((t) => t.runs).join(' ')).join(' · ')}; CPU ${(process.cpuUsage().user / 1e6).toFixed(0)} s`,
  )
}
