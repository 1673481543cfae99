/**
 * How often `logitscope check` fails where nothing is worse, and where something is, on real answers.
 *   npx tsx --conditions=@logitscope/source bench/check.ts [RUNS_A_SETTING] [SEED]
 * Reads the labelled answers of the shared test data; says so and ends where they are absent.
 */
import {
  binomialInterval,
  createRandom,
  GATE_DEFAULTS,
  momentsOf,
  quantile,
  shuffleInPlace,
  standardNormal,
  uniformInteger,
  type RandomSource,
} from '@logitscope/core'
import { sharedPath } from '@logitscope/testkit'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { compareSides, type CheckResult, type CheckSettings } from '../packages/cli/src/check/compare-sides.ts'
import { CORRECT, DEFAULT_METRICS, MEASURED } from '../packages/cli/src/check/gate-metrics.ts'
import { createSide, type Side } from '../packages/cli/src/check/side.ts'
import { readDrawnSamples, readLabelledMetrics, type LabelledMetrics } from './check/answers.ts'

interface Row {
  readonly item: string
  readonly values: Readonly<Record<string, number | null>>
  readonly correct: boolean | null
}

const runs = Number(process.argv[2] ?? 200)
const seed = Number(process.argv[3] ?? 1)
const random: RandomSource = createRandom(seed)
/** Another seed each time: what is measured is the test, not one set of signs. */
const settings = (): CheckSettings => ({
  metrics: DEFAULT_METRICS,
  tolerances: {},
  seed: uniformInteger(random, 2 ** 31),
  options: { ...GATE_DEFAULTS, rounds: 1999 },
})

/** A side of the comparison, as the command has it after reading. */
function sideOf(rows: readonly Row[]): Side {
  const side = createSide()
  side.answers = rows.length
  for (const { item, values, correct } of rows) {
    const measured = values['avgLogprob'] === null ? 0 : 1
    for (const [metric, value] of Object.entries({
      ...values,
      [MEASURED]: measured,
      [CORRECT]: correct === null ? null : Number(correct),
    })) {
      if (value === null) continue
      const units = side.values.get(metric) ?? new Map<string, [number, number]>()
      units.set(`item:${item}`, [1, value])
      side.values.set(metric, units)
    }
  }
  return side
}

const rowOf = ({ item, correct, ...values }: LabelledMetrics): Row => ({ item, values, correct })

const moved = (row: Row, by: () => number, item = row.item): Row => ({
  ...row,
  item,
  values: Object.fromEntries(Object.entries(row.values).map(([name, value]) => [name, value === null ? null : Math.min(0, value + by())])),
})

/** Without the limit at 0, so that a loss is as large as it says. */
const movedFreely = (row: Row, by: () => number): Row => ({
  ...row,
  values: Object.fromEntries(Object.entries(row.values).map(([name, value]) => [name, value === null ? null : value + by()])),
})

/** Rows with replacement, each a question of its own. */
const pick = (rows: readonly Row[], count: number): Row[] =>
  Array.from({ length: count }, (_, i) => ({ ...rows[uniformInteger(random, rows.length)]!, item: `q${i}` }))

interface Tally {
  failed: number
  undecided: number
  runs: number
}

function add(tally: Tally, { passed, decided }: CheckResult): void {
  tally.runs += 1
  if (!passed) tally.failed += 1
  if (!decided) tally.undecided += 1
}

function print(name: string, { failed, undecided, runs: count }: Tally): void {
  const [low, high] = binomialInterval(failed, count, 0.95)
  const share = (value: number): string => (100 * value).toFixed(1)
  console.log(`| ${name} | ${count} | ${share(failed / count)} % [${share(low)}–${share(high)}] | ${share(undecided / count)} % |`)
}

const empty = (): Tally => ({ failed: 0, undecided: 0, runs: 0 })
const draw = (rows: readonly Row[], count: number): Row[] => shuffleInPlace(random, [...rows]).slice(0, count)
const without = (rows: readonly Row[]): Row[] => rows.map((row) => ({ ...row, correct: null }))

