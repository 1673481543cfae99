/** Holds back the beginning of an answer until it is clear that what we added was not refused. */
import { errorIn, namesOurParameter } from '@logitscope/adapters'
import type { AnswerReceiver } from '../upstream/call-upstream.ts'
import { headerIn } from '../answer/headers.ts'
import { inflateWhole } from '../answer/inflate.ts'

export interface Judgement {
  /** The answer is about our parameters: it goes nowhere, the request is sent again without. */
  readonly refused: () => void
  readonly taken: () => void
}

const MOST_HELD = 64 * 1024

/** The data of the first event that has any, and whether it is there whole; `null`: not yet. */
function firstData(text: string): string | null {
  for (const event of text.split(/\r\n\r\n|\n\n|\r\r/).slice(0, -1)) {
    const data = event.split(/\r\n|\n|\r/).flatMap((line) => (line.startsWith('data:') ? [line.slice(5).trim()] : []))
    if (data.length > 0) return data.join('\n')
  }
  return /^\s*\{[^\n]*\n/.test(text) ? text.slice(0, text.indexOf('\n', text.indexOf('{'))) : null
}

function isError(json: string): boolean {
  try {
    return errorIn(JSON.parse(json)) !== null
  } catch {
    return false
  }
}

/** @param isKnown the upstream has taken such a request before: its streams are not held back. */
export function judged(inner: AnswerReceiver, isKnown: boolean, judgement: Judgement): AnswerReceiver {
  let head: readonly [status: number, statusText: string, headers: string[]] | null = null
  let held: Buffer[] = []
  let length = 0
  let isOver = false

  function release(): boolean {
    const [status, statusText, headers] = head!
    const pieces = held
    head = null
    held = []
    inner.start(status, statusText, headers)
    return pieces.reduce((goesOn, piece) => inner.data(piece) && goesOn, true)
  }

  function isRefusal(text: string): boolean {
    if (head![0] >= 400) return namesOurParameter(text)
    const data = firstData(text)
    return data !== null && isError(data) && namesOurParameter(data)
  }

  return {
    ...inner,
    start(status, statusText, headers) {
      const isStream = /event-stream|ndjson|jsonl/i.test(headerIn(headers, 'content-type') ?? '')
      const isPlain = headerIn(headers, 'content-encoding') === null
      if (status >= 400 || (status < 300 && isStream && isPlain && !isKnown)) {
        head = [status, statusText, headers]
        return
      }
      if (status < 300) judgement.taken()
      inner.start(status, statusText, headers)
    },
    data(piece) {
      if (isOver) return true
      if (head === null) return inner.data(piece)
      held.push(piece)
      length += piece.length
      if (head[0] < 400) {
        const text = Buffer.concat(held).toString('utf8')
        if (firstData(text) === null && length <= MOST_HELD) return true
        if (isRefusal(text)) {
          isOver = true
          judgement.refused()
          return true
        }
        judgement.taken()
      } else if (length <= MOST_HELD) return true
      return release()
    },
    end(trailers) {
      if (isOver) return
      if (head !== null) {
        const bytes = Buffer.concat(held)
        const text = (inflateWhole(bytes, headerIn(head[2], 'content-encoding'), 1024 * 1024) ?? bytes).toString('utf8')
        if (isRefusal(text)) {
          judgement.refused()
          return
        }
        release()
      }
      inner.end(trailers)
    },
    fail(error) {
      if (!isOver) inner.fail(error)
    },
  }
}
