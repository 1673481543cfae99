/** One request to an upstream, and the way of its answer. */
import { Readable, type Duplex } from 'node:stream'
import type { Dispatcher } from 'undici'
import type { Body } from '../request/request-body.ts'
import { createSentOn } from './sent-on.ts'
import type { Upstream } from './upstream.ts'

/** Takes an answer piece by piece. After `fail` or `end` nothing comes. */
export interface AnswerReceiver {
  /** @param headers names and values in turn, as they came, without those of the connection. */
  readonly start: (status: number, statusText: string, headers: string[]) => void
  /** False: no more until `resume`. */
  readonly data: (piece: Buffer) => boolean
  readonly end: (trailers: readonly string[]) => void
  /** The upstream could not be reached, broke off, or was silent for too long. */
  readonly fail: (error: Error) => void
  /** 102 and 103. */
  readonly inform?: (status: number, headers: readonly string[]) => void
  /** 101: the connection is now something else. */
  readonly upgraded?: (status: number, headers: readonly string[], socket: Duplex) => void
}

export interface UpstreamCall {
  /** Cancels at once, also while waiting; the receiver hears no more. */
  readonly abort: () => void
  readonly resume: () => void
}

export interface UpstreamRequest {
  readonly method: string
  readonly path: string
  readonly headers: string[]
  readonly body: Body
  /** The protocol to change to. */
  readonly upgrade?: string
  /**
   * Present: a request that the upstream cannot have taken, because the kept-alive connection was closed before it came, is sent again on another
   * connection, and this is called. Never for a body that is a stream, which cannot be sent again.
   */
  readonly again?: {
    readonly onSentAgain: () => void
    /** Also where it was written to a connection that was just being closed; false: only where no byte of it was written, as with all that may not be repeated. */
    readonly mayCross: boolean
  }
}

/** Connections that may turn out to be closed before a request gives up: an upstream closes those that fell idle together, together. */
const MOST_CLOSED = 2

/** Those of the connection; the length goes on, the encoding of the transfer does not. */
const OWN_TO_CONNECTION: ReadonlySet<string> = new Set(
  'connection keep-alive proxy-connection proxy-authenticate te transfer-encoding upgrade'.split(' '),
)

function textsOf(raw: unknown): string[] {
  return Array.isArray(raw) ? raw.map((item: Buffer | string) => (typeof item === 'string' ? item : item.toString('latin1'))) : []
}

/** Without the headers of the connection and those that `Connection` names. */
function endToEnd(raw: unknown): string[] {
  const texts = textsOf(raw)
  let named: Set<string> | null = null
  const kept: string[] = []
  for (let i = 0; i + 1 < texts.length; i += 2) {
    if (texts[i]!.toLowerCase() !== 'connection') continue
    named ??= new Set()
    for (const name of texts[i + 1]!.split(',')) named.add(name.trim().toLowerCase())
  }
  for (let i = 0; i + 1 < texts.length; i += 2) {
    const name = texts[i]!.toLowerCase()
    if (!OWN_TO_CONNECTION.has(name) && named?.has(name) !== true) kept.push(texts[i]!, texts[i + 1]!)
  }
  return kept
}

export function callUpstream(upstream: Upstream, request: UpstreamRequest, receiver: AnswerReceiver): UpstreamCall {
  let controller: Dispatcher.DispatchController | null = null
  let isAborted = false
  let isAnswered = false
  let closed = 0
  const { method, path, headers, body, upgrade, again } = request
  let sentOn = again === undefined || body instanceof Readable ? null : createSentOn()

  function abortNow(): void {
    controller?.abort(new Error('the client left'))
  }

  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(given) {
      controller = given
      if (isAborted) abortNow()
      else sentOn?.begins()
    },
    onResponseStart(given, status, _, statusText = '') {
      if (isAborted) return
      isAnswered = true
      if (status < 200) receiver.inform?.(status, endToEnd(given.rawHeaders))
      else receiver.start(status, statusText, endToEnd(given.rawHeaders))
    },
    onResponseData(given, piece) {
      if (!isAborted && !receiver.data(piece)) given.pause()
    },
    onResponseEnd(given) {
      if (!isAborted) receiver.end(textsOf(given.rawTrailers))
    },
    onResponseError(_, error) {
      if (isAborted) return
      const broken = isAnswered || closed >= MOST_CLOSED ? 'other' : (sentOn?.brokenAs(error) ?? 'other')
      if (broken === 'unsent' || (broken === 'crossed' && again?.mayCross === true)) {
        closed += 1
        controller = null
        again?.onSentAgain()
        sentOn = createSentOn()
        // Not inside the failure: the pool is still busy with the connection that broke.
        setImmediate(dispatch)
      } else receiver.fail(error)
    },
    onRequestUpgrade(given, status, _, socket) {
      if (isAborted || receiver.upgraded === undefined) socket.destroy()
      else receiver.upgraded(status, textsOf(given.rawHeaders), socket)
    },
  }

  function dispatch(): void {
    if (isAborted) return
    upstream.dispatcher.dispatch(
      { origin: upstream.origin, method, path, headers, body, ...(upgrade === undefined ? {} : { upgrade }) },
      handler,
    )
  }

  dispatch()
  return {
    abort() {
      if (isAborted) return
      isAborted = true
      abortNow()
    },
    resume: () => controller?.resume(),
  }
}
