/**
 * The detectors of a 200-token answer with five alternatives a token, each apart.
 * Run: npx tsx --conditions=@logitscope/source bench/detect.bench.ts
 */
import { bench, do_not_optimize, run } from 'mitata'
import {
  createStreamDetectors,
  detectAnomalies,
  findGlitchTokens,
  findHotspots,
  findRepetitions,
  findRepetitionsInText,
  findSuddenDrops,
  findSustainedLows,
} from '../packages/core/src/detect/index.ts'
import { createRandom } from '../packages/core/src/numeric/random.ts'
import { STARTING_PROFILE } from '../packages/core/src/profile/starting-profile.ts'
import { alignTokens } from '../packages/core/src/trace/alignment/index.ts'
import { columnsOf } from '../packages/core/src/trace/build-columns.ts'
import type { Token, Trace } from '../packages/core/src/trace/types.ts'
import { makeTrace } from './metrics-fixture.ts'

const TOKENS = 200
const { thresholds } = STARTING_PROFILE
const LEXICON = (
  ', . the of and to in a is that for it as was on with by he at from his an be this are or which had not were but have they all also one first its their after two ' +
  'new time city river state king school war music water light small large early world house people year called known born made part name century north south word'
).split(' ')

/** Words as often as in running text: the k-th about 1/k of the time. */
function reworded(trace: Trace, seed: number): Trace {
  const random = createRandom(seed)
  const word = (): string => LEXICON[Math.min(LEXICON.length - 1, Math.floor(Math.exp(random() * Math.log(LEXICON.length + 1)) - 1))]!
  const tokens = trace.tokens.map((token): Token => {
    const text = word()
    const { bytes: _, ...rest } = token
    return { ...rest, text: text.length === 1 && text !== 'a' ? text : ` ${text}` }
  })
  return { ...trace, tokens, output: { ...trace.output, text: tokens.map((token) => token.text).join('') } }
}

/** The same answer caught in a loop of a period after 50 tokens. */
function looping(trace: Trace, period: number): Trace {
  const tokens = trace.tokens.map((token, i) => ({ ...token, text: trace.tokens[i < 50 ? i : 50 + ((i - 50) % period)]!.text }))
  return { ...trace, tokens, output: { ...trace.output, text: tokens.map((token) => token.text).join('') } }
}

const traces = Array.from({ length: 32 }, (_, seed) => reworded(makeTrace(TOKENS, 5, seed), seed))
const loops = traces.map((trace, i) => looping(trace, 1 + i * 2))
const rules = traces.map((trace) => ({ ...trace, tokens: trace.tokens.map((token, i) => ({ ...token, text: i < 50 ? token.text : '-' })) }))
const prepared = traces.map((trace) => {
  const columns = columnsOf(trace)
  return { trace, columns, entropyLowerBits: new Float64Array(columns.count).fill(0.2), alignment: alignTokens(trace), thresholds }
})
let turn = 0
const next = (): number => (turn = (turn + 1) & 31)

bench('sudden drops', () => do_not_optimize(findSuddenDrops(prepared[next()]!.columns, thresholds)))
bench('low stretches', () => do_not_optimize(findSustainedLows(prepared[next()]!.columns, thresholds)))
bench('hotspots', () => {
  const { columns, trace, entropyLowerBits } = prepared[next()]!
  do_not_optimize(findHotspots(columns, trace.tokens, entropyLowerBits, thresholds))
})
bench('glitch tokens', () => {
  const { trace, alignment } = prepared[next()]!
  do_not_optimize(findGlitchTokens(trace.tokens, alignment, thresholds))
})
bench('repetition, running text', () => do_not_optimize(findRepetitions(traces[next()]!.tokens, thresholds)))
bench('repetition, loops of period 1 to 63', () => do_not_optimize(findRepetitions(loops[next()]!.tokens, thresholds)))
bench('repetition, one sign 150 times', () => do_not_optimize(findRepetitions(rules[next()]!.tokens, thresholds)))
bench('repetition in a text without tokens', () => do_not_optimize(findRepetitionsInText(traces[next()]!.output.text, thresholds)))
bench('the three sequential detectors, token by token', () => {
  const detectors = createStreamDetectors(thresholds)
  for (const token of traces[next()]!.tokens) do_not_optimize(detectors.push(token))
  do_not_optimize(detectors.end())
})
bench('all of them, placed in the text', () => do_not_optimize(detectAnomalies(prepared[next()]!)))

const { benchmarks } = await run({ format: 'quiet' })
console.log('| detectors, 200 tokens, top-5 | ns a token, least | median |\n|---|---|---|')
for (const { alias, runs } of benchmarks) {
  const { min, p50 } = runs[0]!.stats!
  console.log(`| ${alias} | ${(min / TOKENS).toFixed(0)} | ${(p50 / TOKENS).toFixed(0)} |`)
}
