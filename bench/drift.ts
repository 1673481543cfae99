/**
 * False alarms and delay of the drift monitor, beside plain detectors, on simulated traffic drawn from real answers.
 *   npx tsx --conditions=@logitscope/source bench/drift.ts CASE ANSWERS_PER_DAY RUNS [SEED]
 * CASE: unchanged · mix (other shares of the templates from a random hour on) · answers, sessions (a tenth of them loses 0.5 nats from then on) · half
 * (of the answers lose 1 nat) · decay (all answers lose more and more, 0.5 nats after 14 days) · longer (answers, after a baseline of four weeks).
 * installation: nothing changes in four projects at once, each with its part of the budget and two metrics that are watched apart.
 * Two weeks of baseline, then 30 days. Unchanged: the whole budget of an installation; else that of its first project. Prints rows of docs/drift.md. Reads the answers of the shared test data; says so and ends where they are absent.
 */
import { binomialInterval, createRandom, driftBudgetShare, DRIFT_DEFAULTS } from '@logitscope/core'
import { sharedPath } from '@logitscope/testkit'
import { WATCHED } from '../packages/server/src/drift/observe-answer.ts'
import { distributionOf, readMeanLogprobs, type Distribution } from './drift/answers.ts'
import { OURS, simulate, type Outcome, type Setting } from './drift/simulate.ts'
import type { Change } from './drift/traffic.ts'

const MODELS = ['llama-3-8b-instruct', 'gemma-2-2b-it', 'phi-3-mini', 'llama-3-70b-instruct']
const OWN = ['own-gemma-3-270m-en', 'own-gemma-3-270m-tr']
const INTRACLASS = 0.3
const SHARES = [0.4, 0.25, 0.15, 0.12, 0.08]
const CHANGES: Readonly<Record<string, Change>> = {
  unchanged: { kind: 'none' },
  mix: { kind: 'mix', shares: [0.2, 0.25, 0.15, 0.12, 0.28] },
  answers: { kind: 'degraded', of: 'answers', share: 0.1, nats: 0.5 },
  sessions: { kind: 'degraded', of: 'sessions', share: 0.1, nats: 0.5 },
  half: { kind: 'degraded', of: 'answers', share: 0.5, nats: 1 },
  decay: { kind: 'decay', nats: 0.5, hours: 14 * 24 },
  installation: { kind: 'none' },
  longer: { kind: 'degraded', of: 'answers', share: 0.1, nats: 0.5 },
}

const [name = 'unchanged', size = '1000', runs = '20', seed = '1'] = process.argv.slice(2)
const change = CHANGES[name]
if (change === undefined) throw new RangeError(`the case must be one of ${Object.keys(CHANGES).join(', ')}, got ${name}`)

function load(file: string): Distribution | null {
  const path = sharedPath(`corpora/${file}.jsonl.gz`)
  return path === null ? null : distributionOf(file, readMeanLogprobs(path), INTRACLASS)
}

const percent = (hits: number, of: number): string => {
  const [low, high] = binomialInterval(hits, of, 0.95)
  return `${hits} of ${of}: ${((100 * hits) / of).toFixed(2)} % [${(100 * low).toFixed(2)}–${(100 * high).toFixed(2)}]`
}

function report(outcomes: readonly Outcome[]): void {
  const watched = outcomes.filter(({ watched: yes }) => yes)
  console.log(`\n${name}, ${size} answers a day, ${outcomes.length} runs, seed ${seed}; watched ${watched.length}`)
  const within = watched.filter(({ alarms }) => alarms.some(({ component }) => component === 'within')).length
  const mix = watched.filter(({ mixCall }) => mixCall !== null).length
  const any = watched.filter(({ alarms }) => alarms.length > 0).length
  const slow = watched.flatMap(({ alarms }) => alarms).filter(({ detector }) => detector === 'slow').length
  console.log(
    `alarms: within ${percent(within, watched.length)} · mix ${percent(mix, watched.length)} · any ${percent(any, watched.length)} · of the slow detector ${slow}`,
  )
  for (const detector of Object.keys(watched[0]?.calls ?? {})) {
    const early = watched.filter((one) => one.early[detector] === true).length
    const fair = watched.filter((one) => one.early[detector] !== true)
    const delays = fair.map(({ calls }) => calls[detector] ?? Infinity).sort((a, b) => a - b)
    const at = (p: number): string => String(delays[Math.min(delays.length - 1, Math.floor(p * delays.length))] ?? '–')
    const found = delays.filter((delay) => delay < Infinity).length
    console.log(
      `| ${detector} | ${size} | before the change ${percent(early, watched.length)} | called ${found} of ${fair.length} | median ${at(0.5)} h | 90 % ${at(0.9)} h |`,
    )
  }
}

const own = OWN.map(load)
const models = MODELS.map((model) => [`qa-nq-${model}`, `qa-sciq-${model}`, `qa-triviaqa-${model}`].map(load))
const random = createRandom(Number(seed))
const outcomes: Outcome[] = []
for (let run = 0; run < Number(runs); run++) {
  const strata = [...(models[run % models.length] ?? []), ...own]
  if (strata.some((one) => one === null)) break
  const setting = (order: number): Setting => ({
    strata: strata as Distribution[],
    shares: SHARES,
    answersPerDay: Number(size),
    seed: Number(seed) * 1_000_000 + run + order * 100_000,
    change,
    options: {
      ...WATCHED,
      together: name !== 'installation',
      ...(change.kind === 'none' && name !== 'installation' ? {} : { budget: DRIFT_DEFAULTS.budget * driftBudgetShare(order) }),
      ...(name === 'longer' ? { baselineWeeks: 4 } : {}),
    },
    changeAfter: change.kind === 'none' ? Infinity : Math.floor(random() * 168),
  })
  const first = simulate(setting(0))
  const others = name === 'installation' ? [1, 2, 3].map((order) => simulate(setting(order))) : []
  // An installation calls where any of its projects does.
  outcomes.push({ ...first, alarms: [first, ...others].flatMap(({ alarms }) => alarms) })
}
if (outcomes.length > 0) report(outcomes)
if (outcomes.length > 0) console.log(`ours: ${OURS}; CPU ${(process.cpuUsage().user / 1e6).toFixed(0)} s`)
