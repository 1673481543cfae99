import type { Command } from 'commander'
import { configJsonSchema, type Origin, type ServerConfig, type Setting } from '@logitscope/server'
import { EXIT } from '../exit-code.ts'
import { voiceOf, type Host } from '../host.ts'
import { jsonLine } from '../pipeline/json-line.ts'
import { tableLine, tableTitles } from '../report/table.ts'
import { displayWidth } from '../terminal/display-width.ts'
import type { CommandContext } from './command-context.ts'
import { addServingOptions, resolveConfig, type ResolvedConfig, type ServingOptions } from './serving-options.ts'

interface ConfigOptions extends ServingOptions {
  readonly json?: boolean
  readonly schema?: boolean
  readonly color?: boolean
}

const EXAMPLES = `
Examples:
  $ logitscope config                          what would hold now, and where each value came from
  $ logitscope config --port 8080 --json       the same for a program
  $ logitscope config --schema > schema.json   the JSON schema of the file, for an editor

Precedence: flags, then the environment (LOGITSCOPE_PORT, …), then the file, then the defaults.`

/** `logitscope config`: the configuration that would hold, and where each value came from. */
export function registerConfig(program: Command, { host, done }: CommandContext): void {
  addServingOptions(program.command('config').description('print the configuration that would hold, and where each value came from'))
    .option('--json', 'as one line of JSON')
    .option('--schema', 'print the JSON schema of the configuration file instead')
    .option('--color', 'colour the output even where it is no terminal')
    .option('--no-color', 'never colour (also: NO_COLOR)')
    .addHelpText('after', EXAMPLES)
    .action(async (options: ConfigOptions) => {
      if (options.schema === true) await host.stdout.write(`${JSON.stringify(configJsonSchema(), null, 2)}\n`)
      else {
        const loaded = await resolveConfig(options, host)
        const resolved = { ...loaded, value: withoutSecrets(loaded.value) }
        await host.stdout.write(options.json === true ? jsonOf(resolved) : tableOf(resolved, options, host))
      }
      done(EXIT.ok)
    })
}

/** Where the value of a setting stands in the assembled configuration. */
const FIELD: Readonly<Partial<Record<Setting, keyof ServerConfig>>> = { drain: 'drainMs', freeSpaceReserve: 'freeSpaceReserveBytes' }

/** Settings that hold for every upstream and are shown with them. */
const OF_UPSTREAMS: ReadonlySet<string> = new Set(['logprobs', 'topLogprobs', 'sampleRate'])

function entries({
  value,
  origins,
}: ResolvedConfig): readonly { readonly setting: Setting; readonly value: unknown; readonly origin: Origin }[] {
  return (Object.keys(origins) as Setting[])
    .filter((setting) => !OF_UPSTREAMS.has(setting))
    .map((setting) => ({ setting, value: value[FIELD[setting] ?? (setting as keyof ServerConfig)], origin: origins[setting] }))
}

/** Addresses of webhooks often hold their secret: only the host is shown. */
function withoutSecrets(config: ServerConfig): ServerConfig {
  return { ...config, webhooks: config.webhooks.map((one) => ({ ...one, url: `${new URL(one.url).origin}/…` })) }
}

const jsonOf = (resolved: ResolvedConfig): string => jsonLine({ file: resolved.file, config: resolved.value, origins: resolved.origins })

/** Lists and objects as one row for each of their leaves. */
function leaves(name: string, value: unknown): readonly (readonly [string, unknown])[] {
  const children = typeof value === 'object' && value !== null ? Object.entries(value) : []
  return children.length === 0 ? [[name, value]] : children.flatMap(([key, child]) => leaves(`${name}.${key}`, child))
}

const shown = (value: unknown): string => (value === null ? '–' : typeof value === 'string' ? value : JSON.stringify(value))

const from = (origin: Origin): string => (origin.kind === 'default' ? 'default' : `${origin.kind} ${origin.name}`)

function tableOf(resolved: ResolvedConfig, options: ConfigOptions, host: Host): string {
  const voice = voiceOf(host, options.color)
  const rows = entries(resolved).flatMap(({ setting, value, origin }) =>
    leaves(setting, value).map(([name, leaf]): readonly [string, string, string] => [name, shown(leaf), from(origin)]),
  )
  const widest = (column: 0 | 2): number => Math.max(...rows.map((row) => displayWidth(row[column])))
  const columns = [
    { title: 'setting', align: 'left', width: widest(0) },
    { title: 'from', align: 'left', width: widest(2) },
    { title: 'value', align: 'left', width: Math.max(20, voice.columns - widest(0) - widest(2) - 4) },
  ] as const
  const lines = rows.map(([setting, value, origin]) =>
    tableLine(columns, [{ text: setting }, { text: origin, ...(origin === 'default' ? { paint: voice.style.dim } : {}) }, { text: value }]),
  )
  return [tableTitles(columns, voice.style.bold), ...lines, ''].join('\n')
}
