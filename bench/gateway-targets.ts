/** The processes that `gateway.bench.ts` compares, each started and measured in the same way. */
import { fork, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Agent } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))

export interface Target {
  readonly name: string
  readonly port: number
  /** The client asks for logprobs itself; else the gateway adds them. */
  readonly asks: boolean
  readonly headers: Readonly<Record<string, string>>
  /** µs so far. */
  readonly cpu: () => Promise<number>
  readonly rss: () => Promise<number>
  readonly agent: Agent
  readonly whole: number[]
  readonly first: number[]
  readonly stream: number[]
  readonly lag: number[]
  readonly abortStreamed: number[]
  readonly abortWaiting: number[]
  wholeCpu: number
  streamCpu: number
}

const children: ChildProcess[] = []
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

export interface Message {
  readonly port?: number
  readonly cpu?: number
  readonly rss?: number
  readonly broken?: string
}

export function start(...args: readonly string[]): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const child = fork(join(here, 'gateway-process.ts'), args, {
    // The packages as they are built: threads are started from them.
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  children.push(child)
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${args[0]} ended with ${code}`)))
    child.once('message', (message) => resolve({ child, port: (message as Message).port! }))
  })
}

export function ask(child: ChildProcess): Promise<Message> {
  return new Promise((resolve) => {
    const take = (message: unknown): void => {
      if ((message as Message).cpu === undefined) return
      child.off('message', take)
      resolve(message as Message)
    }
    child.on('message', take)
    child.send('cpu')
  })
}

export const target = (name: string, port: number, asks: boolean, more: Partial<Target> = {}): Target => ({
  name,
  port,
  asks,
  headers: {},
  cpu: () => Promise.resolve(NaN),
  rss: () => Promise.resolve(NaN),
  agent: new Agent({ keepAlive: true, maxSockets: 1 }),
  whole: [],
  first: [],
  stream: [],
  lag: [],
  abortStreamed: [],
  abortWaiting: [],
  wholeCpu: 0,
  streamCpu: 0,
  ...more,
})

export async function own(name: string, asks: boolean, ...args: readonly string[]): Promise<Target> {
  const { child, port } = await start(...args)
  return target(name, port, asks, { cpu: async () => (await ask(child)).cpu!, rss: async () => (await ask(child)).rss! })
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

/** Portkey in a folder of its own, with the versions under which its streams work; listening on the loopback address only. */
export async function portkey(upstreamPort: number): Promise<Target | string> {
  const folder = mkdtempSync(join(tmpdir(), 'portkey-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const versions = { '@hono/node-server': '1.13.5', hono: '4.9.7' }
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, dependencies: { '@portkey-ai/gateway': '1.15.2', ...versions }, overrides: versions }),
  )
  const installed = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, timeout: 240_000 })
  if (installed.status !== 0) return `it could not be installed: ${String(installed.stderr).split('\n')[0]}`
  const preload = join(folder, 'loopback.cjs')
  writeFileSync(
    preload,
    `const net = require('net'); const listen = net.Server.prototype.listen; net.Server.prototype.listen = function (port, ...rest) { return typeof port === 'object' ? listen.call(this, { ...port, host: '127.0.0.1' }, ...rest) : listen.call(this, port, '127.0.0.1', ...rest.filter((item) => typeof item === 'function')) }`,
  )
  const port = await freePort()
  mkdirSync(join(folder, 'home'))
  const child = spawn(
    process.execPath,
    ['--require', preload, 'node_modules/@portkey-ai/gateway/build/start-server.js', `--port=${port}`, '--headless'],
    {
      cwd: folder,
      stdio: 'ignore',
      env: { ...process.env, HOME: join(folder, 'home'), NODE_ENV: 'production' },
    },
  )
  children.push(child)
  const until = Date.now() + 60_000
  while (
    !(await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    ))
  ) {
    if (Date.now() > until || child.exitCode !== null) return 'it did not start'
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  const tick = 10_000
  const stat = (): readonly string[] =>
    readFileSync(`/proc/${child.pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
  const headers = {
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': `http://127.0.0.1:${upstreamPort}/v1`,
    authorization: 'Bearer sk-bench',
    'x-portkey-forward-headers': 'x-stream,x-pace,x-wait',
  }
  return target('Portkey 1.15.2', port, true, {
    headers,
    cpu: () => Promise.resolve((Number(stat()[11]) + Number(stat()[12])) * tick),
    rss: () => Promise.resolve(Number(stat()[21]) * 4096),
  })
}
