import type { Server } from 'node:http'
import { StartError } from './start-error.ts'

const WORDS: Readonly<Record<string, (port: number, host: string) => string>> = {
  EADDRINUSE: (port, host) => `port ${port} on ${host} is taken by another program: stop it, or choose another with --port`,
  EACCES: (port) => `port ${port} may not be used by this user: choose one above 1023 with --port`,
  EADDRNOTAVAIL: (_, host) => `this machine has no address ${host}: check --host`,
  ENOTFOUND: (_, host) => `the name ${host} is not known: check --host`,
}

/** Listens and returns the port; what goes wrong is told in words. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void =>
      reject(
        new StartError(WORDS[error.code ?? '']?.(port, host) ?? `cannot listen on ${host}:${port}: ${error.message}`, { cause: error }),
      )
    server.once('error', onError)
    server.listen(port, host, () => {
      server.off('error', onError)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

/** The address as a client writes it; of a server on every address, the one on this machine. */
export function addressOf(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}
