import type { Command } from 'commander'
import { findSpeaker, groupKey, LEVELS, visibleText, type Analysis, type Profile, type Trace } from '@logitscope/core'
import { modelNameOf, withNames } from '../calibrate/model-name.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { voiceOf, type Host } from '../host.ts'
import { listInputs } from '../input/list-inputs.ts'
import { loadProfile } from '../load-profile.ts'
import { createAnalyzer } from '../pipeline/analyzer.ts'
import { createComplaints } from '../pipeline/complaints.ts'
import { unreadableLine } from '../pipeline/json-line.ts'
import { jsonOutput, tableOutput, type Output } from '../pipeline/outputs.ts'
import { readTraces, unreadableFile } from '../pipeline/read-answers.ts'
import { createProgress } from '../terminal/progress.ts'
import { showPending } from '../terminal/show-pending.ts'
import { UsageError } from '../usage-error.ts'
import type { CommandContext } from './command-context.ts'
import { addInputOptions, addTerminalOptions, inputsOf } from './input-options.ts'
import { wholeNumber } from './parse-number.ts'

interface Options {
  readonly json?: boolean
  readonly perToken?: boolean
  readonly profile: string
  readonly model?: string
  readonly template?: string
  readonly language?: string
  readonly limit?: number
  readonly format?: string
  readonly color?: boolean
  readonly quiet?: boolean
}

const EXAMPLES = `
Examples:
  $ logitscope score new.jsonl --profile profile.json            the riskiest answers first
  $ logitscope score new.jsonl --profile profile.json --json     one line of JSON an answer, with its errorRisk

The risk of an answer is that of its model, language and prompt version; where the profile holds none, of the level above, and that is said.
Exit code: 0, or 2 for bad usage, unreadable input, or a profile that holds nothing calibrated.`

/** `logitscope score`: the calibrated risk of each answer. */
export function registerScore(program: Command, { host, done }: CommandContext): void {
  const command = program.command('score').description('say how likely each answer is wrong, by a calibrated profile')
  addTerminalOptions(
    addInputOptions(command)
      .requiredOption('--profile <file>', 'the calibrated profile')
      .option('--json', 'one line of JSON an answer on the standard output, nothing else')
      .option('--per-token', 'with --json: the numbers of every token too')
      .option('--model <name>', 'the model of all answers')
      .option('--template <name>', 'the prompt version of all answers')
      .option('--language <tag>', 'the language of all answers')
      .option('--limit <n>', 'at most so many answers in the list (0: all; default 100)', wholeNumber(0)),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (files: string[], options: Options) => {
      done(await run(files, options, host))
    })
}

/** Counts who spoke for the answers, for one line at the end. */
function createTally(profile: Profile): { add: (trace: Trace, analysis: Analysis) => void; lines: () => readonly string[] } {
  const spoke = new Map<string, number>()
  const missing = new Map<string, number>()
  let refused = 0
  let notScorable = 0
  const count = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1)
  return {
    add(trace, { calibration, language }) {
      if (calibration === undefined) return
      if (calibration.reason === 'refused') refused += 1
      if (calibration.reason === 'not-scorable') notScorable += 1
      if (calibration.reason === null)
        count(spoke, `${calibration.level === 'group' ? 'group' : `level “${calibration.level ?? ''}”`} ${calibration.key ?? ''}`)
      if (calibration.level === 'group' || calibration.reason === 'refused') return
      const scope = { model: trace.source.model, language: language.tag, template: trace.context.promptVersion ?? '' }
      const speaker = findSpeaker(profile, { ...scope, languageSource: language.source })
      if (speaker === null || speaker.kind === 'pool') count(missing, groupKey(scope))
    },
    lines: () => [
      ...[...spoke].map(([who, times]) => `${times} scored by ${who}`),
      ...[...missing].slice(0, 5).map(([key, times]) => `${times} answers belong to ${key}, for which the profile holds no fit of its own`),
      ...(refused === 0 ? [] : [`${refused} not scored: calibration found no signal for their group`]),
      ...(notScorable === 0
        ? []
        : [`${notScorable} not scored: they hold no content, or no log-probabilities, and are never taken for confident`]),
    ],
  }
}

async function run(args: readonly string[], options: Options, host: Host): Promise<ExitCode> {
  if (options.perToken === true && options.json !== true) throw new UsageError('--per-token goes with --json')
  const profile = await loadProfile(options.profile)
  if (profile.groups.length === 0 && (profile.pools ?? []).length === 0) {
    const quantiles = (profile.baselines ?? []).map(
      ({ key }) => `  ${key}: only quantiles, which say what is unusual and not what is wrong`,
    )
    const why = (profile.refused ?? []).map(({ key, detail }) => `  ${key}: ${detail}`)
    throw new UsageError(
      [`profile ${options.profile} holds nothing calibrated (levels ${LEVELS.join(', ')} and groups are empty)`, ...why, ...quantiles].join(
        '\n',
      ),
    )
  }
  const inputs = await listInputs(inputsOf(args, host))
  const complaints = createComplaints(host.stderr)
  const selection = { keep: () => true, sort: null }
  const output: Output =
    options.json === true
      ? jsonOutput({ ...selection, limit: Infinity, stdout: host.stdout, perToken: options.perToken === true })
      : tableOutput({
          keep: () => true,
          sort: ({ analysis }) => analysis.errorRisk,
          limit: options.limit === undefined ? 100 : options.limit === 0 ? Infinity : options.limit,
          stdout: host.stdout,
          voice: voiceOf(host, options.color),
          profile,
          brief: false,
          show: null,
          files: inputs.files.map(({ path }) => path),
        })
  for (const problem of inputs.problems) {
    const item = unreadableFile(problem)
    if (options.json === true) await host.stdout.write(unreadableLine(item))
    await complaints.unreadable(item)
  }
  const progress = createProgress({ terminal: options.quiet === true ? null : host.errorTerminal, files: inputs.files })
  const analyze = await createAnalyzer(profile, options.language)
  const tally = createTally(profile)
  let answers = 0
  for await (const item of readTraces(inputs.files, {
    stdin: host.stdin,
    choices: true,
    onBytes: progress.addBytes,
    afterBlock: showPending(host, progress),
    ...(options.format === undefined ? {} : { format: options.format }),
  })) {
    if (item.kind === 'unreadable') {
      await complaints.unreadable(item)
      await output.take(item)
    } else if (item.kind === 'remark') {
      if (options.quiet !== true || item.bad === true) await complaints.remark(item)
    } else {
      answers += 1
      progress.addAnswer()
      const named = withNames(item.trace, { model: modelNameOf(item.trace, item.file, options.model), template: options.template })
      const analysis = analyze(named)
      tally.add(named, analysis)
      await output.take({ ...item, kind: 'answer', number: answers, analysis })
    }
  }
  progress.stop()
  await output.end(inputs.files.length)
  if (options.quiet !== true) for (const line of tally.lines()) await host.stderr.write(`${visibleText(line)}\n`)
  const bad = await complaints.end()
  return bad > 0 || answers === 0 ? EXIT.bad : EXIT.ok
}
