/** An answer in one body: held until it is complete, changed, and sent with its new length. */
import { nameOf } from '../name-of.ts'
import type { AnswerReceiver } from '../upstream/call-upstream.ts'
import type { AnswerPlan } from './answer-plan.ts'
import { headerIn, headersWithout, OF_THE_BYTES } from './headers.ts'
import { inflateWhole } from './inflate.ts'
import { noteHead, writeHead } from './pass-through.ts'
import { askVerdict, verdictHeader } from './verdict.ts'

interface Edited {
  readonly body: Buffer
  readonly headers: string[]
}

function editBody({ edit, internals }: AnswerPlan, bytes: Buffer, headers: string[]): Edited {
  const unedited = { body: bytes, headers }
  if (edit === null) return unedited
  const plain = inflateWhole(bytes, headerIn(headers, 'content-encoding'), internals.limits.rewriteBytes)
  if (plain === null) return unedited
  try {
    const stripped = edit.strip.body(plain, edit.asked)
    if (stripped === plain) return unedited
    const body = Buffer.from(stripped.buffer, stripped.byteOffset, stripped.byteLength)
    return { body, headers: [...headersWithout(headers, [...OF_THE_BYTES, 'content-encoding']), 'content-length', String(body.length)] }
  } catch (error) {
    internals.log.warn({ error: nameOf(error) }, 'an answer could not be edited and went on as it came')
    return unedited
  }
}

export function wholeAnswer(plan: AnswerPlan): AnswerReceiver {
  const { internals, exchange, response, over } = plan
  const { limits } = internals
  let head: readonly [status: number, statusText: string, headers: string[]] = [200, '', []]
  let held: Buffer[] = []
  let length = 0
  let isTooLong = false

  function send({ body, headers }: Edited): void {
    writeHead(exchange, response, head[0], head[1], headers)
    response.end(body)
    over(null)
  }

  return {
    start(status, statusText, headers) {
      noteHead(exchange, status, headers)
      head = [status, statusText, headers]
    },
    data(piece) {
      if (isTooLong) {
        const goesOn = response.write(piece)
        exchange.copyAnswer(piece)
        return goesOn
      }
      exchange.copyAnswer(piece)
      held.push(piece)
      length += piece.length
      if (length <= limits.rewriteBytes) return true
      isTooLong = true
      const pieces = held
      held = []
      writeHead(exchange, response, ...head)
      return pieces.reduce((goesOn, one) => response.write(one) && goesOn, true)
    },
    end() {
      if (isTooLong) {
        response.end()
        over(null)
        return
      }
      const edited = editBody(plan, held.length === 1 ? held[0]! : Buffer.concat(held, length), head[2])
      held = []
      if (!internals.verdictHeader || exchange.copy === null) {
        send(edited)
        return
      }
      askVerdict(exchange, limits.verdictWaitMs, (verdict) => {
        if (response.destroyed) return
        if (verdict !== null) edited.headers.push('x-logitscope-verdict', verdictHeader(verdict))
        send(edited)
      })
    },
    fail: over,
  }
}
