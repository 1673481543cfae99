import { InvalidArgumentError, Option, type Command } from 'commander'
import { FORMATS } from '@logitscope/adapters'
import type { ConfidenceOptions } from '@logitscope/core'
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
    .option(
      '--confidence-field <name>',
      'field of a JSON answer or tool call in which the model states its own confidence: a name or a path such as $.result.confidence',
    )
    .addOption(
      new Option(
        '--confidence-scale <least-greatest>',
        'the scale of that field, such as 0-100 or 1-5; default: only what is clear',
      ).argParser(scaleOf),
    )
}

/** What `addInputOptions` gives to a command. */
export interface InputChoices {
  readonly format?: string
  readonly confidenceField?: string
  readonly confidenceScale?: readonly [number, number]
}

function scaleOf(text: string): readonly [number, number] {
  const match = /^(-?\d+(?:\.\d+)?)-(-?\d+(?:\.\d+)?)$/.exec(text)
  const scale = [Number(match?.[1]), Number(match?.[2])] as const
  if (!(scale[0] < scale[1])) throw new InvalidArgumentError('It takes the least and the greatest number, such as 0-100.')
  return scale
}

/** How the records are to be read. */
export function readingOf({ format, confidenceField: field, confidenceScale: scale }: InputChoices): {
  readonly format?: string
  readonly confidence?: ConfidenceOptions
} {
  const confidence = { ...(field === undefined ? {} : { field }), ...(scale === undefined ? {} : { scale }) }
  return { ...(format === undefined ? {} : { format }), ...(field === undefined && scale === undefined ? {} : { confidence }) }
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
