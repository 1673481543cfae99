/**
 * Numeric metrics of a 200-token answer with five alternatives a token. Budget: 100 ns a token for the metrics.
 * Run: npx tsx --conditions=@logitscope/source bench/metrics.bench.ts
 */
import { bench, do_not_optimize, run, summary } from 'mitata'
import { computeMetrics, createMetricWorkspace, tokenColumns } from '../packages/core/src/metrics/index.ts'
import { createColumns } from '../packages/core/src/trace/columns.ts'
import { columnsOf } from '../packages/core/src/trace/build-columns.ts'
import { makeTrace } from './metrics-fixture.ts'
import { naiveMetrics } from './metrics-naive.ts'

const TOKENS = 200
const settings = { lowTokenLogprob: -3, lengthNormalizationAlpha: 1 }
const traces = Array.from({ length: 32 }, (_, seed) => makeTrace(TOKENS, 5, seed))
const built = traces.map((trace) => columnsOf(trace))
const columns = createColumns()
const workspace = createMetricWorkspace()
let turn = 0
const next = (): number => (turn = (turn + 1) & 31)

summary(() => {
  bench('naive: tokens.map(...) for each metric', () =>
    do_not_optimize(naiveMetrics(traces[next()]!.tokens, settings.lowTokenLogprob)),
  ).baseline(true)
  bench('metrics of given columns', () => {
    const at = next()
    do_not_optimize(computeMetrics(traces[at]!, built[at]!, settings, workspace))
  })
  bench('columns of a trace', () => do_not_optimize(columnsOf(traces[next()]!, columns)))
  bench('columns, then metrics', () => {
    const trace = traces[next()]!
    do_not_optimize(computeMetrics(trace, columnsOf(trace, columns), settings, workspace))
  })
  bench('per-token columns of an analysis', () => {
    const at = next()
    do_not_optimize(tokenColumns(built[at]!, { tokens: workspace.tokens, unusable: null }, TOKENS))
  })
})

const { benchmarks } = await run({ format: 'quiet' })
const rows = benchmarks.map(({ alias, runs }) => {
  const stats = runs[0]!.stats!
  return { alias, least: stats.min / TOKENS, middle: stats.p50 / TOKENS }
})
const baseline = rows[0]!
console.log('| 200 tokens, top-5 | ns a token, least | median | against naive (medians) |\n|---|---|---|---|')
for (const { alias, least, middle } of rows)
  console.log(`| ${alias} | ${least.toFixed(0)} | ${middle.toFixed(0)} | ${(baseline.middle / middle).toFixed(2)}× |`)
