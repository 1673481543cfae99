import type { Locale } from '@logitscope/core'
import { createStyle, columnsOf, wantsColour } from './terminal/style.ts'
import { terminalVoice, type Voice } from './report/voice.ts'
import { createWriter, type Writer } from './terminal/writer.ts'

/** What a command may touch of the world around it. */
export interface Host {
  readonly stdin: AsyncIterable<Uint8Array>
  /** Whether somebody types: then nothing is waiting to be read. */
  readonly stdinIsTerminal: boolean
  readonly stdout: Writer
  readonly stdoutIsTerminal: boolean
  readonly stderr: Writer
  /** Where a progress bar may be drawn; `null` where the standard error is no terminal. */
  readonly errorTerminal: NodeJS.WriteStream | null
  /** `undefined` where the standard output is no terminal. */
  readonly terminalColumns: number | undefined
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** The host of this process. */
export function processHost(): Host {
  const { stdin, stdout, stderr } = process
  return {
    stdin,
    stdinIsTerminal: stdin.isTTY,
    stdout: createWriter(stdout),
    stdoutIsTerminal: stdout.isTTY,
    stderr: createWriter(stderr),
    errorTerminal: stderr.isTTY ? stderr : null,
    terminalColumns: stdout.isTTY ? stdout.columns : undefined,
    environment: process.env,
  }
}

/** The voice for the standard output. */
export function voiceOf(host: Host, colour: boolean | undefined): Voice {
  const hints = { isTerminal: host.stdoutIsTerminal, asked: colour, environment: host.environment }
  return terminalVoice(createStyle(wantsColour(hints)), columnsOf(host.terminalColumns, host.environment))
}

/** The language of a report: what was asked for, else Turkish where the environment is (`LC_ALL`, `LC_MESSAGES`, `LANG`), else English. */
export function localeOf(asked: Locale | undefined, environment: Host['environment']): Locale {
  if (asked !== undefined) return asked
  const set = ['LC_ALL', 'LC_MESSAGES', 'LANG'].map((name) => environment[name] ?? '').find((value) => value !== '') ?? ''
  return /^tr(?:[_.@-]|$)/i.test(set) ? 'tr' : 'en'
}
