/**
 * How often `logitscope check` fails where nothing is worse, and where something is, on real answers.
 *   npx tsx --conditions=@logitscope/source bench/check.ts [RUNS_A_SETTING] [SEED]
 * Reads the labelled answers of the shared test data; says so and ends where they are absent.
 */
import { createRecordReader } from '@logitscope/adapters'
import {
  analyze,
  binomialInterval,
  createRandom,
  GATE_DEFAULTS,
  shuffleInPlace,
  standardNormal,
  STARTING_PROFILE,
  type RandomSource,
} from '@logitscope/core'
import { readJsonLines, sharedPath } from '@logitscope/testkit'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { compareSides, type CheckResult } from '../packages/cli/src/check/compare-sides.ts'
import { CORRECT, DEFAULT_METRICS, MEASURED } from '../packages/cli/src/check/gate-metrics.ts'
import { createSide, type Side } from '../packages/cli/src/check/side.ts'

interface Row {
  readonly item: string
  readonly values: Readonly<Record<string, number | null>>
  readonly correct: boolean | null
}

const runs = Number(process.argv[2] ?? 200)
const seed = Number(process.argv[3] ?? 1)
const random: RandomSource = createRandom(seed)
const settings = { metrics: DEFAULT_METRICS, tolerances: {}, seed: 1, options: { ...GATE_DEFAULTS, rounds: 1999 } }

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

function readRows(path: string): Row[] {
  const reader = createRecordReader({})
  return [...reader.push(gunzipSync(readFileSync(path))), ...reader.end()].flatMap(({ traces, label }) =>
    traces.map((trace) => {
      const { avgLogprob, tailMeanLogprob } = analyze(trace, STARTING_PROFILE, { language: path.includes('-tr.') ? 'tr' : 'en' }).metrics
      return { item: trace.context.item ?? trace.id, values: { avgLogprob, tailMeanLogprob }, correct: label?.correct ?? null }
    }),
  )
}

interface Sample {
  readonly logprobs: readonly number[]
  readonly correct: 0 | 1
}

/** Five samples of each question, drawn anew by the same model: what a re-run really looks like. */
function readSamples(path: string): { readonly item: string; readonly samples: readonly Row[] }[] {
  return readJsonLines(path).map((record) => {
    const { id, samples } = record as { readonly id: string; readonly samples: readonly Sample[] }
    return {
      item: id,
      samples: samples.map(({ logprobs, correct }) => {
        const sorted = [...logprobs].sort((a, b) => a - b)
        const tail = sorted.slice(0, Math.max(1, Math.floor(sorted.length / 10)))
        const mean = (list: readonly number[]): number | null => (list.length === 0 ? null : list.reduce((a, b) => a + b, 0) / list.length)
        return { item: id, values: { avgLogprob: mean(logprobs), tailMeanLogprob: mean(tail) }, correct: correct === 1 }
      }),
    }
  })
}

const moved = (row: Row, by: () => number, item = row.item): Row => ({
  ...row,
  item,
  values: Object.fromEntries(Object.entries(row.values).map(([name, value]) => [name, value === null ? null : Math.min(0, value + by())])),
})

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
  const rowsOf = new Map(sets.map((file) => [file, readRows(join(folder, file))]))
  console.log('\n### Nothing is worse\n\n| case | runs | exit 1 | undecided |\n| --- | ---: | ---: | ---: |')
  const all = empty()
  for (const size of [25, 100, 400]) {
    const tally = empty()
    for (const rows of rowsOf.values())
      for (let run = 0; run < runs && rows.length >= 2 * size; run++) {
        const drawn = draw(rows, 2 * size)
        const result = compareSides(sideOf(drawn.slice(size)), sideOf(drawn.slice(0, size)), settings)
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
        const result = compareSides(sideOf(before), sideOf(now), settings)
        add(tally, result)
        add(all, result)
      }
    print(`the same ${size} questions, both runs with noise N(0, ${noise})`, tally)
  }
  const real = empty()
  for (const file of files.filter((one) => /^own-.*-(en|tr)\./.test(one) && !one.includes('-mcq-'))) {
    const questions = readSamples(join(folder, file))
    for (let run = 0; run < 4 * runs; run++) {
      const pairs = questions.map(({ samples }) => shuffleInPlace(random, [...samples]).slice(0, 2))
      const result = compareSides(sideOf(pairs.map(([a]) => a!)), sideOf(pairs.map(([, b]) => b!)), settings)
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
            settings,
          ),
        )
        add(unpaired, compareSides(sideOf(drawn.slice(size)), sideOf(worse), settings))
      }
      print(`${name}, ${size} pairs, noise N(0, 0.05)`, paired)
      print(`${name}, ${size} a side, other questions`, unpaired)
    }
  }
  console.log('\n### Other models, same questions\n\n| case | runs | exit 1 | undecided |\n| --- | ---: | ---: | ---: |')
  for (const set of ['nq', 'sciq', 'triviaqa']) {
    const tally = empty()
    const [before, now] = ['llama-3-8b-instruct', 'gemma-2-2b-it'].map((model) => without(rowsOf.get(`qa-${set}-${model}.jsonl.gz`) ?? []))
    const byItem = new Map(now!.map((row) => [row.item, row]))
    for (let run = 0; run < runs; run++) {
      const first = draw(before!, 50)
      add(tally, compareSides(sideOf(first), sideOf(first.flatMap(({ item }) => byItem.get(item) ?? [])), settings))
    }
    print(`${set}: llama-3-8b → gemma-2-2b, 50 pairs`, tally)
  }
}
