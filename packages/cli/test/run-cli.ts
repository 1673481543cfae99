import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The built command. */
export const MAIN: string = fileURLToPath(new URL('../dist/main.js', import.meta.url))

export const isBuilt: boolean = existsSync(MAIN)

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  /** What is piped in; without it the standard input is empty. */
  readonly input?: string | Uint8Array
  readonly environment?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Closes the standard output after so many bytes, as `head` does. */
  readonly closeAfter?: number
}

/** Runs the built command as a process of its own. */
export function runCli(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...args], {
      env: { PATH: process.env['PATH'] ?? '', ...options.environment },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    let seen = 0
    child.stdout.on('data', (block: Buffer) => {
      stdout.push(block)
      seen += block.length
      if (options.closeAfter !== undefined && seen >= options.closeAfter) child.stdout.destroy()
    })
    child.stderr.on('data', (block: Buffer) => stderr.push(block))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }))
    child.stdin.on('error', () => undefined)
    child.stdin.end(options.input ?? '')
  })
}

/** The lines of NDJSON output. */
export function jsonLines(text: string): Record<string, any>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, any>)
}
