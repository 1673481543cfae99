/** Starts the real llama-server of the shared data, so that tests can ask it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { sharedPath } from './shared.ts'

export interface LlamaServer {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string
  readonly stop: () => Promise<void>
}

/** Why it cannot run here, or `null` where it can; the reason is printed by whoever skips. */
export function llamaServerMissing(model = 'smollm2-135m-instruct-q4_1.gguf'): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return `llama-server is built for Linux on x64, this is ${process.platform} on ${process.arch}`
  if (sharedPath('tools/llama-server') === null || sharedPath(`models/${model}`) === null)
    return 'llama-server or its model is not in the shared test data'
  const cpu = existsSync('/proc/cpuinfo') ? readFileSync('/proc/cpuinfo', 'utf8') : ''
  return /\bavx2\b/.test(cpu) ? null : 'llama-server needs a CPU with AVX2'
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port)
        else reject(new Error('no free port'))
      })
    })
  })
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`, { signal: AbortSignal.timeout(2000) })).ok
  } catch {
    return false
  }
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve()
      return
    }
    child.once('exit', () => {
      clearTimeout(hard)
      resolve()
    })
    const hard = setTimeout(() => child.kill('SIGKILL'), 5000)
    child.kill('SIGTERM')
  })
}

/** Resolves when it answers. One slot and no prompt cache between requests, so that equal requests get equal answers. */
export async function startLlamaServer(model = 'smollm2-135m-instruct-q4_1.gguf', more: readonly string[] = []): Promise<LlamaServer> {
  const missing = llamaServerMissing(model)
  if (missing !== null) throw new Error(missing)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = spawn(
    sharedPath('tools/llama-server')!,
    [
      '-m',
      sharedPath(`models/${model}`)!,
      '-a',
      'model',
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '-c',
      '2048',
      '-np',
      '1',
      '-t',
      '2',
      '--no-webui',
      '--offline',
      ...more,
    ],
    { stdio: 'ignore' },
  )
  const exit = (): void => void child.kill('SIGKILL')
  process.once('exit', exit)
  const until = Date.now() + 60_000
  while (!(await isReady(url))) {
    if (child.exitCode !== null || Date.now() > until) {
      await stopped(child)
      throw new Error(`llama-server did not start${child.exitCode === null ? ' within a minute' : `: exit code ${child.exitCode}`}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return {
    url,
    async stop() {
      process.removeListener('exit', exit)
      await stopped(child)
    },
  }
}
