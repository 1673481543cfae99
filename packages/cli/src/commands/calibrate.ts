import { InvalidArgumentError, Option, type Command } from 'commander'
import { writeFile } from 'node:fs/promises'
import {
  baselinesOf,
  calibrate,
  DEFAULT_OPTIONS,
  FEATURES,
  LOCALES,
  numberFormat,
  type CalibrateOptions,
  type CalibrationReport,
  type FittedRow,
  type Locale,
} from '@logitscope/core'
import { createGatherer, type GatheredAnswers } from '../calibrate/gather-answers.ts'
import { readLabels } from '../calibrate/read-labels.ts'
import { CALIBRATION_WORDS } from '../calibrate/words/index.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { localeOf, voiceOf, type Host } from '../host.ts'
import { calibrationPage } from '../html/calibration/page.ts'
import { listInputs } from '../input/list-inputs.ts'
import { loadLanguageDetector } from '../language/detect-language.ts'
import { loadProfile } from '../load-profile.ts'
import { createAnalyzer } from '../pipeline/analyzer.ts'
import { createComplaints } from '../pipeline/complaints.ts'
import { jsonLine } from '../pipeline/json-line.ts'
import { readAnswers, unreadableFile } from '../pipeline/read-answers.ts'
import { calibrationReport } from '../report/calibration-report.ts'
import { createProgress } from '../terminal/progress.ts'
import { showPending } from '../terminal/show-pending.ts'
import { UsageError } from '../usage-error.ts'
import type { CommandContext } from './command-context.ts'
import { addInputOptions, addTerminalOptions, inputsOf } from './input-options.ts'
import { share, shares, wholeNumber } from './parse-number.ts'

interface Options {
  readonly json?: boolean
  readonly output?: string
  readonly html?: string
  readonly rows?: string
  readonly quantiles?: readonly number[]
  readonly reportLanguage?: Locale
  readonly profile?: string
  readonly name: string
  readonly labels?: string
  readonly uniform?: boolean
  readonly model?: string
  readonly template?: string
  readonly language?: string
  readonly levels: readonly number[]
  readonly confidence: number
  readonly promise?: number
  readonly precision?: readonly number[]
  readonly recall?: readonly number[]
  readonly costWrong: number
  readonly costReview: number
  readonly whatIf?: readonly number[]
  readonly seed: number
  readonly format?: string
  readonly color?: boolean
  readonly quiet?: boolean
}

const EXAMPLES = `
Examples:
  $ logitscope calibrate answers.jsonl                    answers with a label each ("correct": true): how good a risk they give
  $ logitscope calibrate answers.jsonl -o profile.json    keep it; analyze, score and the server read it with --profile
  $ logitscope calibrate traces.ndjson --labels labels.csv --uniform
                                                          labels by trace id, of answers that were drawn uniformly
  $ logitscope calibrate answers.jsonl --promise 0.2 -o profile.json
                                                          verdicts pass only what keeps “at most 20 % of the answered are wrong”
  $ logitscope calibrate answers.jsonl --what-if 0.3,0.5  how much would be answered, and how much of it be wrong
  $ logitscope calibrate answers.jsonl --recall 0.8 --cost-wrong 5 --cost-review 1
                                                          thresholds for looking at answers, with what they reach and cost
  $ logitscope calibrate answers.jsonl --html report.html a page that opens from disk and needs no network
  $ logitscope calibrate unlabelled.jsonl --quantiles 0.05
                                                          no labels: what is unusual for each model and language

A group is a model in a language with a prompt version. Records that do not name their model are grouped by their file's name.
Exit code: 0, also where every group is refused (the report says why); 2 for bad usage, unreadable input, or no label at all.`

const number = (text: string): number => {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) throw new InvalidArgumentError('It takes a number of at least 0.')
  return value
}

