import type { Command } from 'commander'
import { gzipSync } from 'node:zlib'
import type { IngestAnswer } from '@logitscope/core'
import { modelNameOf, withNames } from '../calibrate/model-name.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { problemOf } from '../input/input-problem.ts'
import { listInputs, type InputFile } from '../input/list-inputs.ts'
import { createComplaints } from '../pipeline/complaints.ts'
import { readTraces, unreadableFile } from '../pipeline/read-answers.ts'
import { isExport, linesOf } from '../remote/export-lines.ts'
import { addServerOptions, callServer, withServer, type ServerAccess, type ServerOptions } from '../remote/local-server.ts'
import { createProgress } from '../terminal/progress.ts'
import type { CommandContext } from './command-context.ts'
import { addInputOptions, inputsOf } from './input-options.ts'

interface ImportOptions extends ServerOptions {
  readonly format?: string
  readonly asProject?: string
  readonly model?: string
  readonly json?: boolean
  readonly quiet?: boolean
}

const EXAMPLES = `
Examples:
  $ logitscope import runs/                            every answer below a folder
  $ logitscope import labelled.jsonl.gz --as-project eval
                                                       with its labels, under one project
  $ logitscope import backup.jsonl                     what logitscope export wrote, labels and all

Importing the same file again stores nothing twice. Imported answers never raise alerts. A record without a time gets that of its import, and one
that does not name its model the name of its file, as calibrate does.`

const BATCH_BYTES = 4 * 1024 * 1024

/** `logitscope import`: puts recorded answers into the store, through the server that runs or one of its own. */
export function registerImport(program: Command, { host, done }: CommandContext): void {
  addServerOptions(addInputOptions(program.command('import').description('put recorded answers into the store')))
    .option('--as-project <name>', 'project of all of them (default: what the record says)')
    .option('--model <name>', 'model of all of them (default: what the record says, else the name of its file)')
    .option('--json', 'the counts as one line of JSON')
    .option('-q, --quiet', 'no progress bar and no remarks')
    .addHelpText('after', EXAMPLES)
    .action(async (files: string[], options: ImportOptions) => {
      done(await importFiles(files, options, host))
    })
}

interface Counts {
  stored: number
  duplicate: number
  conflict: number
  refused: number
}

/** Gathers lines and sends them in batches; adds up what became of them. */
function createSender(server: ServerAccess, host: Host, counts: Counts) {
  let lines: string[] = []
  let bytes = 0
  const flush = async (): Promise<void> => {
    if (lines.length === 0) return
    const body = gzipSync(lines.join('\n'), { level: 1 })
    lines = []
    bytes = 0
    const headers = { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' }
    const answer = (await (await callServer(server, '/api/traces?imported=true', { method: 'POST', headers, body })).json()) as IngestAnswer
    for (const name of ['stored', 'duplicate', 'conflict', 'refused'] as const) counts[name] += answer[name]
    for (const { outcome, id, issues } of answer.items)
      if (outcome === 'conflict' || outcome === 'refused')
        await host.stderr.write(
          `${id ?? 'an answer'}: ${outcome}${issues.map((issue) => `; ${issue.path === '' ? '' : `${issue.path}: `}${issue.message}`).join('')}\n`,
        )
  }
  return {
    add: async (line: string): Promise<void> => {
      lines.push(line)
      bytes += line.length
      if (bytes >= BATCH_BYTES) await flush()
    },
    flush,
  }
}

async function importFiles(args: readonly string[], options: ImportOptions, host: Host): Promise<ExitCode> {
  const inputs = await listInputs(inputsOf(args, host))
  const complaints = createComplaints(host.stderr)
  for (const problem of inputs.problems) await complaints.unreadable(unreadableFile(problem))
  const counts: Counts = { stored: 0, duplicate: 0, conflict: 0, refused: 0 }
  const progress = createProgress({ terminal: options.quiet === true ? null : host.errorTerminal, files: inputs.files })
  await withServer(options, host, async (server) => {
    const sender = createSender(server, host, counts)
    try {
      for (const file of inputs.files) {
        if (options.asProject === undefined && options.format === undefined && (await isExport(file))) await sendLines(file)
        else await sendTraces(file)
      }
      await sender.flush()
    } finally {
      progress.stop()
    }

    async function sendLines(file: InputFile): Promise<void> {
      try {
        for await (const line of linesOf(file, progress.addBytes)) {
          progress.addAnswer()
          await sender.add(line)
        }
      } catch (error) {
        await complaints.unreadable(unreadableFile(problemOf(file.path, error)))
      }
    }

    async function sendTraces(file: InputFile): Promise<void> {
      const settings = {
        stdin: host.stdin,
        onBytes: progress.addBytes,
        ...(options.format === undefined ? {} : { format: options.format }),
      }
      for await (const item of readTraces([file], settings)) {
        if (item.kind === 'unreadable') await complaints.unreadable(item)
        else if (item.kind === 'remark') {
          if (options.quiet !== true || item.bad === true) await complaints.remark(item)
        } else {
          progress.addAnswer()
          const { label } = item
          const named = withNames(item.trace, { model: modelNameOf(item.trace, item.file, options.model), template: undefined })
          const trace = options.asProject === undefined ? named : { ...named, context: { ...named.context, project: options.asProject } }
          await sender.add(JSON.stringify(label === undefined ? trace : { trace, label }))
        }
      }
    }
  })
  const bad = await complaints.end()
  const { stored, duplicate, conflict, refused } = counts
  await host.stdout.write(
    options.json === true
      ? `${JSON.stringify(counts)}\n`
      : `${stored} stored, ${duplicate} were there already${conflict > 0 ? `, ${conflict} in conflict with another answer of the same id` : ''}${refused > 0 ? `, ${refused} refused` : ''}\n`,
  )
  return bad > 0 || conflict > 0 || refused > 0 || stored + duplicate === 0 ? EXIT.bad : EXIT.ok
}
