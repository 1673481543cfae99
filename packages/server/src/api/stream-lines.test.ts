import { getRequestListener } from '@hono/node-server'
import { createServer } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { streamOf } from './stream-lines.ts'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 5_000
  while (!holds()) {
    if (Date.now() > end) throw new Error('what was waited for did not happen')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** A server that sends pieces of 64 KB without end. */
async function startEndless(
  stalledMs: number,
): Promise<{ readonly port: number; readonly state: { made: number; ended: number; over: number } }> {
  const state = { made: 0, ended: 0, over: 0 }
  async function* endless(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve))
        state.made += 1
        yield new Uint8Array(65_536)
      }
    } finally {
      state.ended += 1
    }
  }
  const listener = getRequestListener(
    () => new Response(streamOf(endless(), { stop: new AbortController(), stalledMs, onOver: () => (state.over += 1) })),
    { overrideGlobalObjects: false },
  )
  const server = createServer((request, response) => void listener(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as { port: number }).port, state }
}

function ask(port: number): Socket {
  const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'))
  socket.on('error', () => undefined)
  closers.push(() => socket.destroy())
  return socket
}

describe('a stream of lines', () => {
  it('makes nothing more once its client has left', async () => {
    const { port, state } = await startEndless(60_000)
    const socket = ask(port)
    socket.resume()
    await until(() => state.made > 20)
    socket.destroy()
    await until(() => state.over > 0)
    const { made, ended } = state
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect([ended, state.made]).toEqual([1, made])
  })

  it('waits for a client that takes nothing, then is cut', async () => {
    const { port, state } = await startEndless(300)
    const socket = ask(port)
    let isClosed = false
    socket.on('close', () => (isClosed = true))
    socket.pause()
    await until(() => state.over > 0)
    expect(state.ended).toBe(1)
    // What is on the way may still be read; then the connection is closed, without the mark of a whole body.
    let tail = ''
    socket.on('data', (piece: Buffer) => (tail = (tail + piece.toString('latin1')).slice(-5)))
    socket.resume()
    await until(() => isClosed)
    expect(tail).not.toBe('0\r\n\r\n')
  })

  it('goes on for a client that is slow but takes something', async () => {
    const { port, state } = await startEndless(400)
    const socket = ask(port)
    let taken = 0
    socket.on('data', (piece: Buffer) => {
      taken += piece.length
      socket.pause()
      setTimeout(() => socket.resume(), 1)
    })
    await until(() => taken > 20_000_000 || state.over > 0)
    expect(state.over).toBe(0)
  })
})
