import { Option, type Command } from 'commander'
import { resolve } from 'node:path'
import type { Profile } from '@logitscope/core'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { voiceOf, type Host } from '../host.ts'
import { createHtmlReport } from '../html/write-report.ts'
import { listInputs } from '../input/list-inputs.ts'
import { loadProfile } from '../load-profile.ts'
import { createAnalyzer } from '../pipeline/analyzer.ts'
import { createComplaints } from '../pipeline/complaints.ts'
import { answerFilter, FILTERS } from '../pipeline/filters.ts'
import { readAnswers, unreadableFile } from '../pipeline/read-answers.ts'
import { SORT_KEYS } from '../pipeline/sort-keys.ts'
import { createProgress } from '../terminal/progress.ts'
import { showPending } from '../terminal/show-pending.ts'
import { UsageError } from '../usage-error.ts'
import type { CommandContext } from './command-context.ts'
import { addInputOptions, addTerminalOptions, inputsOf, readingOf, type InputChoices } from './input-options.ts'
import { wholeNumber } from './parse-number.ts'
import { htmlOutput, jsonOutput, tableOutput, type Output } from '../pipeline/outputs.ts'

export interface AnalyzeOptions extends InputChoices {
  readonly json?: boolean
  readonly perToken?: boolean
  readonly html?: string
  readonly profile?: string
  readonly language?: string
  readonly sort?: string
  readonly only?: string
  readonly limit?: number
  readonly show?: number
  readonly color?: boolean
  readonly quiet?: boolean
}

const EXAMPLES = `
Examples:
  $ logitscope analyze answer.json                     one answer: tokens, metrics, what was found, verdict
  $ logitscope analyze runs/ --only flagged            every flagged answer of a folder, one line each
  $ logitscope analyze 'runs/**/*.jsonl.gz' --sort avgLogprob --limit 20
                                                       the 20 least probable answers
  $ logitscope analyze runs.jsonl --show 17            everything about the 17th answer of the list
  $ logitscope analyze runs.jsonl --html report.html   a page that opens from disk and needs no network
  $ curl … | logitscope analyze --json | jq .verdict   one line of JSON an answer

Sort by (the worst first): ${Object.keys(SORT_KEYS).join(', ')}.
Exit code: 0, or 2 for bad usage or where something could not be read (the rest is still read).`

/** Answers in a list, and in a page, unless more are asked for. */
const LIST_LIMIT = 100
const PAGE_LIMIT = 200

/** `logitscope analyze`: what the log-probabilities of recorded answers say. */
export function registerAnalyze(program: Command, { host, done }: CommandContext): void {
  const command = program.command('analyze').description('read recorded answers and report what their log-probabilities say')
  addTerminalOptions(
    addInputOptions(command)
      .option('--json', 'one line of JSON an answer on the standard output, nothing else')
      .option('--per-token', 'with --json: the numbers of every token too')
      .option('--html <file>', 'write a self-contained page')
      .option('--profile <file>', 'thresholds, bands and rules; default: the starting profile')
      .option('--language <tag>', 'language of the answers, such as en or tr; default: what the record says, else detected')
      .addOption(
        new Option('--sort <metric>', 'the worst answers first (without --limit, every line is held until the end)').choices(
          Object.keys(SORT_KEYS),
        ),
      )
      .addOption(new Option('--only <which>', 'only answers with this verdict; flagged: any but pass').choices(FILTERS))
      .option('--limit <n>', `at most so many answers (0: all; default ${LIST_LIMIT} in the list, ${PAGE_LIMIT} in a page)`, wholeNumber(0))
      .option('--show <n>', 'everything about one answer, by its number in the list', wholeNumber(1)),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (files: string[], options: AnalyzeOptions) => {
      done(await analyzeFiles(files, options, host))
    })
}

