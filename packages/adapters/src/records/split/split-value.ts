/** The splitter's steps inside a JSON value. */
import { breakOff } from './split-broken.ts'
import { parseLine, parseValue } from './parse-value.ts'
import {
  CLOSE_BRACE,
  emit,
  goOn,
  lineEnd,
  LONG_LINE,
  OPEN_BRACKET,
  report,
  SECOND_LOOKS,
  trimmedEnd,
  type SplitState,
} from './split-state.ts'

/** The usual case first: a whole object on one line. */
export function startObject(state: SplitState): boolean {
  if (state.indent < 0) return startValue(state)
  const { bytes, start, end } = state.window
  const stop = lineEnd(state)
  if (stop < 0 && end - start < LONG_LINE) return false
  if (stop >= 0) {
    const to = trimmedEnd(bytes, start, stop)
    if (bytes[to - 1] === CLOSE_BRACE && to - start <= state.recordBytes) {
      const parsed = parseLine(bytes, start, to)
      if (parsed !== null) {
        emit(state, parsed.value, to, [])
        return true
      }
    }
  }
  return startValue(state)
}

/** Any other value: its end is found by its brackets. */
export function startValue(state: SplitState): boolean {
  state.scanner.reset()
  state.scanned = 0
  state.valueIndent = state.indent
  state.mode = 'value'
  return true
}

export function insideValue(state: SplitState): boolean {
  const { scanner } = state
  const { bytes, start, end } = state.window
  let to = end
  if (state.secondLooks > SECOND_LOOKS) {
    const stop = lineEnd(state)
    if (stop >= 0) to = stop
  }
  let status = scanner.feed(bytes, start + state.scanned, to)
  state.scanned = to - start
  if (status === 'more' && state.ended && to === end) status = scanner.finish(end)
  if (status === 'broken') return breakOff(state, scanner.at)
  if (status === 'end') {
    const length = scanner.at - start
    return length > state.recordBytes ? tooLong(state, length, scanner.at) : complete(state)
  }
  if (state.scanned > state.recordBytes) {
    state.mode = 'oversized'
    state.window.start = to
    return true
  }
  return (to < end || state.ended) && breakOff(state, to)
}

function complete(state: SplitState): boolean {
  const { scanner, line } = state
  const { bytes, start } = state.window
  const to = scanner.at
  const parsed = parseValue(bytes, start, to)
  if (parsed.ok) emit(state, parsed.value, to, parsed.issues)
  else if (bytes[start] === OPEN_BRACKET && state.array.serial === 0 && scanner.newlines === 0) {
    // Words in brackets, as in a log, are text.
    state.found = true
    state.text.add(line, bytes, start, to)
    goOn(state, to, 'skip-line')
  } else {
    report(state, parsed.issue, line)
    goOn(state, to, 'between')
  }
  state.line += scanner.newlines
  return true
}

/** Reports a value that is too long, and goes on at `at`. */
export function tooLong(state: SplitState, length: number, at: number): true {
  const message = `this value takes ${length} bytes or more; at most ${state.recordBytes} are read of one`
  report(state, { code: 'record-too-large', path: '', message }, state.line)
  state.line += state.scanner.newlines
  goOn(state, at, 'between')
  return true
}

/** Passes over a value whose bytes are not kept any more: to its end, or to the end of its line where it has stood on one so far. */
export function insideOversized(state: SplitState): boolean {
  const { scanner } = state
  const { bytes, start, end } = state.window
  const stop = scanner.newlines === 0 ? lineEnd(state) : -1
  const to = stop < 0 ? end : stop
  const status = scanner.feed(bytes, start, to)
  if (status === 'more' && to === end && !state.ended) {
    state.scanned += end - start
    state.window.start = end
    return false
  }
  const at = status === 'more' ? to : scanner.at
  tooLong(state, state.scanned + at - start, at)
  if (status === 'broken') state.mode = 'skip-line'
  return true
}
