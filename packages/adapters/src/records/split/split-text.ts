/** The splitter's steps over lines that are no JSON. */
import { parseLine } from './parse-value.ts'
import { emit, flushText, goOn, lineEnd, LONG_TEXT, trimmedEnd, type SplitState } from './split-state.ts'

/** A line that starts like no object, array or event stream: a bare JSON value, or text. */
export function textLine(state: SplitState): boolean {
  const { bytes, start, end } = state.window
  const stop = lineEnd(state)
  if (stop < 0 && end - start <= LONG_TEXT) return false
  if (stop >= 0 && stop - start <= LONG_TEXT && !state.text.isPage) {
    const to = trimmedEnd(bytes, start, stop)
    const parsed = parseLine(bytes, start, to)
    if (parsed !== null) {
      emit(state, parsed.value, to, [])
      return true
    }
  }
  addLine(state, stop)
  return true
}

/** In a page of markup only a whole JSON value on a line of its own ends the page. */
export function pageLine(state: SplitState): boolean {
  const { bytes, start, end } = state.window
  const stop = lineEnd(state)
  if (stop < 0 && end - start <= state.recordBytes) return false
  if (stop >= 0 && stop - start <= state.recordBytes && parseLine(bytes, start, trimmedEnd(bytes, start, stop)) !== null) flushText(state)
  else addLine(state, stop)
  return true
}

function addLine(state: SplitState, stop: number): void {
  const { bytes, start, end } = state.window
  state.found = true
  state.text.add(state.line, bytes, start, stop < 0 ? end : stop)
  goOn(state, stop < 0 ? end : stop, 'skip-line')
}

export function skipLine(state: SplitState): boolean {
  const stop = state.window.lineFeed()
  goOn(state, stop < 0 ? state.window.end : stop, stop < 0 ? 'skip-line' : 'between')
  return stop >= 0
}