function checkOptions(options: AnalyzeOptions): void {
  if (options.perToken === true && options.json !== true) throw new UsageError('--per-token goes with --json')
  const { language } = options
  if (language !== undefined && !/^[a-z]{2,3}(?:-[a-z0-9]{1,8})*$/i.test(language))
    throw new UsageError(`--language takes a tag such as en or tr, got "${language}"`)
  if (options.show === undefined) return
  for (const [name, value] of [
    ['--sort', options.sort],
    ['--only', options.only],
    ['--limit', options.limit],
  ] as const)
    if (value !== undefined) throw new UsageError(`--show picks one answer by its number: it does not go with ${name}`)
}

/** Nothing to read leaves no page behind. */
function withoutPage({ html: _, ...options }: AnalyzeOptions): AnalyzeOptions {
  return options
}

const limitOf = (asked: number | undefined, usual: number): number => (asked === undefined ? usual : asked === 0 ? Infinity : asked)

async function openOutputs(options: AnalyzeOptions, host: Host, profile: Profile, files: readonly string[]): Promise<readonly Output[]> {
  const { show } = options
  const selection = {
    keep: show === undefined ? answerFilter(options.only) : (answer: { readonly number: number }) => answer.number === show,
    sort: options.sort === undefined ? null : (SORT_KEYS[options.sort] ?? null),
  }
  const outputs: Output[] = []
  if (options.html !== undefined) {
    const report = await createHtmlReport(options.html).catch((error: unknown) => {
      throw new UsageError(`cannot write ${options.html ?? ''}: ${(error as Error).message}`)
    })
    outputs.push(
      htmlOutput({
        ...selection,
        limit: limitOf(options.limit, PAGE_LIMIT),
        report,
        path: options.html,
        stderr: host.stderr,
        profile,
        files,
      }),
    )
  }
  if (options.json === true)
    outputs.push(
      jsonOutput({ ...selection, limit: limitOf(options.limit, Infinity), stdout: host.stdout, perToken: options.perToken === true }),
    )
  else {
    outputs.push(
      tableOutput({
        ...selection,
        limit: limitOf(options.limit, LIST_LIMIT),
        stdout: host.stdout,
        voice: voiceOf(host, options.color),
        profile,
        brief: options.html !== undefined && options.show === undefined,
        show: show ?? null,
        files,
      }),
    )
  }
  return outputs
}

async function analyzeFiles(args: readonly string[], options: AnalyzeOptions, host: Host): Promise<ExitCode> {
  checkOptions(options)
  const profile = await loadProfile(options.profile)
  const inputs = await listInputs(inputsOf(args, host))
  const page = options.html === undefined ? null : resolve(options.html)
  const files = inputs.files.filter((file) => resolve(file.path) !== page)
  const complaints = createComplaints(host.stderr)
  const outputs = await openOutputs(
    files.length === 0 ? withoutPage(options) : options,
    host,
    profile,
    files.map((file) => file.path),
  )
  for (const problem of inputs.problems) {
    const item = unreadableFile(problem)
    await complaints.unreadable(item)
    for (const output of outputs) await output.take(item)
  }
  const progress = createProgress({ terminal: options.quiet === true ? null : host.errorTerminal, files })
  let answers = 0
  try {
    const settings = {
      stdin: host.stdin,
      onBytes: progress.addBytes,
      afterBlock: showPending(host, progress),
      analyze: await createAnalyzer(profile, options.language),
      ...readingOf(options),
    }
    for await (const item of readAnswers(files, settings)) {
      if (item.kind === 'remark') {
        if (options.quiet !== true || item.bad === true) await complaints.remark(item)
        continue
      }
      if (item.kind === 'answer') {
        answers += 1
        progress.addAnswer()
      } else await complaints.unreadable(item)
      for (const output of outputs) await output.take(item)
    }
    progress.stop()
    for (const output of outputs) await output.end(files.length)
  } catch (error) {
    progress.stop()
    for (const output of outputs) await output.abort()
    throw error
  }
  const bad = await complaints.end()
  if (options.show !== undefined && options.show > answers) {
    await host.stderr.write(`there is no answer ${options.show}: the input holds ${answers}\n`)
    return EXIT.bad
  }
  return bad > 0 || answers === 0 ? EXIT.bad : EXIT.ok
}
