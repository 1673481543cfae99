import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const COMMAND = fileURLToPath(new URL('../../cli/dist/main.js', import.meta.url))
const START_MS = 30_000

export interface RunningServer {
  readonly address: string
  readonly pid: number
  readonly post: (traces: readonly unknown[]) => Promise<void>
  readonly get: <T>(path: string) => Promise<T>
  /** POSTs JSON to a path of the API. */
  readonly send: <T>(path: string, body: unknown) => Promise<T>
  readonly close: () => Promise<void>
}

export interface ServerSettings {
  readonly args?: readonly string[]
  /** Folder of the store; default: a new, empty one. */
  readonly data?: string
  /** The folder is left as it is at the end; default: it is removed. */
  readonly keep?: boolean
  readonly env?: Readonly<Record<string, string>>
}

/** An empty folder for a store. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'logitscope-pages-'))
}

/** The product as it is shipped: the built command in a process of its own, on a free port, with an empty folder. */
export async function runServer({ args = [], data = newFolder(), keep = false, env = {} }: ServerSettings = {}): Promise<RunningServer> {
  const child = spawn(process.execPath, [COMMAND, 'serve', '--port', '0', '--data', data, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const address = await new Promise<string>((resolve, reject) => {
    let text = ''
    const timer = setTimeout(() => reject(new Error(`the server did not start: ${errors}`)), START_MS)
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const found = /http:\/\/\S+/.exec(text)
      if (found === null) return
      clearTimeout(timer)
      resolve(found[0].replace(/\/$/, ''))
    })
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${errors}`)))
  })
  return {
    address,
    pid: child.pid ?? -1,
    async post(traces) {
      const response = await fetch(`${address}/api/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
        body: traces.map((trace) => JSON.stringify(trace)).join('\n'),
      })
      if (!response.ok) throw new Error(`storing failed with ${response.status}: ${await response.text()}`)
    },
    async get<T>(path: string) {
      const response = await fetch(`${address}/api${path}`)
      if (!response.ok) throw new Error(`${path} failed with ${response.status}: ${await response.text()}`)
      return (await response.json()) as T
    },
    async send<T>(path: string, body: unknown) {
      const response = await fetch(`${address}/api${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      if (!response.ok) throw new Error(`${path} failed with ${response.status}: ${await response.text()}`)
      return (await response.json()) as T
    },
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      if (!keep) rmSync(data, { recursive: true, force: true })
    },
  }
}
