/** A request's body on its way: gathered whole, or handed on as it comes with a copy beside. */
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'

export type Body = Buffer | Readable | null

/**
 * What is sent on. A body that is complete with its first piece (most are) goes as that piece, which needs no stream; any other goes on piece by
 * piece as it comes. `copied` sees every piece.
 */
export function takeBody(
  request: IncomingMessage,
  length: number | null,
  copied: (piece: Buffer) => void,
  send: (body: Body) => void,
): void {
  request.once('data', (first: Buffer) => {
    copied(first)
    if (first.length === length) {
      send(first)
      return
    }
    request.pause()
    send(streamOf(request, [first], copied))
  })
}

/** The pieces that came already, then the rest as it comes. */
export function streamOf(request: IncomingMessage, before: readonly Buffer[], copied: (piece: Buffer) => void): Readable {
  const stream = new Readable({
    read() {
      request.resume()
    },
    destroy(error, done) {
      request.off('data', onData).off('end', onEnd).off('error', onGone).off('close', onGone)
      request.resume()
      done(error)
    },
  })
  function onData(piece: Buffer): void {
    copied(piece)
    if (!stream.push(piece)) request.pause()
  }
  function onEnd(): void {
    stream.push(null)
  }
  function onGone(): void {
    if (!request.complete) stream.destroy(new Error('the client left in the middle of its request'))
  }
  for (const piece of before) stream.push(piece)
  request.on('data', onData).on('end', onEnd).on('error', onGone).on('close', onGone)
  return stream
}

/**
 * Gathers a body up to a limit. `whole`: all of it; `long`: it goes on as a stream because it is longer. Neither is called where the client
 * leaves before.
 */
export function gatherBody(
  request: IncomingMessage,
  limit: number,
  copied: (piece: Buffer) => void,
  done: { readonly whole: (body: Buffer) => void; readonly long: (body: Readable) => void },
): void {
  const pieces: Buffer[] = []
  let length = 0
  function onData(piece: Buffer): void {
    copied(piece)
    pieces.push(piece)
    length += piece.length
    if (length <= limit) return
    request.off('data', onData).off('end', onEnd)
    request.pause()
    done.long(streamOf(request, pieces, copied))
  }
  function onEnd(): void {
    done.whole(pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces, length))
  }
  request.on('data', onData).once('end', onEnd)
}
