import { Option, type Command } from 'commander'
import { EXIT } from '../exit-code.ts'
import { voiceOf, type Host } from '../host.ts'
import { convertValues, UNITS, type Conversion, type Unit } from '../convert/convert-values.ts'
import { conversionTable } from '../convert/conversion-table.ts'
import { parseValue } from '../convert/parse-value.ts'
import { jsonLine } from '../pipeline/json-line.ts'
import { UsageError } from '../usage-error.ts'
import type { CommandContext } from './command-context.ts'
import { wholeNumber } from './parse-number.ts'

interface LogprobOptions {
  readonly from: Unit
  readonly to?: Unit
  readonly temperature?: number
  readonly vocabulary?: number
  readonly json?: boolean
  readonly color?: boolean
}

const EXAMPLES = `
Examples:
  $ logitscope logprob -2.3                          P, bits and logit of one log-probability
  $ logitscope logprob 0.98 --from probability --to bits
                                                     0.0291463
  $ logitscope logprob -0.5 -1.2 -2.0 -3.1           a list: shares renormalised, entropy, mass
  $ logitscope logprob 2.1 0.4 -1 --from logit       a model's raw scores: softmax over the list
  $ logitscope logprob -0.5 -2 -3.5 --vocabulary 50257
                                                     the interval that holds the entropy of the whole vocabulary

Units: logprob (natural logarithm, nats), probability (0.25 or 25%), bits (surprisal, -log2 P),
logit (ln P/(1-P); several of them are read as a model's raw scores).`

/** A number above 0. */
function positive(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value > 0) || !Number.isFinite(value))
    throw new UsageError(`--temperature must be a number above 0, got "${text}"`)
  return value
}

/** `logitscope logprob`: conversions between the ways to write a probability. */
export function registerLogprob(program: Command, { host, done }: CommandContext): void {
  program
    .command('logprob')
    .description('convert between log-probabilities, probabilities, bits and logits')
    .argument('[values...]', 'numbers; without any, they are read from the standard input')
    .addOption(new Option('--from <unit>', 'what the values are').choices([...UNITS]).default('logprob'))
    .addOption(new Option('--to <unit>', 'print only this, one value a line').choices([...UNITS]))
    .option('--temperature <t>', 'with --from logit and several values: divide by this before the softmax', positive)
    .option('--vocabulary <n>', 'size of the vocabulary that the list is the top of', wholeNumber(1))
    .option('--json', 'one line of JSON a value, and one for the list')
    .option('--color', 'colour the output even where it is no terminal')
    .option('--no-color', 'never colour (also: NO_COLOR)')
    .addHelpText('after', EXAMPLES)
    .action(async (values: string[], options: LogprobOptions) => {
      await logprob(values, options, host)
      done(EXIT.ok)
    })
}

async function readStdin(host: Host): Promise<readonly string[]> {
  if (host.stdinIsTerminal) throw new UsageError('nothing to convert: give one or more numbers')
  const blocks: Uint8Array[] = []
  for await (const block of host.stdin) blocks.push(block)
  const words = Buffer.concat(blocks)
    .toString()
    .split(/[\s,;]+/)
    .filter((word) => word !== '')
  if (words.length === 0) throw new UsageError('nothing to convert: the standard input holds no numbers')
  return words
}

async function logprob(args: readonly string[], options: LogprobOptions, host: Host): Promise<void> {
  const words = args.length > 0 ? args : await readStdin(host)
  const values = words.map((word) => parseValue(word, options.from))
  if (options.temperature !== undefined && (options.from !== 'logit' || values.length < 2))
    throw new UsageError('--temperature needs several values and --from logit')
  const conversion = convertValues(values, options.from, {
    ...(options.temperature === undefined ? {} : { temperature: options.temperature }),
    ...(options.vocabulary === undefined ? {} : { vocabulary: options.vocabulary }),
  })
  await host.stdout.write(render(conversion, options, host))
  await host.stdout.flush()
}

function render(conversion: Conversion, options: LogprobOptions, host: Host): string {
  const { rows, list } = conversion
  if (options.to !== undefined) {
    const { to } = options
    return options.json === true
      ? rows.map((row) => jsonLine({ input: row.input, [to]: row[to] })).join('')
      : rows.map((row) => `${plain(row[to])}\n`).join('')
  }
  if (options.json === true) return rows.map(jsonLine).join('') + (list === null ? '' : jsonLine({ list }))
  return conversionTable(conversion, voiceOf(host, options.color))
}

/** A number as a program wants it. */
function plain(value: number): string {
  if (value === Infinity) return 'inf'
  if (value === -Infinity) return '-inf'
  return String(Number(value.toPrecision(12)))
}
