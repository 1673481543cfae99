/** An upstream for tests and benchmarks: sends what it is told, byte for byte and piece by piece, and remembers what it was asked. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export interface SeenRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly rawHeaders: readonly string[]
  readonly body: Buffer
  /** When the connection broke before the answer was out; `performance.now()`, ms. */
  cancelledAt: number | null
}

export interface UpstreamAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  /** Sent one after the other, each as one chunk. */
  readonly pieces?: readonly Uint8Array[]
  /** Pause before each piece but the first, ms. */
  readonly paceMs?: number
  /** Pause before the head, ms; `Infinity`: no answer at all. */
  readonly delayMs?: number
  readonly trailers?: Readonly<Record<string, string>>
  /** Breaks the connection instead of ending the answer. */
  readonly breaks?: boolean
  /** Called just before each piece is written. */
  readonly onPiece?: (index: number) => void
}

export interface FakeUpstream {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string
  readonly seen: readonly SeenRequest[]
  readonly stop: () => Promise<void>
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Until the response takes more, or is gone. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done)
      resolve()
    }
    response.once('drain', done).once('close', done)
  })
}

async function write(response: ServerResponse, answer: UpstreamAnswer): Promise<void> {
  if (answer.delayMs === Infinity) return
  if (answer.delayMs !== undefined) await pause(answer.delayMs)
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value)
  if (answer.trailers !== undefined) response.setHeader('trailer', Object.keys(answer.trailers).join(', '))
  response.writeHead(answer.status ?? 200)
  response.flushHeaders()
  for (const [i, piece] of (answer.pieces ?? []).entries()) {
    if (i > 0 && answer.paceMs !== undefined) await pause(answer.paceMs)
    if (response.destroyed) return
    answer.onPiece?.(i)
    if (!response.write(piece)) await drained(response)
  }
  if (answer.breaks === true) {
    response.destroy()
    return
  }
  if (answer.trailers !== undefined) response.addTrailers(answer.trailers)
  response.end()
}

/** Listens on a free port of the loopback address. @param answer decides by the whole request. */
export async function startFakeUpstream(answer: (request: SeenRequest, index: number) => UpstreamAnswer): Promise<FakeUpstream> {
  const seen: SeenRequest[] = []
  function take(request: IncomingMessage, response: ServerResponse): void {
    const pieces: Buffer[] = []
    const { method = '', url = '', headers, rawHeaders } = request
    let record: SeenRequest | null = null
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('error', () => undefined)
    response.on('error', () => undefined)
    response.on('close', () => {
      if (record !== null && !response.writableFinished) record.cancelledAt = performance.now()
    })
    request.on('end', () => {
      record = { method, url, headers, rawHeaders, body: Buffer.concat(pieces), cancelledAt: null }
      seen.push(record)
      void write(response, answer(record, seen.length - 1))
    })
  }
  const server = createServer({ maxHeaderSize: 1 << 20 }, take)
  server.maxHeadersCount = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the fake upstream has no address')
  return {
    url: `http://127.0.0.1:${address.port}`,
    seen,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}
