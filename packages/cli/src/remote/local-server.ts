import type { Command } from 'commander'
import type { ServerConfig } from '@logitscope/server'
import { addServingOptions, resolveConfig, type ServingOptions } from '../commands/serving-options.ts'
import type { Host } from '../host.ts'
import { openServer } from '../serving/run-server.ts'
import { UsageError } from '../usage-error.ts'

export interface ServerOptions extends ServingOptions {
  readonly server?: string
}

/** A logitscope server to talk to. */
export interface ServerAccess {
  /** Without a slash at the end. */
  readonly address: string
  readonly headers: Readonly<Record<string, string>>
}

const LOOK_MS = 1_500

/** Where the server is, or where its store is when it does not run. */
export function addServerOptions(command: Command): Command {
  return addServingOptions(
    command.option('--server <url>', 'address of a running logitscope (default: the one of this configuration, where it runs)'),
  )
}

function keyHeader(host: Host): Readonly<Record<string, string>> {
  const key = host.environment['LOGITSCOPE_KEY']
  return key === undefined || key === '' ? {} : { 'x-logitscope-key': key }
}

/** The address at which a client of this machine finds the server of a configuration. */
function addressOf({ host, port }: ServerConfig): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host
  return `http://${reachable}:${port}`
}

async function runs(address: string): Promise<boolean> {
  try {
    return (await fetch(`${address}/healthz`, { signal: AbortSignal.timeout(LOOK_MS) })).ok
  } catch {
    return false
  }
}

/** The running server that the options name or that the configuration would start; `null` where none runs. */
export async function findServer(options: ServerOptions, host: Host): Promise<ServerAccess | null> {
  const headers = keyHeader(host)
  if (options.server !== undefined) {
    if (!URL.canParse(options.server)) throw new UsageError(`--server takes a URL such as http://127.0.0.1:4600, got "${options.server}"`)
    const address = options.server.replace(/\/+$/, '')
    if (!(await runs(address))) throw new UsageError(`nobody answers at ${address}: is logitscope running there?`)
    return { address, headers }
  }
  const address = addressOf((await resolveConfig(options, host)).value)
  return (await runs(address)) ? { address, headers } : null
}

/**
 * Does work with a server: the one that runs, or else one of its own that is opened on the configured folder for as long as the work takes and
 * reached from this machine only.
 */
export async function withServer<Result>(
  options: ServerOptions,
  host: Host,
  work: (server: ServerAccess) => Promise<Result>,
): Promise<Result> {
  const running = await findServer(options, host)
  if (running !== null) return work(running)
  const { value } = await resolveConfig(options, host)
  const own = await openServer({ ...value, host: '127.0.0.1', port: 0, upstreams: [], webhooks: [], logLevel: 'error' }, host)
  try {
    return await work({ address: own.address, headers: keyHeader(host) })
  } finally {
    await own.close()
  }
}

/** Sends a request to the server; an answer that is an error ends in a `UsageError` with the server's own words. */
export async function callServer(
  { address, headers }: ServerAccess,
  path: string,
  init: Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Response> {
  let response: Response
  try {
    response = await fetch(`${address}${path}`, { ...init, headers: { ...init.headers, ...headers } })
  } catch (error) {
    const cause = (error as { readonly cause?: Error }).cause
    throw new UsageError(`${address} cannot be reached: ${cause?.message ?? (error as Error).message}`)
  }
  if (response.ok) return response
  const text = (await response.text()).slice(0, 2_000)
  let detail = text
  try {
    detail = (JSON.parse(text) as { readonly detail?: string }).detail ?? text
  } catch {
    // Not one of our errors: shown as it is.
  }
  const hint = response.status === 401 || response.status === 403 ? ' (the key is read from LOGITSCOPE_KEY)' : ''
  throw new UsageError(`${address}${path.split('?')[0] ?? ''} answered ${response.status}: ${detail}${hint}`)
}
