import { Option, type Command } from 'commander'
import { FORMATS } from '@logitscope/adapters'
import { STDIN } from '../input/list-inputs.ts'
import type { Host } from '../host.ts'
import { UsageError } from '../usage-error.ts'

/** Names that `--format` takes. */
export const FORMAT_NAMES: readonly string[] = ['trace', 'columns', ...FORMATS.map((format) => format.api)]

/** What every command that reads recordings takes. */
export function addInputOptions(command: Command): Command {
  return command
    .argument('[files...]', `files, folders, quoted patterns such as 'runs/**/*.jsonl', or ${STDIN} for the standard input`)
    .addOption(
      new Option('--format <name>', 'read every record in this format instead of finding it from the content').choices(FORMAT_NAMES),
    )
}

/** Options about the terminal. */
export function addTerminalOptions(command: Command): Command {
  return command
    .option('--color', 'colour the output even where it is no terminal')
    .option('--no-color', 'never colour (also: NO_COLOR)')
    .option('-q, --quiet', 'no progress bar and no remarks')
}

/** What is to be read: the arguments, or the standard input where something is waiting there. */
export function inputsOf(files: readonly string[], host: Host): readonly string[] {
  if (files.length > 0) return files
  if (host.stdinIsTerminal) throw new UsageError('nothing to read: name a file, a folder or a pattern, or pipe something in')
  return [STDIN]
}
