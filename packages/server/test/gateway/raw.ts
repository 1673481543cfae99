/** HTTP as bytes on a socket, for what no client would send or show. */
import { createServer, type RequestListener, type Server } from 'node:http'
import { connect, type Socket } from 'node:net'

/** Sends bytes and gives all that comes until the other side closes, or until `enough` says so. */
export function exchange(port: number, bytes: string | Buffer, enough: (text: string) => boolean = () => false): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    let text = ''
    socket.setEncoding('latin1')
    socket.on('data', (piece: string) => {
      text += piece
      if (enough(text)) socket.destroy()
    })
    socket.on('error', reject)
    socket.on('close', () => {
      resolve(text)
    })
  })
}

export function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      resolve(socket)
    })
    socket.on('error', reject)
  })
}

export interface RawServer {
  readonly url: string
  readonly server: Server
  readonly stop: () => Promise<void>
}

export async function serve(listener: RequestListener): Promise<RawServer> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no address')
  return {
    url: `http://127.0.0.1:${address.port}`,
    server,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}
