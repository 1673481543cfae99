import envPaths from 'env-paths'
import { join } from 'node:path'
import type { ServerConfig } from './types.ts'

/** What holds where nobody says otherwise; upstreams apart. */
export const DEFAULTS = {
  port: 4600,
  host: '127.0.0.1',
  logprobs: 'auto',
  topLogprobs: 5,
  sampleRate: 1,
  timeoutMs: 30 * 60_000,
  content: 'full',
  defaultProject: 'default',
  queueBytes: 64 * 1024 ** 2,
  freeSpaceReserveBytes: 512 * 1024 ** 2,
  drainMs: 10_000,
  logLevel: 'info',
} as const satisfies Partial<ServerConfig> & Record<string, unknown>

/** The folder of the store that a person of this machine would expect: the system's place for an application's data. */
export function defaultDataFolder(): string {
  return join(envPaths('logitscope', { suffix: '' }).data, 'store')
}