/** `logitscope calibrate`: from labelled answers to a profile. */
export function registerCalibrate(program: Command, { host, done }: CommandContext): void {
  const command = program.command('calibrate').description('fit risks of error to labelled answers, and say what may be promised')
  addTerminalOptions(
    addInputOptions(command)
      .option('--json', 'the profile as one line of JSON on the standard output, nothing else')
      .option('-o, --output <file>', 'write the profile to a file')
      .option('--profile <file>', 'the profile to put the groups into; default: the starting profile')
      .option('--name <name>', 'name of the new profile', DEFAULT_OPTIONS.name)
      .option(
        '--labels <file>',
        'labels by trace id, or the id that the record gives itself: CSV or JSON with traceId, label, and optionally samplingProbability',
      )
      .option('--uniform', 'labels of --labels without a samplingProbability were drawn uniformly: promises may rest on them')
      .option('--model <name>', 'the model of all answers')
      .option('--template <name>', 'the prompt version of all answers')
      .option('--language <tag>', 'the language of all answers; default: what the record says, else detected')
      .option('--levels <shares>', 'levels of the promises', shares, DEFAULT_OPTIONS.promises.levels)
      .option('--confidence <share>', 'confidence of the promise about the answered', share, DEFAULT_OPTIONS.promises.confidence)
      .option('--promise <share>', 'the promise that verdicts keep: at most this share of the answered is wrong', share)
      .option('--precision <shares>', 'thresholds for looking at answers: this share of those looked at is wrong', shares)
      .option('--recall <shares>', 'thresholds for looking at answers: this share of the wrong ones is looked at', shares)
      .option('--cost-wrong <cost>', 'what a wrong answer costs', number, DEFAULT_OPTIONS.costs.wrong)
      .option('--cost-review <cost>', 'what looking at an answer costs', number, DEFAULT_OPTIONS.costs.review)
      .option('--what-if <risks>', 'answered share and error at these risks', shares)
      .option(
        '--quantiles <shares>',
        'also, and without any label: the least probable shares of each group’s own answers, such as 0.05; they say what is unusual and make no claim of being right',
        shares,
      )
      .option('--html <file>', 'write the report as a self-contained page, with a slider for what-if')
      .option(
        '--rows <file>',
        'write the fitted answers as JSON Lines: group, fold, label, out-of-fold risk and features, to check them with other tools',
      )
      .addOption(new Option('--report-language <tag>', 'language of the report; default: that of the environment').choices([...LOCALES]))
      .option('--seed <n>', 'of the random numbers that fold and resample', wholeNumber(0), DEFAULT_OPTIONS.seed),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (files: string[], options: Options) => {
      done(await run(files, options, host))
    })
}

function settingsOf(options: Options, profile: CalibrateOptions['profile']): Partial<CalibrateOptions> {
  if (options.costWrong <= 0) throw new UsageError('--cost-wrong must be above 0')
  const { promise, levels } = options
  return {
    profile,
    name: options.name,
    promises: {
      levels: promise === undefined || levels.includes(promise) ? levels : [...levels, promise].sort((a, b) => a - b),
      confidence: options.confidence,
    },
    policy: promise === undefined ? null : { kind: 'error-among-answered', level: promise },
    targets: [
      ...(options.precision ?? []).map((target) => ({ kind: 'precision', target }) as const),
      ...(options.recall ?? []).map((target) => ({ kind: 'recall', target }) as const),
    ],
    costs: { wrong: options.costWrong, review: options.costReview },
    whatIf: options.whatIf ?? [],
    seed: options.seed,
  }
}

