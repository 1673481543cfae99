import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { StoreError } from '@logitscope/store'
import { backUpStore } from '@logitscope/store/sqlite'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { UsageError } from '../usage-error.ts'
import type { CommandContext } from './command-context.ts'
import { addServingOptions, resolveConfig, type ServingOptions } from './serving-options.ts'

interface BackupOptions extends ServingOptions {
  readonly json?: boolean
}

const EXAMPLES = `
Examples:
  $ logitscope backup logitscope-2026-11-25.db     while the server runs, or not
  $ logitscope backup copy.db --data /var/lib/logitscope

The copy is one consistent file. To go back to it: stop the server, put the file into an empty folder as logitscope.db, start with --data.`

/** `logitscope backup`: a consistent copy of the store, while reading and writing go on. */
export function registerBackup(program: Command, { host, done }: CommandContext): void {
  addServingOptions(program.command('backup').description('write a consistent copy of the store while it is in use'))
    .argument('<file>', 'the file to write; it must not be there yet')
    .option('--json', 'what was done as one line of JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, options: BackupOptions) => {
      done(await backup(file, options, host))
    })
}

async function backup(file: string, options: BackupOptions, host: Host): Promise<ExitCode> {
  const { data } = (await resolveConfig(options, host)).value
  if (existsSync(file)) throw new UsageError(`${file} is there already: name another file`)
  try {
    const { bytes, answers } = await backUpStore(data, resolve(file))
    await host.stdout.write(
      options.json === true
        ? `${JSON.stringify({ file: resolve(file), bytes, answers })}\n`
        : `${answers} answers, ${bytes} bytes written to ${file}\n`,
    )
  } catch (error) {
    if (StoreError.isInstance(error)) throw new UsageError(`the store in ${data} cannot be copied: ${error.message}`)
    throw error
  }
  return EXIT.ok
}
