/** What the steps of the splitter share. */
import type { ReadIssue } from '@logitscope/core'
import type { ByteWindow } from './byte-window.ts'
import type { JsonScanner } from './json-scanner.ts'
import type { TextRun } from './text-run.ts'

export interface Place {
  /** Line of the value's first byte, from 1. */
  readonly line: number
  /** Serial number of the top-level array that the value is an element of; 0 outside of one. */
  readonly array: number
}

export interface SplitterSink {
  /** A complete value. The bytes are only valid during the call. */
  readonly value: (value: unknown, bytes: Uint8Array, place: Place, issues: readonly ReadIssue[]) => void
  readonly unreadable: (issue: ReadIssue, line: number) => void
  /** The next bytes of an event stream; only valid during the call. */
  readonly stream: (bytes: Uint8Array, line: number) => void
  readonly streamEnd: () => void
}

export type Mode = 'start' | 'between' | 'value' | 'oversized' | 'skip-line' | 'seek' | 'stream' | 'ignore'

/** One step: goes on as far as it can; false when it needs more bytes. */
export type Step = (state: SplitState) => boolean

export interface SplitState {
  readonly sink: SplitterSink
  readonly recordBytes: number
  readonly window: ByteWindow
  readonly scanner: JsonScanner
  readonly text: TextRun
  mode: Mode
  ended: boolean
  line: number
  /** White space between the start of the line and `window.start`; −1 where something else stands there. */
  indent: number
  /** Whether anything but white space was seen. */
  found: boolean
  array: { serial: number; count: number; line: number; elements: number; broken: boolean }
  /** How far the scanner is, counted from the first byte of the value. */
  scanned: number
  valueIndent: number
  /** Bytes that were looked at a second time. */
  secondLooks: number
  seek: { issue: ReadIssue; line: number; pretty: boolean }
}

/** An object whose line has no end yet is looked at before it is complete from this length on: bracket by bracket, which is slower. */
export const LONG_LINE: number = 1024 * 1024
/** A longer line that is no object is text, whatever stands in it. */
export const LONG_TEXT = 65_536
/** Bytes that may be looked at a second time for the sake of values that span lines; after that each line stands for itself. */
export const SECOND_LOOKS: number = 64 * 1024 * 1024

export const LF = 0x0a
export const CR = 0x0d
export const TAB = 0x09
export const SPACE = 0x20
export const QUOTE = 0x22
export const COMMA = 0x2c
export const OPEN_BRACKET = 0x5b
export const CLOSE_BRACKET = 0x5d
export const OPEN_BRACE = 0x7b
export const CLOSE_BRACE = 0x7d

/** Passes on what was gathered of lines that are no JSON. */
export function flushText(state: SplitState): void {
  const run = state.text.flush()
  if (run !== null) state.sink.unreadable(run.issue, run.line)
}

export function report(state: SplitState, issue: ReadIssue, line: number): void {
  flushText(state)
  state.found = true
  state.sink.unreadable(issue, line)
}

/** Passes on the value in the bytes from `window.start` to `to` and goes on behind it. */
export function emit(state: SplitState, value: unknown, to: number, issues: readonly ReadIssue[]): void {
  const { window, array } = state
  flushText(state)
  state.found = true
  array.elements += 1
  state.sink.value(value, window.bytes.subarray(window.start, to), { line: state.line, array: array.serial }, issues)
  goOn(state, to, 'between')
}

/** Goes on at a byte in the middle of a line. */
export function goOn(state: SplitState, at: number, mode: Mode): void {
  state.window.start = at
  state.indent = -1
  state.mode = mode
}

/** Index of the end of the line: its line feed, or the end of the input; −1 where it has not come yet. */
export function lineEnd(state: SplitState): number {
  const at = state.window.lineFeed()
  return at < 0 && state.ended ? state.window.end : at
}

/** Index after the last byte of a line that is neither white space nor a comma. */
export function trimmedEnd(bytes: Uint8Array, from: number, to: number): number {
  let end = to
  while (end > from) {
    const byte = bytes[end - 1]
    if (byte !== SPACE && byte !== TAB && byte !== CR && byte !== COMMA) break
    end -= 1
  }
  return end
}
