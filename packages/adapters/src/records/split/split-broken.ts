/** The splitter's steps after a value that breaks off: where the input can be read again. */
import type { ReadIssue } from '@logitscope/core'
import { startsStream } from './event-stream.ts'
import { parseLine } from './parse-value.ts'
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CR,
  goOn,
  LF,
  lineEnd,
  OPEN_BRACE,
  OPEN_BRACKET,
  report,
  SECOND_LOOKS,
  SPACE,
  TAB,
  trimmedEnd,
  type SplitState,
} from './split-state.ts'

/** Whether nothing but line breaks and as much white space as before the broken value stands between the end of its first line and `at`. */
function isNextLine(state: SplitState, at: number): boolean {
  const { bytes, start } = state.window
  let indent = 0
  for (let i = bytes.indexOf(LF, start); i < at; i++) {
    const byte = bytes[i]
    if (byte === LF) indent = 0
    else if (byte === SPACE || byte === TAB) indent += 1
    else if (byte !== CR) return false
  }
  return indent === Math.max(0, state.valueIndent)
}

/** Whether only white space stands before `at` on its line. */
function startsLine(state: SplitState, at: number): boolean {
  const { bytes } = state.window
  let before = at - 1
  while (bytes[before] === SPACE || bytes[before] === TAB) before -= 1
  return bytes[before] === LF
}

/** A value breaks off at a byte (the offending one, the end of its line, or the end of the input). */
export function breakOff(state: SplitState, at: number): true {
  const { scanner, array, line } = state
  const { bytes, start, end } = state.window
  const isWrong = scanner.status === 'broken'
  if (scanner.newlines === 0 && bytes[start] === OPEN_BRACKET && array.serial === 0) {
    // Words in brackets, as in a log, are text.
    state.found = true
    state.text.add(line, bytes, start, at)
    goOn(state, at, 'skip-line')
    return true
  }
  const brokenLine = line + scanner.newlines
  const where = brokenLine > line ? ` at line ${brokenLine}` : ''
  const anotherStarts = isWrong && bytes[at] === OPEN_BRACE && scanner.newlines > 0 && startsLine(state, at)
  const goesOnHere = anotherStarts && isNextLine(state, at)
  const issue: ReadIssue =
    !isWrong && at >= end
      ? { code: 'cut-off-json', path: '', message: `the input ends inside this JSON value${where}` }
      : anotherStarts
        ? { code: 'cut-off-json', path: '', message: `this JSON value is cut off: another one starts${where}` }
        : !isWrong || bytes[at] === LF
          ? { code: 'cut-off-json', path: '', message: `this JSON value is cut off: the line ends inside it${where}` }
          : { code: 'invalid-json', path: '', message: `this is not JSON${where}: ${scanner.reason}` }
  array.broken = true
  if (array.line === line) array.serial = 0
  if (goesOnHere || scanner.newlines === 0) {
    report(state, issue, line)
    goOn(state, at, goesOnHere ? 'between' : 'skip-line')
    state.line = brokenLine
    if (goesOnHere) state.indent = Math.max(0, state.valueIndent)
    return true
  }
  state.seek = { issue, line, pretty: true }
  state.secondLooks += at - start
  goOn(state, bytes.indexOf(LF, start), 'seek')
  return true
}

/**
 * One line after a broken value that spans lines. The input is read again from the next line on that stands as far from the margin as the
 * broken value and holds a whole object, or begins one where everything since was indented.
 */
export function seekLine(state: SplitState): boolean {
  const { window } = state
  const { bytes, end } = window
  if (bytes[window.start] === LF) {
    // A line feed at the end of the input begins no line.
    if (window.start + 1 === end) {
      if (state.ended) window.start = end
      return false
    }
    state.line += 1
    window.start += 1
  }
  const { start } = window
  const stop = lineEnd(state)
  if (stop < 0) {
    if (end - start > state.recordBytes) goOn(state, end, 'skip-line')
    return end - start > state.recordBytes
  }
  let first = start
  while (first < stop && (bytes[first] === SPACE || bytes[first] === TAB)) first += 1
  const last = trimmedEnd(bytes, first, stop) - 1
  if (last >= first && first - start === Math.max(0, state.valueIndent)) {
    const byte = bytes[first]!
    if (startsAgain(state, first, last) || (first === start && startsStream(bytes, start, end, true) === true)) {
      endSeek(state)
      state.indent = first - start
      window.start = first
      return true
    }
    if (byte !== OPEN_BRACE && byte !== CLOSE_BRACE && byte !== OPEN_BRACKET && byte !== CLOSE_BRACKET && byte !== CR)
      state.seek.pretty = false
  }
  window.start = stop
  return stop < end
}

function startsAgain(state: SplitState, first: number, last: number): boolean {
  const { bytes } = state.window
  if (bytes[first] !== OPEN_BRACE) return false
  if (last === first) return state.seek.pretty && state.secondLooks <= SECOND_LOOKS
  return bytes[last] === CLOSE_BRACE && parseLine(bytes, first, last + 1) !== null
}

/** Reports the broken value; `state.line` is the first line that is read again, or the last of the input. */
export function endSeek(state: SplitState): void {
  const { issue, line } = state.seek
  const last = state.ended && state.window.start === state.window.end ? state.line : state.line - 1
  const passed = last > line ? `; lines ${line} to ${last} are passed over` : ''
  report(state, { ...issue, message: issue.message + passed }, line)
  state.mode = 'between'
}
