import { Option, type Command } from 'commander'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { addServerOptions, callServer, withServer, type ServerOptions } from '../remote/local-server.ts'
import { createFileWriter } from '../terminal/file-writer.ts'
import { UsageError } from '../usage-error.ts'
import type { CommandContext } from './command-context.ts'
import { wholeNumber } from './parse-number.ts'

interface ExportOptions extends ServerOptions {
  readonly as?: string
  readonly format?: string
  readonly filter?: readonly string[]
  readonly limit?: number
  readonly out?: string
}

const FORMATS = ['jsonl', 'csv', 'parquet'] as const

const EXAMPLES = `
Examples:
  $ logitscope export > all.jsonl                      every answer with tokens, analysis and labels
  $ logitscope export --filter project=shop --filter action=review,requery
  $ logitscope export --filter range=metrics.avgLogprob::-2 --as csv --out low.csv
  $ logitscope export --as parquet --out answers.parquet
  $ logitscope export --filter from=2026-11-01 --filter label=correct,incorrect

Filters are those of the API: project, model, provider, promptVersion, language, session, user, item, tag, tier, action, finish, detection,
flagged, label, range, text, from, to (epoch ms, or a date). The JSON lines that are written here, logitscope import reads again.`

/** `logitscope export`: stored answers as JSON lines, CSV or Parquet. */
export function registerExport(program: Command, { host, done }: CommandContext): void {
  addServerOptions(program.command('export').description('write stored answers as JSON lines, CSV or Parquet'))
    .addOption(
      new Option(
        '--as <format>',
        'jsonl (default): everything, to be imported again; csv, parquet: one row an answer, without tokens; parquet needs --out',
      ).choices(FORMATS),
    )
    .addOption(new Option('--format <format>', 'the same as --as').choices(FORMATS))
    .option('--filter <name=value>', 'only answers of this filter; repeatable', (value: string, before: readonly string[] | undefined) => [
      ...(before ?? []),
      value,
    ])
    .option('--limit <n>', 'at most so many answers', wholeNumber(1))
    .option('--out <file>', 'write to a file instead of the standard output')
    .addHelpText('after', EXAMPLES)
    .action(async (options: ExportOptions) => {
      done(await exportAnswers(options, host))
    })
}

function queryOf(options: ExportOptions): URLSearchParams {
  if (options.as !== undefined && options.format !== undefined && options.as !== options.format)
    throw new UsageError(`--as ${options.as} and --format ${options.format} are two formats: give one`)
  const format = options.as ?? options.format ?? 'jsonl'
  if (format === 'parquet' && options.out === undefined)
    throw new UsageError('a Parquet file is no text: say where it goes with --out FILE')
  const query = new URLSearchParams({ format })
  for (const filter of options.filter ?? []) {
    const [name = '', ...rest] = filter.split('=')
    const value = rest.join('=')
    if (name === '' || rest.length === 0) throw new UsageError(`--filter takes name=value, got "${filter}"`)
    const time = (name === 'from' || name === 'to') && !/^-?\d+$/.test(value) ? Date.parse(value) : NaN
    if ((name === 'from' || name === 'to') && !/^-?\d+$/.test(value) && Number.isNaN(time))
      throw new UsageError(`--filter ${name}=… takes epoch ms or a date, got "${value}"`)
    query.append(name, Number.isNaN(time) ? value : String(time))
  }
  if (options.limit !== undefined) query.set('limit', String(options.limit))
  return query
}

async function exportAnswers(options: ExportOptions, host: Host): Promise<ExitCode> {
  const query = queryOf(options)
  const { out } = options
  return withServer(options, host, async (server) => {
    const response = await callServer(server, `/api/export?${query.toString()}`)
    const file =
      out === undefined
        ? null
        : await createFileWriter(out).catch((error: unknown) => {
            throw new UsageError(`cannot write ${out}: ${(error as Error).message}`)
          })
    const decoder = new TextDecoder()
    try {
      if (response.body !== null)
        for await (const piece of response.body as AsyncIterable<Uint8Array>)
          await (file === null ? host.stdout.write(decoder.decode(piece, { stream: true })) : file.writeBytes(piece))
      await file?.close()
    } catch (error) {
      await file?.abort()
      const cause = (error as { readonly cause?: Error }).cause
      if ((error as Error).name === 'TypeError') throw new UsageError(`the export broke off: ${cause?.message ?? (error as Error).message}`)
      throw error
    }
    return EXIT.ok
  })
}
