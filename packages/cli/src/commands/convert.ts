import { Option, type Command } from 'commander'
import { resolve } from 'node:path'
import type { Trace } from '@logitscope/core'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { listInputs, STDIN, type InputFile } from '../input/list-inputs.ts'
import { createComplaints } from '../pipeline/complaints.ts'
import { createLosses } from '../pipeline/losses.ts'
import { readTraces, unreadableFile, type ReadTrace } from '../pipeline/read-answers.ts'
import { encodeAs, TARGETS, type ConvertRecord } from '../pipeline/targets.ts'
import { createFileWriter } from '../terminal/file-writer.ts'
import { createProgress } from '../terminal/progress.ts'
import type { Writer } from '../terminal/writer.ts'
import { UsageError } from '../usage-error.ts'
import type { CommandContext } from './command-context.ts'
import { addInputOptions, inputsOf, readingOf, type InputChoices } from './input-options.ts'

interface ConvertOptions extends InputChoices {
  readonly to: string
  readonly out?: string
  readonly quiet?: boolean
}

const EXAMPLES = `
Examples:
  $ logitscope convert runs/ --to trace > traces.jsonl        everything that was read, in one form
  $ logitscope convert stream.sse --to openai-chat            a recorded stream as the body that would have come whole
  $ logitscope convert runs.jsonl --to columns --out c.jsonl  tokens and log-probabilities as plain lists, for research tools

Writes one line of JSON for each record; for each of its outputs with trace and columns. What the target cannot hold is counted by field on
the standard error. Exit code: 0, or 2 for bad usage or where something could not be read (the rest is still converted).`

/** `logitscope convert`: what was captured, in the form that another tool reads. */
export function registerConvert(program: Command, { host, done }: CommandContext): void {
  addInputOptions(program.command('convert').description('write recorded answers in another format, one line of JSON each'))
    .addOption(new Option('--to <format>', 'the format to write').choices(TARGETS).makeOptionMandatory())
    .option('--out <file>', 'write to a file instead of the standard output')
    .option('-q, --quiet', 'no progress bar, no remarks, no list of what was lost')
    .addHelpText('after', EXAMPLES)
    .action(async (files: string[], options: ConvertOptions) => {
      done(await convert(files, options, host))
    })
}

/** Gathers the outputs of one record, which come one behind the other. */
function createGroups(write: (record: ConvertRecord) => Promise<void>): {
  take: (item: ReadTrace) => Promise<void>
  end: () => Promise<void>
} {
  let first: ReadTrace | null = null
  let traces: Trace[] = []
  const end = async (): Promise<void> => {
    if (first === null) return
    const record = { traces, ...(first.label === undefined ? {} : { label: first.label }) }
    first = null
    traces = []
    await write(record)
  }
  return {
    async take(item) {
      if (first !== null && (first.file !== item.file || first.index !== item.index)) await end()
      first ??= item
      traces.push(item.trace)
    },
    end,
  }
}

interface Converted {
  readonly answers: number
  readonly bad: number
}

async function convertTo(
  out: Writer,
  files: readonly InputFile[],
  options: ConvertOptions,
  host: Host,
  unlisted: number,
): Promise<Converted> {
  const complaints = createComplaints(host.stderr)
  const losses = createLosses()
  const progress = createProgress({ terminal: options.quiet === true || host.stdoutIsTerminal ? null : host.errorTerminal, files })
  let answers = 0
  const groups = createGroups(async (record) => {
    const { body, lost } = encodeAs(options.to, record)
    if (options.to !== 'trace') losses.add(record, options.to, body, lost)
    await out.write(body)
  })
  const settings = { stdin: host.stdin, onBytes: progress.addBytes, ...readingOf(options) }
  try {
    for await (const item of readTraces(files, settings)) {
      if (item.kind === 'trace') {
        answers += 1
        progress.addAnswer()
        await groups.take(item)
      } else if (item.kind === 'unreadable') await complaints.unreadable(item)
      else if (options.quiet !== true || item.bad === true) await complaints.remark(item)
    }
    await groups.end()
  } finally {
    progress.stop()
  }
  const bad = unlisted + (await complaints.end())
  const lines = losses.lines()
  if (options.quiet !== true && lines.length > 0)
    await host.stderr.write(`${options.to} does not hold these fields (in how many records):\n${lines.join('\n')}\n`)
  return { answers, bad }
}

async function convert(args: readonly string[], options: ConvertOptions, host: Host): Promise<ExitCode> {
  const inputs = await listInputs(inputsOf(args, host))
  const target = options.out === undefined || options.out === STDIN ? null : options.out
  if (target !== null && inputs.files.some((file) => resolve(file.path) === resolve(target)))
    throw new UsageError(`--out ${target} is one of the files to read: name another`)
  const complaints = createComplaints(host.stderr)
  for (const problem of inputs.problems) await complaints.unreadable(unreadableFile(problem))
  const unlisted = await complaints.end()
  const codeOf = ({ answers, bad }: Converted): ExitCode => (bad > 0 || answers === 0 ? EXIT.bad : EXIT.ok)
  if (target === null) return codeOf(await convertTo(host.stdout, inputs.files, options, host, unlisted))
  const file = await createFileWriter(target).catch((error: unknown) => {
    throw new UsageError(`cannot write ${target}: ${(error as Error).message}`)
  })
  try {
    const converted = await convertTo(file, inputs.files, options, host, unlisted)
    if (converted.answers === 0) await file.abort()
    else await file.close()
    return codeOf(converted)
  } catch (error) {
    await file.abort()
    throw error
  }
}
