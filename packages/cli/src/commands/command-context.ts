import type { Host } from '../host.ts'
import type { ExitCode } from '../exit-code.ts'

/** What a command is given to register itself; `done` reports how it ended. */
export interface CommandContext {
  readonly host: Host
  readonly done: (code: ExitCode) => void
}
