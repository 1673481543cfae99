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

/** White space before `at` on its line; −1 where something else stands there. */
function indentAt(state: SplitState, at: number): number {
  const { bytes } = state.window
  let before = at - 1
  while (bytes[before] === SPACE || bytes[before] === TAB) before -= 1
  return bytes[before] === LF ? at - 1 - before : -1
}

/** Whether nothing but white space stands between the end of the value's first line and `at`. */
function isNextLine(state: SplitState, at: number): boolean {
  const { bytes, start } = state.window
  for (let i = bytes.indexOf(LF, start); i < at; i++) {
    const byte = bytes[i]
    if (byte !== LF && byte !== SPACE && byte !== TAB && byte !== CR) return false
  }
  return true
}

/**
 * Whether the value was cut off with its first line, and what breaks it is the start of the next record: any text, where the first line
 * held more than an opening bracket; else an object that stands as far from the margin.
 */
function isCutLine(state: SplitState, at: number, indent: number): boolean {
  const { bytes, start } = state.window
  if (indent < 0 || !isNextLine(state, at)) return false
  const isMoreThanBracket = trimmedEnd(bytes, start, bytes.indexOf(LF, start)) - start > 1
  return isMoreThanBracket || (bytes[at] === OPEN_BRACE && indent === Math.max(0, state.valueIndent))
}

function issueOf(state: SplitState, at: number, cutLine: boolean): ReadIssue {
  const { scanner, line, window } = state
  const isWrong = scanner.status === 'broken'
  const where = scanner.newlines > 0 ? ` at line ${line + scanner.newlines}` : ''
  const cut = (message: string): ReadIssue => ({ code: 'cut-off-json', path: '', message })
  if (!isWrong && at >= window.end) return cut(`the input ends inside this JSON value${where}`)
  if (!isWrong || cutLine || window.bytes[at] === LF) return cut(`this JSON value is cut off: a line ends inside it${cutLine ? '' : where}`)
  if (window.bytes[at] === OPEN_BRACE && indentAt(state, at) >= 0) return cut(`this JSON value is cut off: another one starts${where}`)
  return { code: 'invalid-json', path: '', message: `this is not JSON${where}: ${scanner.reason}` }
}

/** A value breaks off at a byte (the offending one, the end of its line, or the end of the input). */
export function breakOff(state: SplitState, at: number): true {
  const { scanner, array, line } = state
  const { bytes, start } = state.window
  if (scanner.newlines === 0 && bytes[start] === OPEN_BRACKET && array.serial === 0) {
    // Words in brackets, as in a log, are text.
    state.found = true
    state.text.add(line, bytes, start, at)
    goOn(state, at, 'skip-line')
    return true
  }
  const indent = scanner.newlines > 0 && scanner.status === 'broken' ? indentAt(state, at) : -1
  const cutLine = isCutLine(state, at, indent)
  const issue = issueOf(state, at, cutLine)
  array.broken = true
  if (array.line === line) array.serial = 0
  if (cutLine || scanner.newlines === 0) {
    report(state, issue, line)
    goOn(state, at, cutLine ? 'between' : 'skip-line')
    state.line = line + scanner.newlines
    if (cutLine) state.indent = indent
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
