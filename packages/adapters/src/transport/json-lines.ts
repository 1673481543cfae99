/** One JSON value a line, each an event. */
import { utf8Decode } from '@logitscope/core'
import type { Delta } from '../contract.ts'
import { parseJson } from '../shared/json.ts'
import { noteOversized, withoutMark, type Transport, type TransportOptions } from './contract.ts'
import { createHeldBytes } from './held-bytes.ts'

const LF = 0x0a

export function createJsonLines(options: TransportOptions): Transport {
  const { reader, limitBytes } = options
  const held = createHeldBytes(limitBytes)
  let lines = 0
  let oversized = 0

  function take(last: boolean, out: Delta[]): void {
    const bytes = held.take()
    if (bytes === null) {
      lines += 1
      oversized += 1
      return
    }
    const text = withoutMark(utf8Decode(bytes))
    if (text.trim() === '') return
    lines += 1
    const parsed = parseJson(text)
    if (parsed.ok) reader.event(parsed.value, '', out)
    else if (last) reader.unreadable('cut', `the stream ends inside line ${lines}`)
    else reader.unreadable('malformed', `line ${lines} is not JSON: ${parsed.message}`)
  }

  return {
    push(bytes, out) {
      let start = 0
      for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, start)) {
        held.add(bytes.subarray(start, end))
        take(false, out)
        start = end + 1
      }
      held.add(bytes.subarray(start))
    },
    end(out) {
      if (held.size() > 0) take(true, out)
      noteOversized(options, oversized, 'lines')
    },
  }
}
