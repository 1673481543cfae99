/** Which connection a request went out on, and whether that connection was dead already. */
import { subscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'

/** How soon after a request went out its connection must break for the request to count as never taken, ms. The two cross on the way, no more. */
const CROSSING_MS = 1_000
const BROKEN: ReadonlySet<unknown> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'])

/**
 * What became of a request whose connection broke. `unsent`: no byte of it was written, since the connection broke before (undici fails what waits
 * for a kept-alive connection that is reset). `crossed`: the connection had carried a request before, broke within a second, and brought no byte
 * since: the upstream had closed it while the request was on its way. `other`: anything else.
 */
export type BrokenAs = 'unsent' | 'crossed' | 'other'

export interface SentOn {
  /** To be called while undici begins to write the request: what it writes next is this request. */
  readonly begins: () => void
  readonly brokenAs: (error: Error) => BrokenAs
}

const used = new WeakSet<Socket>()
let beginning: ((socket: Socket) => void) | null = null
let isListening = false

/** undici tells of a request's connection on this channel only; it does so in the same turn in which it began. */
function listenOnce(): void {
  if (isListening) return
  isListening = true
  subscribe('undici:client:sendHeaders', (message) => {
    const note = beginning
    beginning = null
    note?.((message as { readonly socket: Socket }).socket)
  })
}

export function createSentOn(): SentOn {
  listenOnce()
  let socket: Socket | null = null
  let hasBegun = false
  let isReused = false
  let readBefore = 0
  let sentAt = 0
  const note = (given: Socket): void => {
    socket = given
    isReused = used.has(given)
    used.add(given)
    readBefore = given.bytesRead
    sentAt = performance.now()
  }
  return {
    begins() {
      hasBegun = true
      socket = null
      beginning = note
    },
    brokenAs(error) {
      if (!BROKEN.has((error as NodeJS.ErrnoException).code)) return 'other'
      if (!hasBegun) return 'unsent'
      if (socket === null || !isReused || socket.bytesRead !== readBefore) return 'other'
      return performance.now() - sentAt <= CROSSING_MS ? 'crossed' : 'other'
    },
  }
}
