import { stat } from 'node:fs/promises'
import type { Command } from 'commander'
import { examineStore, type Finding } from '@logitscope/store/sqlite'
import { findUpstreams, type ServerConfig } from '@logitscope/server'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { voiceOf, type Host } from '../host.ts'
import { jsonLine } from '../pipeline/json-line.ts'
import { addServerOptions, findServer, type ServerOptions } from '../remote/local-server.ts'
import type { Voice } from '../report/voice.ts'
import { wrap } from '../terminal/display-width.ts'
import type { CommandContext } from './command-context.ts'
import { resolveConfig } from './serving-options.ts'

interface DoctorOptions extends ServerOptions {
  readonly json?: boolean
  readonly color?: boolean
}

/** What was looked at, and how it is. */
interface Check {
  readonly check: string
  readonly state: Finding['state']
  readonly message: string
  readonly advice: string | null
}

const EXAMPLES = `
Examples:
  $ logitscope doctor                         the configuration, the store, the server, the upstreams
  $ logitscope doctor --data ./data --json

Looks and explains; changes nothing, and may be run while the server runs. Exit code: 0, or 1 where there is a problem.`

const LOOK_MS = 5_000

/** `logitscope doctor`: checks what logitscope stands on, and says what to do about what is wrong. */
export function registerDoctor(program: Command, { host, done }: CommandContext): void {
  addServerOptions(program.command('doctor').description('check configuration, store, server and upstreams, and say what to do'))
    .option('--json', 'one line of JSON a check')
    .option('--color', 'colour the output even where it is no terminal')
    .option('--no-color', 'never colour (also: NO_COLOR)')
    .addHelpText('after', EXAMPLES)
    .action(async (options: DoctorOptions) => {
      done(await doctor(options, host))
    })
}

async function storeChecks(config: ServerConfig): Promise<readonly Check[]> {
  const exists = await stat(config.data).then(
    () => true,
    () => false,
  )
  if (!exists)
    return [{ check: 'store', state: 'ok', message: `nothing is stored yet: ${config.data} is made at the first start`, advice: null }]
  return examineStore(config.data).map((finding) => ({ ...finding, check: `store: ${finding.check}` }))
}

async function serverCheck(options: DoctorOptions, host: Host): Promise<Check> {
  const server = await findServer(options, host)
  if (server === null) return { check: 'server', state: 'ok', message: 'no server runs with this configuration', advice: null }
  try {
    const response = await fetch(`${server.address}/api/health/store`, { headers: server.headers, signal: AbortSignal.timeout(LOOK_MS) })
    if (response.status === 401 || response.status === 403)
      return {
        check: 'server',
        state: 'warning',
        message: `${server.address} runs and wants a key`,
        advice: 'Put the key into LOGITSCOPE_KEY.',
      }
    const health = (await response.json()) as {
      readonly state: string
      readonly detail: string
      readonly answers: number
      readonly measuredAt: number | null
      readonly dropped: Readonly<Record<string, number>>
    }
    const dropped = Object.entries(health.dropped).map(([reason, count]) => `${count} × ${reason}`)
    const isWell = health.state === 'ok' && dropped.length === 0
    return {
      check: 'server',
      state: isWell ? 'ok' : 'warning',
      message: `${server.address} runs, ${health.measuredAt === null ? 'number of answers not known yet' : `${health.answers} answers`}, store ${health.state}${health.detail === '' ? '' : `: ${health.detail}`}${dropped.length === 0 ? '' : `; captures dropped since the start: ${dropped.join(', ')}`}`,
      advice: isWell ? null : 'Traffic is forwarded all the same. Look at the log and at the checks of the store.',
    }
  } catch (error) {
    return {
      check: 'server',
      state: 'problem',
      message: `${server.address} does not answer: ${(error as Error).message}`,
      advice: 'Look at its log.',
    }
  }
}

async function upstreamChecks(config: ServerConfig, host: Host): Promise<readonly Check[]> {
  if (config.upstreams.length === 0) {
    const found = await findUpstreams(config.port)
    const names = found.map(({ name, url }) => `${name} at ${url}`)
    return [
      {
        check: 'upstream',
        state: 'warning',
        message: `no upstream is configured${names.length === 0 ? '' : `; found on this machine: ${names.join(', ')}`}`,
        advice: `Start with --upstream ${found[0]?.url ?? 'URL'}.`,
      },
    ]
  }
  return Promise.all(
    config.upstreams.map(async ({ name, url, keyVariable }): Promise<Check> => {
      const check = `upstream ${name}`
      const key = keyVariable === null ? undefined : host.environment[keyVariable]
      if (keyVariable !== null && (key === undefined || key === ''))
        return {
          check,
          state: 'warning',
          message: `${url}: the variable ${keyVariable} with its key is not set`,
          advice: `Set ${keyVariable}.`,
        }
      try {
        const headers = key === undefined ? {} : { authorization: `Bearer ${key}` }
        const { status } = await fetch(`${url}/models`, { headers, signal: AbortSignal.timeout(LOOK_MS), redirect: 'manual' })
        return { check, state: 'ok', message: `${url} answers (${status} to GET /models)`, advice: null }
      } catch (error) {
        const cause = (error as { readonly cause?: Error }).cause
        return {
          check,
          state: 'problem',
          message: `${url} cannot be reached: ${cause?.message ?? (error as Error).message}`,
          advice: 'Check the address, the network and the proxy.',
        }
      }
    }),
  )
}

function textOf({ check, state, message, advice }: Check, { style, columns }: Voice): string {
  const paint = state === 'ok' ? style.good : state === 'warning' ? style.warn : style.bad
  const mark = { ok: 'ok      ', warning: 'warning ', problem: 'PROBLEM ' }[state]
  const lines = wrap(`${check}: ${message}`, Math.max(20, columns - mark.length)).map((line, i) =>
    i === 0 ? paint(mark) + line : ' '.repeat(mark.length) + line,
  )
  const hints =
    advice === null ? [] : wrap(`→ ${advice}`, Math.max(20, columns - mark.length)).map((line) => ' '.repeat(mark.length) + style.dim(line))
  return `${[...lines, ...hints].join('\n')}\n`
}

async function doctor(options: DoctorOptions, host: Host): Promise<ExitCode> {
  const { value, file } = await resolveConfig(options, host)
  const checks: readonly Check[] = [
    {
      check: 'configuration',
      state: 'ok',
      message: file === null ? 'no file; environment, flags and defaults hold (see logitscope config)' : `read from ${file}`,
      advice: null,
    },
    ...(await storeChecks(value)),
    await serverCheck(options, host),
    ...(await upstreamChecks(value, host)),
  ]
  const voice = voiceOf(host, options.color)
  for (const check of checks) await host.stdout.write(options.json === true ? jsonLine(check) : textOf(check, voice))
  return checks.some(({ state }) => state === 'problem') ? EXIT.found : EXIT.ok
}
