import { startServer, StartError, type RunningServer, type ServerConfig, type StartOptions } from '@logitscope/server'
import type { Host } from '../host.ts'
import { letGoOfStart, serveAtSpeed } from '../memory.ts'
import { UsageError } from '../usage-error.ts'
import { version } from '../version.ts'

const isSource = import.meta.url.endsWith('.ts')
const ANALYSIS_MODULE = new URL(`../language/analysis-context.${isSource ? 'ts' : 'js'}`, import.meta.url).href

/** The first pages and requests of a start are over by then, ms. */
const START_OVER_MS = 1_000

/** Starts the server with what the command adds to it; what keeps it from starting is told as bad usage. */
export async function openServer(
  config: ServerConfig,
  host: Host,
  options: Pick<StartOptions, 'demo' | 'firstRules'> = {},
): Promise<RunningServer> {
  serveAtSpeed()
  try {
    const more = { analysisModule: ANALYSIS_MODULE, version: version(), environment: host.environment }
    const server = await startServer(config, { ...options, ...more })
    setTimeout(letGoOfStart, START_OVER_MS).unref()
    return server
  } catch (error) {
    if (error instanceof StartError) throw new UsageError(error.message)
    throw error
  }
}

/** Resolves at the first signal to stop; the second ends the process at once. */
export function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let stopping = false
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (stopping) process.exit(signal === 'SIGINT' ? 130 : 143)
        stopping = true
        resolve(signal)
      })
    }
  })
}
