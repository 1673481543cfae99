import { Option, type Command } from 'commander'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { loadConfig, TEXT_SETTINGS, type LoadedConfig } from '@logitscope/server'
import type { Host } from '../host.ts'
import { problemOf } from '../input/input-problem.ts'
import { UsageError } from '../usage-error.ts'

/** What the command line gives of the configuration, by commander's names. */
export interface ServingOptions {
  readonly config?: string
}

type Given = string | boolean | readonly string[] | undefined

/** The file that is read where none is named, when it is there. */
const USUAL_FILE = 'logitscope.json'

const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value]

/** The flags of everything that serves; what they mean is checked with the rest of the configuration, so that all of it is told at once. */
export function addServingOptions(command: Command): Command {
  return command
    .option('--port <number>', 'port to listen on; 0 takes a free one (default 4600)')
    .option('--host <address>', 'address to listen on; any but a loopback address needs access keys (default 127.0.0.1)')
    .option('--allowed-host <name>', 'a further name under which the pages may be opened; repeatable', collect)
    .option(
      '--public-url <url>',
      'address under which people reach the pages: for links in alerts, and a cookie for TLS alone (default: the address)',
    )
    .option('--data <folder>', 'folder of the store')
    .option(
      '--upstream <url>',
      'where requests go: URL or NAME=URL, as the client itself would use it; repeatable, the first is the default',
      collect,
    )
    .option(
      '--logprobs <mode>',
      'auto: ask for log-probabilities and take them out of the answer again; inject: leave them in; observe: ask for nothing (default auto)',
    )
    .option('--top-logprobs <n>', 'alternatives asked for (default 5)')
    .option('--sample-rate <share>', 'share of requests captured, 0 to 1 (default 1)')
    .option('--content <mode>', 'what is kept of prompts and answers: full, redacted or none (default full)')
    .option('--profile <file>', "thresholds, rules and calibrated groups (default: the store's active profile)")
    .option('--project <name>', 'project of answers whose request names none')
    .option('--verdict-header', 'add the verdict to whole answers as a header')
    .option('--verdict-comment', 'add the verdict to streams as a comment')
    .addOption(
      new Option('--log-level <level>', 'what is logged on the standard error').choices(['silent', 'error', 'warn', 'info', 'debug']),
    )
    .option('--config <file>', `configuration file (default: ${USUAL_FILE} in the current folder, where there is one)`)
}

const camel = (flag: string): string => flag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())

function flagsOf(options: ServingOptions): Record<string, string | readonly string[]> {
  const flags: Record<string, string | readonly string[]> = {}
  for (const { flag } of TEXT_SETTINGS) {
    const given = flag === undefined ? undefined : (options as Readonly<Record<string, Given>>)[camel(flag)]
    if (flag === undefined || given === undefined) continue
    flags[flag] = Array.isArray(given) ? given.map(String) : String(given)
  }
  return flags
}

async function configFileOf(named: string | undefined): Promise<{ readonly path: string; readonly text: string } | null> {
  const path = named ?? USUAL_FILE
  try {
    return { path, text: await readFile(path, 'utf8') }
  } catch (error) {
    if (named === undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new UsageError(`configuration ${path}: ${problemOf(path, error).message}`)
  }
}

export type ResolvedConfig = Extract<LoadedConfig, { ok: true }> & { readonly file: string | null }

/** File, environment and flags put together; what is wrong is told all at once, each with the place it came from. */
export async function resolveConfig(options: ServingOptions, host: Host): Promise<ResolvedConfig> {
  const file = await configFileOf(options.config ?? host.environment['LOGITSCOPE_CONFIG'])
  const loaded = loadConfig({ file, environment: host.environment, flags: flagsOf(options) })
  if (loaded.ok) return { ...loaded, file: file === null ? null : resolve(file.path) }
  const lines = loaded.issues.map(({ origin, message }) => `  ${origin.kind === 'file' ? `${origin.name}: ` : ''}${message}`)
  throw new UsageError(['the configuration cannot be used:', ...lines].join('\n'))
}
