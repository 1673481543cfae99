/** Bounds how many connections a server holds, at the cost of those that only wait. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Connections at once. Each costs some ten KB and a file descriptor, and a forwarded request a second one. */
export const MOST_CONNECTIONS = 4_096

/**
 * Holds at most that many connections. One more takes the place of the one that has waited longest without a whole request head; where none does,
 * of the oldest whose request is not sent to its end; where all wait for their answers, it is closed itself. So connections that are only held open
 * cannot keep others out. To be called before the server listens.
 *
 * @param most at least 1.
 */
export function boundConnections(server: Server, most: number = MOST_CONNECTIONS): void {
  /** In the order in which they began to wait. */
  const waiting = new Set<Socket>()
  /** `null`: it has become something else than HTTP, and stays. */
  const asking = new Map<Socket, IncomingMessage | null>()

  function oldestUnsent(): Socket | undefined {
    for (const [socket, request] of asking) if (request?.complete === false) return socket
    return undefined
  }

  server.on('connection', (socket: Socket) => {
    if (waiting.size + asking.size >= most) {
      const [longest = oldestUnsent()] = waiting
      if (longest === undefined) {
        socket.destroy()
        return
      }
      waiting.delete(longest)
      asking.delete(longest)
      longest.destroy()
    }
    waiting.add(socket)
    socket.once('close', () => {
      waiting.delete(socket)
      asking.delete(socket)
    })
  })
  function keep(socket: Socket, request: IncomingMessage | null): void {
    if (waiting.delete(socket)) asking.set(socket, request)
  }
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request
    keep(socket, request)
    response.once('close', () => {
      if (asking.delete(socket) && !socket.destroyed) waiting.add(socket)
    })
  })
  server.on('upgrade', ({ socket }: IncomingMessage) => keep(socket, null))
  server.on('connect', ({ socket }: IncomingMessage) => keep(socket, null))
}
