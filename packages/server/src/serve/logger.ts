import pino, { type Logger } from 'pino'
import type { ServerConfig } from '../config/types.ts'

export type { Logger }

/** Never logged, wherever they stand: what a request or an answer says, and what opens doors. */
const HIDDEN = ['authorization', 'cookie', 'x-logitscope-key', 'api-key', 'x-api-key', 'body', 'prompt', 'messages', 'query', 'headers']

/** One line of JSON an event on the standard error, so that the standard output stays the command's own. Never bodies, headers or queries. */
export function createLogger(level: ServerConfig['logLevel'], destination?: { write: (line: string) => void }): Logger {
  const paths = HIDDEN.flatMap((name) => (name.includes('-') ? [`["${name}"]`, `*["${name}"]`] : [name, `*.${name}`]))
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths, remove: true } }
  return pino(options, destination ?? pino.destination({ dest: 2, sync: true }))
}