async function run(args: readonly string[], options: Options, host: Host): Promise<ExitCode> {
  const profile = await loadProfile(options.profile)
  const settings = settingsOf(options, profile)
  const inputs = await listInputs(inputsOf(args, host))
  const complaints = createComplaints(host.stderr)
  for (const problem of inputs.problems) await complaints.unreadable(unreadableFile(problem))
  const fromFile = options.labels === undefined ? { labels: [], issues: [] } : await readLabels(options.labels, host.stdin)
  const gatherer = createGatherer({
    detector: await loadLanguageDetector(),
    labels: fromFile.labels,
    uniform: options.uniform === true,
    ...(options.model === undefined ? {} : { model: options.model }),
    ...(options.template === undefined ? {} : { template: options.template }),
    ...(options.language === undefined ? {} : { language: options.language }),
  })
  const progress = createProgress({ terminal: options.quiet === true ? null : host.errorTerminal, files: inputs.files })
  for await (const item of readAnswers(inputs.files, {
    stdin: host.stdin,
    choices: true,
    onBytes: progress.addBytes,
    afterBlock: showPending(host, progress),
    analyze: await createAnalyzer({ ...profile, groups: [], pools: [], refused: [] }, options.language),
    ...(options.format === undefined ? {} : { format: options.format }),
  })) {
    if (item.kind === 'unreadable') await complaints.unreadable(item)
    else if (item.kind === 'remark') {
      if (options.quiet !== true || item.bad === true) await complaints.remark(item)
    } else {
      progress.addAnswer()
      gatherer.add(item.file, item.trace, item.analysis, item.label, item.judged)
    }
  }
  progress.stop()
  const bad = (await complaints.end()) > 0
  const gathered = gatherer.end()
  await tellIssues(host, { ...gathered, issues: [...fromFile.issues, ...gathered.issues] })
  if (gathered.answers.length === 0 && (options.quantiles === undefined || gathered.all.length === 0)) {
    await host.stderr.write(
      `no labels: none of ${gathered.unlabelled + gathered.unsure.length} answers says whether it was right ("correct": true in its record, or --labels FILE); --quantiles says without labels what is unusual\n`,
    )
    return EXIT.bad
  }
  if (host.errorTerminal !== null && options.quiet !== true) {
    await host.stderr.write(`fitting ${gathered.answers.length} labelled answers …\n`)
    await host.stderr.flush()
  }
  const rows: string[] = []
  const fitted = calibrate(gathered.answers, gathered.unsure, {
    ...settings,
    ...(options.rows === undefined ? {} : { onRow: (row) => rows.push(rowLine(row)) }),
  })
  if (options.rows !== undefined) await writeTo(options.rows, rows.join(''))
  const report = options.quantiles === undefined ? fitted : { ...fitted, baselines: baselinesOf(gathered.all, options.quantiles) }
  await put(report, options, host)
  return bad ? EXIT.bad : EXIT.ok
}

async function tellIssues(host: Host, { issues, unlabelled }: Pick<GatheredAnswers, 'issues' | 'unlabelled'>): Promise<void> {
  for (const { code, count, example, message } of issues)
    await host.stderr.write(`${code}: ${count} ${message}${example === '' ? '' : ` (such as ${example})`}\n`)
  if (unlabelled > 0) await host.stderr.write(`no-label: ${unlabelled} answers without a label are left out\n`)
}

/** Features that an answer lacks are left out. */
function rowLine({ features, ...row }: FittedRow): string {
  const named = FEATURES.map((name, i) => [name, features[i] ?? NaN] as const).filter(([, value]) => !Number.isNaN(value))
  return jsonLine({ ...row, features: Object.fromEntries(named) })
}

async function writeTo(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text)
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${(error as Error).message}`)
  }
}

async function put(report: CalibrationReport, options: Options, host: Host): Promise<void> {
  const locale = localeOf(options.reportLanguage, host.environment)
  if (options.output !== undefined) await writeTo(options.output, `${JSON.stringify(report, null, 2)}\n`)
  if (options.html !== undefined) await writeTo(options.html, calibrationPage(report, locale))
  const speaker = { locale, words: CALIBRATION_WORDS[locale], numbers: numberFormat(locale, { minus: '-' }) }
  await host.stdout.write(options.json === true ? jsonLine(report) : calibrationReport(report, speaker, voiceOf(host, options.color).style))
}
