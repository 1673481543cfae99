import { InvalidArgumentError, type Command } from 'commander'
import { GATE_DEFAULTS, type Profile } from '@logitscope/core'
import type { CheckResult, CheckSettings } from '../check/compare-sides.ts'
import { compareSides } from '../check/compare-sides.ts'
import { CORRECT, DEFAULT_METRICS, GATE_METRICS, MEASURED } from '../check/gate-metrics.ts'
import { checkJunit } from '../check/junit-report.ts'
import { checkMarkdown } from '../check/markdown-report.ts'
import { addAnswer, createSide, type Side } from '../check/side.ts'
import { checkReport } from '../check/terminal-report.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { voiceOf, type Host } from '../host.ts'
import { listInputs } from '../input/list-inputs.ts'
import { loadProfile } from '../load-profile.ts'
import { createAnalyzer } from '../pipeline/analyzer.ts'
import { createComplaints, type Complaints } from '../pipeline/complaints.ts'
import { jsonLine } from '../pipeline/json-line.ts'
import { readAnswers, unreadableFile } from '../pipeline/read-answers.ts'
import { createFileWriter } from '../terminal/file-writer.ts'
import { createProgress } from '../terminal/progress.ts'
import { showPending } from '../terminal/show-pending.ts'
import { UsageError } from '../usage-error.ts'
import type { CommandContext } from './command-context.ts'
import { addInputOptions, addTerminalOptions, inputsOf, readingOf, type InputChoices } from './input-options.ts'
import { wholeNumber } from './parse-number.ts'

interface CheckOptions extends InputChoices {
  readonly against: readonly string[]
  readonly json?: boolean
  readonly markdown?: string
  readonly junit?: string
  readonly metric?: readonly string[]
  readonly tolerance?: Readonly<Record<string, number>>
  readonly alpha: number
  readonly detect: number
  readonly seed: number
  readonly profile?: string
  readonly language?: string
  readonly color?: boolean
  readonly quiet?: boolean
}

const EXAMPLES = `
Examples:
  $ logitscope check now.jsonl --against base.jsonl         is anything worse than it was?
  $ logitscope check now/ --against base/ --tolerance 0.02  a mean loss of up to 0.02 nats is none
  $ logitscope check now.jsonl --against base.jsonl --markdown summary.md --junit report.xml

Answers to the same question (item, id, question or prompt) are compared with each other: far fewer are then needed.
Tested: ${DEFAULT_METRICS.join(', ')}; errorRisk too where the profile is calibrated; whether answers are right too, where labels are.
Metrics: ${Object.keys(GATE_METRICS).join(', ')}.
Exit code: 0 no significant loss, 1 a significant loss, 2 bad usage or something could not be read.`

const between =
  (low: number, high: number) =>
  (text: string): number => {
    const value = Number(text)
    if (!(text.trim() !== '' && value > low && value < high))
      throw new InvalidArgumentError(`It must be a number above ${low} and below ${high}.`)
    return value
  }

function addTolerance(text: string, before: Readonly<Record<string, number>> = {}): Readonly<Record<string, number>> {
  const at = text.indexOf('=')
  const metric = text.slice(0, Math.max(0, at))
  const number = text.slice(at + 1)
  const value = Number(number)
  if (metric !== '' && metric !== MEASURED && metric !== CORRECT && !Object.hasOwn(GATE_METRICS, metric))
    throw new InvalidArgumentError(`No metric is called "${metric}".`)
  if (number.trim() === '' || !(value >= 0 && value < Infinity)) throw new InvalidArgumentError('It must be a number of 0 or more.')
  return { ...before, [metric]: value }
}

function addMetric(name: string, before: readonly string[] = []): readonly string[] {
  if (!Object.hasOwn(GATE_METRICS, name)) throw new InvalidArgumentError(`Known are ${Object.keys(GATE_METRICS).join(', ')}.`)
  return before.includes(name) ? before : [...before, name]
}

