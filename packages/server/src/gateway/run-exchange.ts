/** One exchange from the client's request to the end of the answer. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AnswerPlan } from './answer/answer-plan.ts'
import { sendEarly } from './answer/early.ts'
import { ownErrorFor, writeOwnError, type OwnError } from './answer/own-error.ts'
import { noteHead, writeHead } from './answer/pass-through.ts'
import { sendAnswer } from './answer/send-answer.ts'
import { judged } from './asking/judge.ts'
import { planRequest, reasonToLeave, type AskPlan } from './asking/plan-request.ts'
import type { Exchange } from './exchange.ts'
import type { Internals } from './internals.ts'
import { headersFor } from './request/headers-for.ts'
import { gatherBody, takeBody, type Body } from './request/request-body.ts'
import { watchIdleClient } from './request/watch-idle-client.ts'
import { callUpstream, type AnswerReceiver, type UpstreamCall } from './upstream/call-upstream.ts'

/** A client that waits no longer behind the mark of a stream's end has all of it. */
function hasAll(exchange: Exchange): boolean {
  return exchange.copy?.pieces().at(-1)?.includes('[DONE]') === true
}

const MAY_BE_REPEATED: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

export function runExchange(internals: Internals, exchange: Exchange, request: IncomingMessage, response: ServerResponse): void {
  const { counters, limits, log, memory } = internals
  const { head, method, path, upstream, copy } = exchange
  let call: UpstreamCall | null = null
  let end: 'complete' | 'upstream-failed' | 'guard-ended' | null = null

  function sendError(error: OwnError): void {
    const body = writeOwnError(exchange.route?.format.api ?? null, error)
    const headers = ['content-type', 'application/json', 'content-length', String(body.length), 'x-logitscope-error', error.code]
    noteHead(exchange, error.status, headers)
    copy?.restart()
    writeHead(exchange, response, error.status, '', headers)
    response.end(method === 'HEAD' ? undefined : body)
    exchange.copyAnswer(body)
  }

  function fail(error: OwnError): void {
    end = 'upstream-failed'
    counters.count('errors', error.code)
    call?.abort()
    if (response.headersSent) response.destroy()
    else sendError(error)
  }

  function over(failure: Error | null): void {
    // A client that leaves in the middle of its request makes the call fail too; `close` tells of it.
    if (end !== null || (failure !== null && request.destroyed && !request.complete)) return
    end = 'complete'
    if (failure === null) return
    const error = ownErrorFor(upstream.name, failure)
    log.warn({ upstream: upstream.name, code: error.code, status: error.status }, 'an upstream failed')
    fail(error)
  }

  function answerTo(ask: AskPlan | null): AnswerReceiver {
    const strip = exchange.route?.strip ?? null
    const plan: AnswerPlan = {
      internals,
      exchange,
      response,
      edit: ask === null || strip === null || upstream.config.logprobs !== 'auto' ? null : { strip, asked: ask.asked },
      guard: exchange.route === null ? null : (internals.guard.projects[head.context.project] ?? null),
      streamed: ask?.streamed ?? exchange.route?.facts.stream ?? false,
      over,
      cut() {
        end = 'guard-ended'
        call?.abort()
      },
      resume: () => call?.resume(),
    }
    return { ...sendAnswer(plan), inform: (status, headers) => sendEarly(response, status, headers) }
  }

  // RFC 9110, 9.2.2: a proxy may repeat by itself only what may be repeated; an answer that is generated twice is paid twice.
  const again = { mayCross: head.idempotencyKey === null && MAY_BE_REPEATED.has(method), onSentAgain: () => counters.add('reconnects') }

  function send(body: Body, receiver: AnswerReceiver, isEdited: boolean): void {
    if (response.destroyed) return
    const headers = headersFor(exchange, body, isEdited)
    call = callUpstream(upstream, { method, path, headers, body, again }, receiver)
  }

  function sendAsked(plan: AskPlan, original: Buffer): void {
    counters.add('asked')
    exchange.asked = plan.asked
    const receiver = answerTo(plan)
    const isKnown = memory.look(plan.key) === 'takes'
    const watched = judged(receiver, isKnown, {
      taken() {
        if (!isKnown) memory.note(plan.key, true)
      },
      refused() {
        memory.note(plan.key, false)
        counters.add('retries')
        call?.abort()
        exchange.retries += 1
        exchange.asked = null
        copy?.restart()
        send(original, answerTo(null), false)
      },
    })
    send(plan.body, plan.mayRetry ? watched : receiver, upstream.config.logprobs === 'auto')
  }

  response.on('drain', () => call?.resume())
  response.once('close', () => {
    if (end === null) {
      counters.add('clientsLeft')
      call?.abort()
      exchange.capture(hasAll(exchange) ? 'complete' : 'client-left', false)
      end = 'complete'
    } else exchange.capture(end, false)
  })

  if (!head.hasBody) {
    send(null, answerTo(null), false)
    return
  }
  watchIdleClient(request, limits.clientIdleMs, () => {
    if (end !== null) return
    exchange.abandon(null)
    fail({ status: 408, code: 'client-timeout', message: 'the request was not sent to its end' })
    response.once('finish', () => request.destroy())
  })
  const copied = (piece: Buffer): void => copy?.request(piece)
  const reason = reasonToLeave(exchange, limits.askBytes)
  if (reason !== null) {
    if (exchange.route !== null) counters.count('left', reason)
    takeBody(request, head.contentLength, copied, (body) => send(body, answerTo(null), false))
    return
  }
  gatherBody(request, limits.askBytes, copied, {
    whole(body) {
      const plan = planRequest(exchange, body, memory, internals.decisions)
      if (plan.kind === 'ask') {
        sendAsked(plan, body)
        return
      }
      counters.count('left', plan.reason)
      send(body, answerTo(null), false)
    },
    long(body) {
      counters.count('left', 'too-large')
      send(body, answerTo(null), false)
    },
  })
}
