/**
 * Cuts an input into what stands in it one after another: JSON values (one a line, pretty-printed, concatenated, or the elements of one
 * array), event streams, and stretches that are neither. Push-based; holds one value at a time; what it finds does not depend on how the
 * bytes were cut.
 */
import { createByteWindow } from './byte-window.ts'
import { createDoneFinder, startsStream } from './event-stream.ts'
import { SIGNATURE_LENGTH, signatureIssue } from './file-signature.ts'
import { createJsonScanner } from './json-scanner.ts'
import { endSeek, seekLine } from './split-broken.ts'
import {
  CLOSE_BRACKET,
  COMMA,
  CR,
  flushText,
  goOn,
  LF,
  LONG_LINE,
  LONG_TEXT,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  report,
  SPACE,
  TAB,
  type Mode,
  type SplitState,
  type SplitterSink,
  type Step,
} from './split-state.ts'
import { pageLine, skipLine, textLine } from './split-text.ts'
import { insideOversized, insideValue, startObject, startValue, tooLong } from './split-value.ts'
import { createTextRun } from './text-run.ts'

export type { Place, SplitterSink } from './split-state.ts'

export interface Splitter {
  /** Takes the next bytes of the input; they may be reused afterwards. */
  readonly push: (chunk: Uint8Array) => void
  readonly end: () => void
}

/** Separates records in JSON text sequences (RFC 7464). */
const RECORD_SEPARATOR = 0x1e
const BOM = [0xef, 0xbb, 0xbf] as const

export function createSplitter(sink: SplitterSink, limits: { readonly recordBytes: number }): Splitter {
  const done = createDoneFinder()
  const state: SplitState = {
    sink,
    recordBytes: limits.recordBytes,
    window: createByteWindow(limits.recordBytes + 2 * LONG_LINE),
    scanner: createJsonScanner(),
    text: createTextRun(),
    mode: 'start',
    ended: false,
    line: 1,
    indent: 0,
    found: false,
    array: { serial: 0, count: 0, line: 0, elements: 0, broken: false },
    scanned: 0,
    valueIndent: 0,
    secondLooks: 0,
    seek: { issue: { code: '', path: '', message: '' }, line: 0, pretty: true },
  }
  const { window, array } = state

  function begin(): boolean {
    if (window.end - window.start < SIGNATURE_LENGTH && !state.ended) return false
    const issue = signatureIssue(window.bytes.subarray(window.start, window.end))
    state.mode = issue === null ? 'between' : 'ignore'
    if (issue !== null) report(state, issue, 1)
    return true
  }

  function between(): boolean {
    const { bytes, end } = window
    while (window.start < end) {
      const byte = bytes[window.start]!
      if (byte === LF) {
        state.line += 1
        state.indent = 0
      } else if (byte === SPACE || byte === TAB) state.indent = state.indent < 0 ? -1 : state.indent + 1
      else if (byte === COMMA || byte === RECORD_SEPARATOR) state.indent = -1
      else if (byte === CLOSE_BRACKET && array.serial > 0) {
        if (array.elements === 0) report(state, { code: 'no-records', path: '', message: 'this array is empty' }, array.line)
        array.serial = 0
        state.indent = -1
      } else if (byte !== CR) return next(byte)
      window.start += 1
    }
    return false
  }

  /** Decides what starts here. */
  function next(byte: number): boolean {
    const { bytes, start, end } = window
    if (byte === BOM[0]) {
      if (end - start < BOM.length && !state.ended) return false
      if (bytes[start + 1] === BOM[1] && bytes[start + 2] === BOM[2]) {
        window.start += BOM.length
        return true
      }
    }
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (state.text.isPage) return pageLine(state)
      if (byte === OPEN_BRACE) return startObject(state)
      if (array.serial > 0) return startValue(state)
      const records = holdsRecords()
      if (records === null) return false
      if (!records) return startValue(state)
      array.count += 1
      Object.assign(array, { serial: array.count, line: state.line, elements: 0, broken: false })
      goOn(state, start + 1, 'between')
      return true
    }
    if (array.serial > 0) return startValue(state)
    const stream = state.indent === 0 ? startsStream(bytes, start, end, state.ended) : false
    if (stream === null) return false
    if (!stream) return textLine(state)
    flushText(state)
    state.found = true
    done.reset()
    state.mode = 'stream'
    return true
  }

  /** Whether an opening bracket begins an array of records (or an empty one), by the first byte inside; else it is numbers, or text in brackets. */
  function holdsRecords(): boolean | null {
    const { bytes, start, end } = window
    for (let i = start + 1; i < end && i < start + LONG_TEXT; i++) {
      const byte = bytes[i]!
      if (byte !== SPACE && byte !== TAB && byte !== LF && byte !== CR)
        return byte === OPEN_BRACE || byte === OPEN_BRACKET || byte === QUOTE || byte === CLOSE_BRACKET
    }
    return state.ended || end - start >= LONG_TEXT ? true : null
  }

  function stream(): boolean {
    const { bytes, start, end } = window
    const { line } = state
    const stop = done.feed(bytes, start, end)
    const to = stop < 0 ? end : stop
    state.line += done.newlines
    sink.stream(bytes.subarray(start, to), line)
    if (stop >= 0) sink.streamEnd()
    goOn(state, to, stop < 0 ? 'stream' : 'between')
    return stop >= 0
  }

  function ignore(): boolean {
    window.start = window.end
    return false
  }

  const steps: Readonly<Record<Mode, Step>> = {
    start: begin,
    between,
    value: insideValue,
    oversized: insideOversized,
    'skip-line': skipLine,
    seek: seekLine,
    stream,
    ignore,
  }

  function run(): void {
    while (window.start < window.end && steps[state.mode](state));
  }

  return {
    push(chunk) {
      if (chunk.length === 0) return
      window.append(chunk)
      run()
      window.settle()
    },
    end() {
      state.ended = true
      run()
      if (state.mode === 'stream') sink.streamEnd()
      if (state.mode === 'oversized') tooLong(state, state.scanned, window.end)
      if (state.mode === 'seek') endSeek(state)
      flushText(state)
      if (array.serial > 0 && !array.broken) {
        const message = `the input ends inside the array that starts at line ${array.line}`
        report(state, { code: 'cut-off-json', path: '', message }, state.line)
      }
      if (!state.found) report(state, { code: 'empty', path: '', message: 'the input is empty, or holds nothing but white space' }, 1)
    },
  }
}