const folder = sharedPath('corpora')
if (folder !== null) {
  const files = readdirSync(folder).sort()
  const sets = files.filter((file) => /^qa-|^own-.*-(en|tr)\.|^truthfulqa/.test(file) && !file.includes('-mcq-'))
  const rowsOf = new Map(sets.map((file) => [file, readLabelledMetrics(join(folder, file)).map(rowOf)]))
  console.log('\n### Nothing is worse\n\n| case | runs | exit 1 | undecided |\n| --- | ---: | ---: | ---: |')
  const all = empty()
  for (const size of [25, 100, 400]) {
    const tally = empty()
    for (const rows of rowsOf.values())
      for (let run = 0; run < runs && rows.length >= 2 * size; run++) {
        const drawn = draw(rows, 2 * size)
        const result = compareSides(sideOf(drawn.slice(size)), sideOf(drawn.slice(0, size)), settings())
        add(tally, result)
        add(all, result)
      }
    print(`random halves of a set, ${size} answers a side, other questions, with labels`, tally)
  }
  for (const [noise, size] of [
    [0.05, 25],
    [0.05, 200],
    [0.2, 200],
  ] as const) {
    const tally = empty()
    for (const rows of rowsOf.values())
      for (let run = 0; run < runs && rows.length >= size; run++) {
        const drawn = without(draw(rows, size))
        const now = drawn.map((row) => moved(row, () => noise * standardNormal(random)))
        const before = drawn.map((row) => moved(row, () => noise * standardNormal(random)))
        const result = compareSides(sideOf(before), sideOf(now), settings())
        add(tally, result)
        add(all, result)
      }
    print(`the same ${size} questions, both runs with noise N(0, ${noise})`, tally)
  }
  const real = empty()
  for (const file of files.filter((one) => /^own-.*-(en|tr)\./.test(one) && !one.includes('-mcq-'))) {
    const questions = readDrawnSamples(join(folder, file)).map((samples) => samples.map(rowOf))
    for (let run = 0; run < 4 * runs; run++) {
      const pairs = questions.map((samples) => shuffleInPlace(random, [...samples]).slice(0, 2))
      const result = compareSides(sideOf(pairs.map(([a]) => a!)), sideOf(pairs.map(([, b]) => b!)), settings())
      add(real, result)
      add(all, result)
    }
  }
  print('the same questions sampled twice (T = 0.7), about 196 pairs, with labels', real)
  print('all of these', all)

  console.log('\n### A tenth of the answers loses 0.5 nats\n\n| case | runs | exit 1 | undecided |\n| --- | ---: | ---: | ---: |')
  for (const file of ['qa-triviaqa-llama-3-8b-instruct.jsonl.gz', 'qa-triviaqa-gemma-2-2b-it.jsonl.gz']) {
    const rows = without(rowsOf.get(file) ?? [])
    const name = file.replace(/^qa-triviaqa-|\.jsonl\.gz$/g, '')
    for (const size of [50, 200, 500]) {
      const [paired, unpaired] = [empty(), empty()]
      for (let run = 0; run < runs; run++) {
        const drawn = draw(rows, 2 * size)
        const first = drawn.slice(0, size)
        const bad = (): number => (random() < 0.1 ? -0.5 : 0)
        const worse = first.map((row) => {
          const loss = bad()
          return moved(row, () => loss)
        })
        add(
          paired,
          compareSides(
            sideOf(first.map((row) => moved(row, () => 0.05 * standardNormal(random)))),
            sideOf(worse.map((row) => moved(row, () => 0.05 * standardNormal(random)))),
            settings(),
          ),
        )
        add(unpaired, compareSides(sideOf(drawn.slice(size)), sideOf(worse), settings()))
      }
      print(`${name}, ${size} pairs, noise N(0, 0.05)`, paired)
      print(`${name}, ${size} a side, other questions`, unpaired)
    }
  }
  console.log(
    '\n### With as many answers as it asked for: a loss of 0.2 standard deviations\n\n| case | runs | exit 1 | asked for, median |\n| --- | ---: | ---: | ---: |',
  )
  for (const [name, isPaired, noise, both] of [
    ['25 pairs, noise N(0, 0.3), both metrics lose', true, 0.3, true],
    ['25 pairs, noise N(0, 0.3), one metric loses', true, 0.3, false],
    ['25 pairs, noise N(0, 0.8), both metrics lose', true, 0.8, true],
    ['25 pairs, noise N(0, 0.8), one metric loses', true, 0.8, false],
    ['25 a side, other questions, both metrics lose', false, 0, true],
    ['25 a side, other questions, one metric loses', false, 0, false],
  ] as const) {
    const tally = empty()
    const asked: number[] = []
    for (const [file, all] of rowsOf) {
      if (!file.startsWith('qa-')) continue
      const rows = without(all)
      // Of the baseline as it is seen, with its noise.
      const spread = (metric: string): number =>
        Math.hypot(noise, Math.sqrt(momentsOf(rows.flatMap(({ values }) => values[metric] ?? [])).sampleVariance))
      const [first, second] = DEFAULT_METRICS.map(spread) as [number, number]
      const make = (count: number, by: number): CheckResult => {
        const before = pick(rows, count)
        const now = isPaired ? before : pick(rows, count)
        const lose = (row: Row): Row => ({
          ...row,
          values: {
            [DEFAULT_METRICS[0]!]: row.values[DEFAULT_METRICS[0]!]! - by * first,
            [DEFAULT_METRICS[1]!]: row.values[DEFAULT_METRICS[1]!]! - (both ? by * second : 0),
          },
        })
        const shaken = (row: Row): Row => movedFreely(row, () => noise * standardNormal(random))
        return compareSides(
          sideOf(before.map(shaken)),
          sideOf(now.map((row, i) => ({ ...shaken(lose(row)), item: isPaired ? before[i]!.item : `o${i}` }))),
          settings(),
        )
      }
      for (let run = 0; run < Math.max(10, runs / 2); run++) {
        const needed = Math.max(...make(25, 0).tests.map((test) => test.needed ?? 0))
        asked.push(needed)
        add(tally, make(needed, 0.2))
      }
    }
    const [low, high] = binomialInterval(tally.failed, tally.runs, 0.95)
    console.log(
      `| ${name} | ${tally.runs} | ${((100 * tally.failed) / tally.runs).toFixed(1)} % [${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)}] | ${quantile(asked, 0.5).toFixed(0)} |`,
    )
  }
  console.log('\n### Other models, same questions\n\n| case | runs | exit 1 | undecided |\n| --- | ---: | ---: | ---: |')
  for (const set of ['nq', 'sciq', 'triviaqa']) {
    const tally = empty()
    const [before, now] = ['llama-3-8b-instruct', 'gemma-2-2b-it'].map((model) => without(rowsOf.get(`qa-${set}-${model}.jsonl.gz`) ?? []))
    const byItem = new Map(now!.map((row) => [row.item, row]))
    for (let run = 0; run < runs; run++) {
      const first = draw(before!, 50)
      add(tally, compareSides(sideOf(first), sideOf(first.flatMap(({ item }) => byItem.get(item) ?? [])), settings()))
    }
    print(`${set}: llama-3-8b → gemma-2-2b, 50 pairs`, tally)
  }
}
