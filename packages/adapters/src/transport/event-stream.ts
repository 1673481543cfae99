/** Server-sent events, each with one JSON value. */
import type { Delta } from '../contract.ts'
import { errorIn } from '../shared/error-body.ts'
import { parseJson } from '../shared/json.ts'
import { createSseParser, type SseEvent } from '../sse/index.ts'
import { issue, noteOversized, type Transport, type TransportOptions } from './contract.ts'

const SHOWN = 80

export function createEventStream(options: TransportOptions): Transport {
  const { reader, issues, limitBytes } = options
  let events = 0
  let strayErrors: unknown[] = []
  const parser = createSseParser(limitBytes, (line) => {
    // Some servers write an error into the stream as a bare line.
    const parsed = line.startsWith('{') ? parseJson(line) : null
    if (parsed?.ok === true && errorIn(parsed.value) !== null) strayErrors.push(parsed.value)
  })

  function take(list: readonly SseEvent[], out: Delta[]): void {
    for (const { data, name, unfinished } of list) {
      events += 1
      if (data.trim() === '[DONE]') {
        reader.done()
        continue
      }
      const parsed = parseJson(data)
      if (parsed.ok) reader.event(parsed.value, name, out)
      else if (name === 'error') reader.event(data, name, out)
      else if (unfinished) reader.unreadable('cut', `the stream ends inside event ${events}`)
      else reader.unreadable('malformed', `event ${events} is not JSON: ${parsed.message}`)
    }
    for (const value of strayErrors) reader.event(value, 'error', out)
    events += strayErrors.length
    strayErrors = []
  }

  return {
    push(bytes, out) {
      take(parser.push(bytes), out)
    },
    end(out) {
      take(parser.end(), out)
      const oversized = parser.oversized()
      noteOversized(options, oversized, 'events')
      const stray = parser.strayLines()
      if (events > 0 || oversized > 0) return
      issues.push(
        stray.count > 0
          ? issue('not-an-answer', `neither JSON nor an event stream; it begins with "${stray.first.slice(0, SHOWN)}"`)
          : issue('empty', 'the event stream holds no event'),
      )
    },
  }
}
