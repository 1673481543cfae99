/** An answer event by event: each goes on, changed, as soon as it is complete. */
import { thresholdsFor } from '@logitscope/core'
import type { Transform } from 'node:stream'
import { createGuard, type Guard, type GuardFinding } from '../guard/create-guard.ts'
import { nameOf } from '../name-of.ts'
import type { AnswerReceiver } from '../upstream/call-upstream.ts'
import type { AnswerPlan } from './answer-plan.ts'
import { createDoneGate } from './done-gate.ts'
import { headersWithout, OF_THE_BYTES } from './headers.ts'
import { noteHead, writeHead } from './pass-through.ts'
import { askVerdict, verdictComment } from './verdict.ts'

/** Each step turns the bytes that come into those that go; a step that fails is left out from then on. */
export function streamedAnswer(plan: AnswerPlan, inflate: Transform | null, hasComment: boolean): AnswerReceiver {
  const { internals, exchange, response, over } = plan
  const stripper = plan.edit?.strip.stream(plan.edit.asked) ?? null
  const gate = hasComment ? createDoneGate() : null
  const ending = plan.guard === 'end' ? (exchange.route?.finish?.() ?? null) : null
  const guard = guardFor(plan)
  let found: GuardFinding | null = null
  let hasWritten = false
  /** The verdict is being waited for. */
  let isWaiting = false
  let isVerdictDone = false
  let hasEnded = false

  function put(bytes: Uint8Array): boolean {
    if (bytes.length === 0 || response.writableEnded) return true
    hasWritten = true
    return response.write(bytes)
  }

  function finish(): void {
    if (gate !== null) put(gate.rest())
    response.end()
    over(null)
  }

  function waitForVerdict(): void {
    isWaiting = true
    isVerdictDone = true
    askVerdict(exchange, internals.limits.verdictWaitMs, (verdict) => {
      isWaiting = false
      if (response.destroyed) return
      if (verdict !== null) put(verdictComment(verdict))
      if (hasEnded) finish()
      else put(gate!.rest())
    })
  }

  function pass(bytes: Uint8Array): boolean {
    if (gate === null || (isVerdictDone && !isWaiting)) return put(bytes)
    const goesOn = put(gate.push(bytes))
    if (gate.isAtMark() && !isVerdictDone) waitForVerdict()
    return goesOn
  }

  function guarded(raw: Uint8Array, sent: Uint8Array): void {
    if (guard === null || response.writableEnded) return
    ending?.push(sent)
    const now = guard.look(raw)
    if (now !== null && found === null) {
      found = now
      internals.log.debug({ requestId: exchange.requestId, found: now }, 'the guard found something')
      if (ending === null || guard.hasSeveral()) mark(now)
    }
    if (now === null || ending === null || guard.hasSeveral()) return
    const end = ending.end('length')
    if (end === null) return
    internals.counters.add('guardEnded')
    put(end)
    response.end()
    plan.cut()
  }

  function mark(what: GuardFinding): void {
    internals.counters.add('guardMarked')
    if (/event-stream/i.test(exchange.answer?.contentType ?? '')) put(Buffer.from(`: logitscope guard=${what}\n\n`))
  }

  function take(bytes: Uint8Array): boolean {
    const out = stripper === null ? bytes : stripper.push(bytes)
    const goesOn = pass(out)
    guarded(bytes, out)
    return goesOn
  }

  function endOfBytes(): void {
    if (stripper !== null) pass(stripper.end())
    hasEnded = true
    if (isWaiting) return
    if (gate !== null && !isVerdictDone) waitForVerdict()
    else finish()
  }

  /** What goes wrong in our own steps breaks the stream, rather than letting it go on half edited. */
  function safely<Result>(step: () => Result, otherwise: Result): Result {
    try {
      return step()
    } catch (error) {
      internals.log.warn({ error: nameOf(error) }, 'a stream could not be edited')
      over(new Error('a stream could not be edited'))
      return otherwise
    }
  }

  inflate?.on('data', (bytes: Buffer) => {
    if (!safely(() => take(bytes), true)) {
      inflate.pause()
      response.once('drain', () => inflate.resume())
    }
  })
  inflate?.on('end', () => {
    safely(endOfBytes, undefined)
  })
  inflate?.on('drain', plan.resume)
  inflate?.on('error', over)

  return {
    start(status, statusText, headers) {
      noteHead(exchange, status, headers)
      const changed = headersWithout(headers, inflate === null ? OF_THE_BYTES : [...OF_THE_BYTES, 'content-encoding'])
      writeHead(exchange, response, status, statusText, changed)
      process.nextTick(() => {
        if (!hasWritten && !response.writableEnded && !response.destroyed) response.flushHeaders()
      })
    },
    data(piece) {
      exchange.copyAnswer(piece)
      return inflate === null ? safely(() => take(piece), true) : inflate.write(piece)
    },
    end() {
      if (inflate === null) safely(endOfBytes, undefined)
      else inflate.end()
    },
    fail: over,
  }
}

function guardFor({ guard, exchange, internals }: AnswerPlan): Guard | null {
  if (guard === null || exchange.route === null) return null
  const thresholds = thresholdsFor(internals.profile(), exchange.head.context.language ?? '')
  return createGuard({
    route: exchange.route,
    requestId: exchange.requestId,
    startedAt: internals.clock.now(),
    path: exchange.path,
    thresholds,
  })
}
