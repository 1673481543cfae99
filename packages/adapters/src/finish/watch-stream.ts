/** The part that all endings share: the events of a stream on their way to the client. */
import { utf8Decode, utf8Encode } from '@logitscope/core'
import type { StreamEnding } from '../contract.ts'
import { parseJson } from '../shared/json.ts'
import { asRecord, type Wire } from '../shared/wire.ts'
import { createFrameCutter } from '../strip/frames.ts'

export type EndReason = 'stop' | 'length'

/** One event to append; `data` that is text goes as it is (`[DONE]`). `name`: of the event field. */
export interface EndEvent {
  readonly name?: string
  readonly data: Wire | string
}

export interface Ender {
  readonly event: (value: Wire) => void
  /** The stream's own mark of its end, `[DONE]`. */
  readonly done?: () => void
  /** The events that end the stream; `null` where it cannot be ended here. */
  readonly end: (reason: EndReason) => readonly EndEvent[] | null
  /** One JSON object a line instead of server-sent events. */
  readonly lines?: true
}

const EVENT_LIMIT = 64 * 1024 * 1024

function written({ name, data }: EndEvent, lines: boolean): string {
  const text = typeof data === 'string' ? data : JSON.stringify(data)
  return lines ? `${text}\n` : `${name === undefined ? '' : `event: ${name}\n`}data: ${text}\n\n`
}

export function watchStream(ender: Ender): StreamEnding {
  const cutter = createFrameCutter(EVENT_LIMIT)
  /** Something went by that was not understood: what state the client is in is not known. */
  let isLost = false
  let isOver = false

  function take(text: string): void {
    if (text.trim() === '') return
    if (text.trim() === '[DONE]') {
      isOver = true
      ender.done?.()
      return
    }
    const parsed = parseJson(text)
    const value = parsed.ok ? asRecord(parsed.value) : null
    if (value === null) isLost = true
    else {
      if (value['error'] !== undefined && value['error'] !== null) isOver = true
      ender.event(value)
    }
  }

  return {
    push(bytes) {
      for (const frame of cutter.push(bytes)) {
        if (frame.data !== null) take(utf8Decode(frame.bytes, frame.data.start, frame.data.end))
        else if (/(?:^|[\r\n])(?:data:|\[|\{)/.test(utf8Decode(frame.bytes))) isLost = true
      }
    },
    end(reason) {
      if (isLost || isOver || cutter.isInside()) return null
      const events = ender.end(reason)
      if (events === null) return null
      isOver = true
      return utf8Encode(events.map((event) => written(event, ender.lines === true)).join(''))
    },
  }
}

/** The members of an object that are named, in that order, where they are there. */
export function picked(value: Wire, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => value[name] !== undefined).map((name) => [name, value[name]]))
}