/** `logitscope check`: a gate. Is what came now worse than the baseline? */
export function registerCheck(program: Command, { host, done }: CommandContext): void {
  const command = program.command('check').description('compare answers with a baseline and fail on a significant loss')
  addTerminalOptions(
    addInputOptions(command)
      .requiredOption(
        '--against <file>',
        'the baseline: a file, folder or pattern; may be repeated',
        (path, before: readonly string[] | undefined) => [...(before ?? []), path],
      )
      .option('--json', 'one line of JSON on the standard output, nothing else')
      .option('--markdown <file>', 'write a summary for the page of a CI run')
      .option('--junit <file>', 'write a JUnit report')
      .option('--metric <name>', `test this metric; may be repeated; default: ${DEFAULT_METRICS.join(', ')}`, addMetric)
      .option('--tolerance <value>', 'largest mean loss that is none, in the unit of the metric; of one metric: name=value', addTolerance)
      .option('--alpha <p>', 'chance of failing although nothing is worse', between(0, 0.5), GATE_DEFAULTS.alpha)
      .option(
        '--detect <sd>',
        'size of loss worth finding, in standard deviations: says how many answers are enough',
        between(0, 100),
        GATE_DEFAULTS.detect,
      )
      .option('--seed <n>', 'seed of the random signs and permutations', wholeNumber(0), 1)
      .option('--profile <file>', 'thresholds, bands and rules; default: the starting profile')
      .option('--language <tag>', 'language of the answers; default: what the record says, else detected'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (files: string[], options: CheckOptions) => {
      done(await check(files, options, host))
    })
}

interface Reading {
  readonly side: Side
  readonly failures: number
}

async function readSide(
  paths: readonly string[],
  name: 'baseline' | 'current',
  metrics: readonly string[],
  profile: Profile,
  options: CheckOptions,
  host: Host,
): Promise<Reading> {
  const inputs = await listInputs(paths)
  const complaints: Complaints = createComplaints(host.stderr)
  for (const problem of inputs.problems) await complaints.unreadable(unreadableFile(problem))
  const progress = createProgress({ terminal: options.quiet === true ? null : host.errorTerminal, files: inputs.files })
  const side = createSide()
  const settings = {
    stdin: host.stdin,
    onBytes: progress.addBytes,
    afterBlock: showPending(host, progress),
    analyze: await createAnalyzer(profile, options.language),
    ...readingOf(options),
  }
  try {
    for await (const item of readAnswers(inputs.files, settings)) {
      if (item.kind === 'answer') {
        addAnswer(side, item, name, metrics)
        progress.addAnswer()
      } else if (item.kind === 'unreadable') await complaints.unreadable(item)
      else if (item.bad === true || options.quiet !== true) await complaints.remark(item)
    }
  } finally {
    progress.stop()
  }
  return { side, failures: await complaints.end() }
}

async function writeFileWhole(path: string, text: string): Promise<void> {
  try {
    const writer = await createFileWriter(path)
    await writer.write(text)
    await writer.close()
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${(error as Error).message}`)
  }
}

function lineOf({ passed, decided, tests, mix, labels, warnings }: CheckResult): string {
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)
  return jsonLine({
    passed,
    decided,
    tests: tests.map(({ metric, paired, n, baseline, current, difference, p, adjusted, needed, loss, tolerance }) => ({
      metric,
      paired,
      n,
      baseline: finite(baseline),
      current: finite(current),
      difference: difference.map(finite),
      p,
      adjusted,
      needed,
      loss,
      tolerance,
    })),
    mix,
    ...(labels === null ? {} : { labels }),
    warnings,
  })
}

async function check(args: readonly string[], options: CheckOptions, host: Host): Promise<ExitCode> {
  const profile = await loadProfile(options.profile)
  const usual = profile.groups.length > 0 ? [...DEFAULT_METRICS, 'errorRisk'] : DEFAULT_METRICS
  const settings: CheckSettings = {
    metrics: options.metric ?? usual,
    tolerances: options.tolerance ?? {},
    seed: options.seed,
    options: { ...GATE_DEFAULTS, alpha: options.alpha, detect: options.detect },
  }
  if (options.against.includes('-')) throw new UsageError('the baseline is read from files: --against takes no "-"')
  const baseline = await readSide(options.against, 'baseline', settings.metrics, profile, options, host)
  const current = await readSide(inputsOf(args, host), 'current', settings.metrics, profile, options, host)
  for (const [name, { side }] of [
    ['the baseline', baseline],
    ['the input', current],
  ] as const) {
    if (side.answers > 0) continue
    await host.stderr.write(`there is nothing to compare: ${name} holds no answer\n`)
    return EXIT.bad
  }
  const result = compareSides(baseline.side, current.side, settings)
  if (!result.tests.some(({ metric }) => metric !== MEASURED)) {
    await host.stderr.write(
      `there is nothing to compare: ${settings.metrics.join(', ')} ${settings.metrics.length === 1 ? 'is' : 'are'} not known on both sides\n`,
    )
    return EXIT.bad
  }
  if (options.markdown !== undefined) await writeFileWhole(options.markdown, checkMarkdown(result, settings))
  if (options.junit !== undefined) await writeFileWhole(options.junit, checkJunit(result, settings))
  if (options.json === true) {
    await host.stdout.write(lineOf(result))
    if (options.quiet !== true) for (const { message } of result.warnings) await host.stderr.write(`note: ${message}\n`)
  } else await host.stdout.write(`${checkReport(result, settings, voiceOf(host, options.color)).join('\n')}\n`)
  if (!result.passed) return EXIT.found
  return baseline.failures + current.failures > 0 ? EXIT.bad : EXIT.ok
}
