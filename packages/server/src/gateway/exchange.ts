/** What is known of one running exchange, and its end as a capture. */
import type { Asked, Route } from '@logitscope/adapters'
import { uuidv7 } from '@logitscope/core'
import type { CaptureRecord, CaptureVerdict, ExchangeEnd } from '../capture/contract.ts'
import { createExchangeCopy, type ExchangeCopy } from './copy/exchange-copy.ts'
import type { Internals } from './internals.ts'
import { nameOf } from './name-of.ts'
import type { RequestHead } from './request/request-head.ts'
import type { Upstream } from './upstream/upstream.ts'

export interface AnswerHead {
  readonly status: number
  readonly contentType: string | null
  readonly contentEncoding: string | null
}

export interface Exchange {
  readonly requestId: string
  readonly method: string
  /** Of the upstream, with the query. */
  readonly path: string
  readonly upstream: Upstream
  readonly head: RequestHead
  /** `null`: the request makes no answer, nothing is captured. */
  route: Route | null
  readonly copy: ExchangeCopy | null
  asked: Asked | null
  retries: number
  answer: AnswerHead | null
  /** ms since the request. */
  readonly elapsed: () => number
  /** Keeps a copy of a piece of the answer, which has been sent on. */
  readonly copyAnswer: (piece: Buffer) => void
  /**
   * Hands the capture over, once. The buffers are given away unless `isInUse`, in which case their bytes are copied first: a socket may still
   * be sending them.
   */
  readonly capture: (end: ExchangeEnd, isInUse: boolean, onVerdict?: (verdict: CaptureVerdict) => void) => boolean
  /** Drops the capture, where it was not handed over. */
  readonly abandon: (reason: string | null) => void
}

interface Begun {
  readonly method: string
  readonly path: string
  readonly upstream: Upstream
  readonly head: RequestHead
  readonly route: Route | null
}

const plain = (path: string): string => {
  const query = path.indexOf('?')
  return query < 0 ? path : path.slice(0, query)
}

/** The same pieces in memory of their own. */
function copied(pieces: readonly Buffer[]): readonly Buffer[] {
  const all = Buffer.concat(pieces)
  let at = 0
  return pieces.map(({ length }) => all.subarray(at, (at += length)))
}

export function beginExchange(internals: Internals, { method, path, upstream, head, route }: Begun): Exchange {
  const { clock, random, limits, budget, sink, counters, log } = internals
  const startedAt = clock.now()
  const begun = clock.monotonic()
  const requestId = uuidv7(startedAt, random)
  const isCopied = route !== null && random() < upstream.config.sampleRate
  const copy = isCopied ? createExchangeCopy(limits.copyBytes, budget) : null
  let isOver = copy === null

  function recordOf(end: ExchangeEnd, isInUse: boolean): CaptureRecord {
    const { status, contentType, contentEncoding } = exchange.answer!
    const arrivals = copy!.arrivals()
    const pieces = copy!.pieces()
    const request = copy!.requestBody()
    return {
      requestId,
      startedAt,
      firstByteMs: arrivals[0] ?? null,
      totalMs: exchange.elapsed(),
      upstream: upstream.name,
      provider: upstream.config.provider ?? exchange.route?.provider ?? null,
      method,
      path: plain(path),
      status,
      contentType,
      contentEncoding,
      requestBody: isInUse && request !== null ? Buffer.from(request) : request,
      requestEncoding: head.contentEncoding,
      responseBody: isInUse ? copied(pieces) : pieces,
      arrivals,
      end,
      retries: exchange.retries,
      asked: exchange.asked,
      context: head.context,
    }
  }

  function offer(record: CaptureRecord, onVerdict?: (verdict: CaptureVerdict) => void): boolean {
    try {
      const taken = sink.offer(record, onVerdict)
      counters.add(taken ? 'captured' : 'refused')
      return taken
    } catch (error) {
      counters.add('refused')
      log.warn({ error: nameOf(error) }, 'a capture could not be handed over')
      return false
    }
  }

  function drop(reason: string): void {
    counters.count('dropped', reason)
    try {
      sink.drop(reason)
    } catch {
      counters.add('refused')
    }
  }

  const exchange: Exchange = {
    requestId,
    method,
    path,
    upstream,
    head,
    route,
    copy,
    asked: null,
    retries: 0,
    answer: null,
    elapsed: () => clock.monotonic() - begun,
    copyAnswer(piece) {
      if (copy !== null && !isOver) copy.answer(piece, clock.monotonic() - begun)
    },
    capture(end, isInUse, onVerdict) {
      if (isOver || copy === null) return false
      isOver = true
      const lost = copy.lost()
      if (lost !== null) drop(lost)
      const isTaken = lost === null && exchange.answer !== null && offer(recordOf(end, isInUse), onVerdict)
      copy.release()
      return isTaken
    },
    abandon(reason) {
      if (isOver || copy === null) return
      isOver = true
      copy.release()
      if (reason !== null) drop(reason)
    },
  }
  return exchange
}
