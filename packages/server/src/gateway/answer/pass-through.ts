/** Sends an answer on as it comes: the same bytes, in the same pieces, at once. */
import type { ServerResponse } from 'node:http'
import type { Exchange } from '../exchange.ts'
import { headerIn } from './headers.ts'
import type { AnswerReceiver } from '../upstream/call-upstream.ts'

export const TRACE_ID_HEADER = 'x-logitscope-trace-id'

/** Notes what an answer's head says. */
export function noteHead(exchange: Exchange, status: number, headers: readonly string[]): void {
  exchange.answer = { status, contentType: headerIn(headers, 'content-type'), contentEncoding: headerIn(headers, 'content-encoding') }
}

/** Writes an answer's head as it came, with the id of its first trace; nothing that the upstream did not send is added. */
export function writeHead(exchange: Exchange, response: ServerResponse, status: number, statusText: string, headers: string[]): void {
  headers.push(TRACE_ID_HEADER, `${exchange.requestId}.0`)
  response.sendDate = false
  response.writeHead(status, statusText, headers)
}

/** @param over called when the upstream's part is over; with what went wrong, where something did. */
export function passThrough(exchange: Exchange, response: ServerResponse, over: (failure: Error | null) => void): AnswerReceiver {
  let hasWritten = false

  function flush(): void {
    if (!hasWritten && !response.writableEnded && !response.destroyed) response.flushHeaders()
  }

  return {
    start(status, statusText, headers) {
      noteHead(exchange, status, headers)
      writeHead(exchange, response, status, statusText, headers)
      // The head does not wait for the first piece of the body, unless both came together.
      process.nextTick(flush)
    },
    data(piece) {
      hasWritten = true
      const goesOn = response.write(piece)
      exchange.copyAnswer(piece)
      return goesOn
    },
    end(trailers) {
      hasWritten = true
      if (trailers.length > 0 && response.chunkedEncoding) {
        const pairs: [string, string][] = []
        for (let i = 0; i + 1 < trailers.length; i += 2) pairs.push([trailers[i]!, trailers[i + 1]!])
        response.addTrailers(pairs)
      }
      response.end()
      over(null)
    },
    fail: over,
  }
}
