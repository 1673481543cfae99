import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'

const MAIN = new URL('../src/main.ts', import.meta.url).pathname

interface Running {
  readonly process: ChildProcess
  readonly stdout: () => string
  readonly stderr: () => string
  readonly address: () => Promise<string>
  readonly exit: Promise<number | null>
}

let folders: string[] = []
let running: Running[] = []
afterEach(async () => {
  for (const one of running) one.process.kill('SIGKILL')
  await Promise.all(running.map(({ exit }) => exit))
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
  running = []
  folders = []
})

async function start(flags: readonly string[]): Promise<Running> {
  const data = await mkdtemp(join(tmpdir(), 'logitscope-serve-'))
  folders.push(data)
  const args = ['--import', 'tsx', '--conditions=@logitscope/source', MAIN, '--port', '0', '--data', data, ...flags]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (piece: Buffer) => (stdout += piece.toString()))
  child.stderr.on('data', (piece: Buffer) => (stderr += piece.toString()))
  const exit = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const one: Running = {
    process: child,
    stdout: () => stdout,
    stderr: () => stderr,
    exit,
    async address() {
      for (const until = Date.now() + 40_000; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
        const found = /http:\/\/\S+/.exec(stdout)?.[0]
        if (found !== undefined && stdout.endsWith('\n')) return found
        if (Date.now() > until || child.exitCode !== null) throw new Error(`it does not serve: ${stderr}`)
      }
    },
  }
  running.push(one)
  return one
}

describe('logitscope (serve)', () => {
  it('prints one line with the address once it accepts connections, and stops cleanly on SIGTERM', async () => {
    const server = await start(['--upstream', 'http://127.0.0.1:9/v1'])
    const address = await server.address()
    expect((await fetch(`${address}/healthz`)).status).toBe(200)
    server.process.kill('SIGTERM')
    expect(await server.exit).toBe(0)
    expect(server.stdout()).toBe(`logitscope listens on ${address}\n`)
    for (const line of server.stderr().trim().split('\n')) expect(() => JSON.parse(line) as unknown, line).not.toThrow()
  })

  it('lets a running answer end, stores it, and takes no new one', async () => {
    let finish: () => void = () => undefined
    const upstream = createServer((request, response) => {
      request.resume()
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write('{"choices":[')
      finish = () => response.end('{"index":0,"message":{"role":"assistant","content":"late"},"finish_reason":"stop"}]}')
    })
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
    const { port } = upstream.address() as { readonly port: number }
    const server = await start(['--upstream', `http://127.0.0.1:${port}/v1`])
    const address = await server.address()
    const running = await fetch(`${address}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-logitscope-logprobs': 'off' },
      body: '{"model":"m","messages":[]}',
    })
    server.process.kill('SIGTERM')
    for (const until = Date.now() + 5_000; Date.now() < until; await new Promise((resolve) => setTimeout(resolve, 20))) {
      if (
        await fetch(`${address}/readyz`).then(
          () => false,
          () => true,
        )
      )
        break
    }
    await expect(fetch(`${address}/readyz`)).rejects.toThrow()
    finish()
    expect(await running.text()).toContain('"late"')
    expect(await server.exit).toBe(0)
    expect(server.stderr()).not.toContain('were lost')
    upstream.close()
  })

  it('ends at once at the second signal', async () => {
    const upstream = createServer((request) => void request.resume())
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
    const { port } = upstream.address() as { readonly port: number }
    const server = await start(['--upstream', `http://127.0.0.1:${port}/v1`])
    const address = await server.address()
    const hanging = fetch(`${address}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"model":"m","messages":[]}',
    })
    hanging.catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, 300))
    server.process.kill('SIGTERM')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(server.process.exitCode).toBeNull()
    server.process.kill('SIGTERM')
    expect(await server.exit).toBe(143)
    upstream.closeAllConnections()
    upstream.close()
  })

  it('without an upstream, serves the set-up page and says what it found', async () => {
    const server = await start([])
    const address = await server.address()
    expect((await fetch(`${address}/`)).status).toBe(200)
    expect((await fetch(`${address}/readyz`)).status).toBe(503)
    expect((await fetch(`${address}/v1/models`)).status).toBeGreaterThanOrEqual(500)
    for (
      const until = Date.now() + 5_000;
      Date.now() < until && !server.stderr().includes('set-up:');
      await new Promise((resolve) => setTimeout(resolve, 20))
    );
    expect(server.stderr()).toContain('no upstream is configured')
    server.process.kill('SIGINT')
    expect(await server.exit).toBe(0)
  })

  it.each([
    [['--host', '0.0.0.0'], 'a key is required'],
    [['--port', 'many'], '--port'],
    [['nonsense'], 'there is no command "nonsense"'],
    [['--profile', '/nowhere/profile.json'], '/nowhere/profile.json'],
  ])('refuses %j in words and with exit code 2', async (flags, words) => {
    const server = await start(flags)
    expect(await server.exit).toBe(2)
    expect(server.stderr()).toContain(words)
    expect(server.stdout()).toBe('')
  })
})
