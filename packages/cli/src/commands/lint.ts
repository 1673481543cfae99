import type { Command } from 'commander'
import { visibleText } from '@logitscope/core'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { voiceOf } from '../host.ts'
import { listInputs } from '../input/list-inputs.ts'
import { createComplaints } from '../pipeline/complaints.ts'
import { jsonLine, unreadableLine } from '../pipeline/json-line.ts'
import { readTraces, unreadableFile } from '../pipeline/read-answers.ts'
import { issueLines } from '../report/evidence-lines.ts'
import { createProgress } from '../terminal/progress.ts'
import { showPending } from '../terminal/show-pending.ts'
import type { CommandContext } from './command-context.ts'
import { addInputOptions, addTerminalOptions, inputsOf, readingOf, type InputChoices } from './input-options.ts'

interface LintOptions extends InputChoices {
  readonly json?: boolean
  readonly color?: boolean
  readonly quiet?: boolean
}

const EXAMPLES = `
Examples:
  $ logitscope lint answers.jsonl           every integrity issue, by answer
  $ logitscope lint runs/ --json            one line of JSON an answer: {file, index, evidence}
  $ curl … | logitscope lint && deploy      stops where an issue is found (exit code 1)

Exit code: 0 no issue, 1 an issue was found, 2 bad usage or something could not be read.`

/** `logitscope lint`: is what came back what it claims to be? */
export function registerLint(program: Command, { host, done }: CommandContext): void {
  const command = program
    .command('lint')
    .description('check what came back: placeholders, missing entries, impossible lists, text that the tokens do not spell')
  addTerminalOptions(addInputOptions(command).option('--json', 'one line of JSON an answer on the standard output, nothing else'))
    .addHelpText('after', EXAMPLES)
    .action(async (files: string[], options: LintOptions) => {
      done(await lint(files, options, host))
    })
}

async function lint(args: readonly string[], options: LintOptions, host: CommandContext['host']): Promise<ExitCode> {
  const inputs = await listInputs(inputsOf(args, host))
  const voice = voiceOf(host, options.color)
  const complaints = createComplaints(host.stderr)
  for (const problem of inputs.problems) {
    const item = unreadableFile(problem)
    if (options.json === true) await host.stdout.write(unreadableLine(item))
    await complaints.unreadable(item)
  }
  const progress = createProgress({ terminal: options.quiet === true ? null : host.errorTerminal, files: inputs.files })
  let answers = 0
  let withIssues = 0
  const settings = {
    stdin: host.stdin,
    onBytes: progress.addBytes,
    afterBlock: showPending(host, progress),
    ...readingOf(options),
  }
  for await (const item of readTraces(inputs.files, settings)) {
    if (item.kind === 'unreadable') {
      if (options.json === true) await host.stdout.write(unreadableLine(item))
      await complaints.unreadable(item)
    }
    if (item.kind !== 'trace') continue
    answers += 1
    progress.addAnswer()
    const { file, index, trace } = item
    const found = trace.evidence.issues.length > 0
    if (found) withIssues += 1
    if (options.json === true) await host.stdout.write(jsonLine({ file, index, evidence: trace.evidence }))
    else if (found) {
      const choice = trace.source.choice > 0 ? `, choice ${trace.source.choice}` : ''
      await host.stdout.write(
        `${voice.style.bold(`${visibleText(file)} #${index}${choice}`)}\n${issueLines(trace.evidence, voice).join('\n')}\n`,
      )
    }
  }
  progress.stop()
  if (options.json !== true && answers > 0) await host.stdout.write(summary(answers, withIssues))
  const bad = (await complaints.end()) > 0 || answers === 0
  return bad ? EXIT.bad : withIssues > 0 ? EXIT.found : EXIT.ok
}

function summary(answers: number, withIssues: number): string {
  const noun = answers === 1 ? 'answer' : 'answers'
  return withIssues === 0 ? `${answers} ${noun}, no integrity issues\n` : `${answers} ${noun}, ${withIssues} with issues\n`
}
