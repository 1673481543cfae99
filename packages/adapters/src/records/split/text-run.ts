/** Lines of an input that are neither JSON nor an event stream, gathered so that a page of them gives one issue. */
import { utf8Decode, type ReadIssue } from '@logitscope/core'
import { quote } from '../quote.ts'

const SAMPLE = 200

export interface TextRun {
  /** The run began with markup. */
  readonly isPage: boolean
  /** Adds a line that starts with bytes[from, to). */
  add: (line: number, bytes: Uint8Array, from: number, to: number) => void
  /** The issue for the lines added since the last call, and the first of them; `null` where there were none. */
  flush: () => { readonly issue: ReadIssue; readonly line: number } | null
}

function describe(sample: string, lines: string): ReadIssue {
  if (/^<(!doctype\s+html|html|head|body|title|meta|h1|center)\b/i.test(sample)) {
    const title = /<(?:title|h1)[^>]*>([^<]*)/i.exec(sample)?.[1]?.trim()
    const named = title === undefined || title === '' ? '' : `, titled ${quote(title)}`
    return { code: 'html', path: '', message: `an HTML page${named}, not an answer${lines}: probably the error page of a server or proxy` }
  }
  if (sample.startsWith('<')) return { code: 'not-json', path: '', message: `markup, not JSON${lines}: ${quote(sample)}` }
  if (/[\0\x01-\x08\x0e-\x1a]/.test(sample))
    return { code: 'not-text', path: '', message: `binary data, not JSON${lines}: ${quote(sample, 30)}` }
  return { code: 'not-json', path: '', message: `neither JSON nor an event stream${lines}: ${quote(sample)}` }
}

export function createTextRun(): TextRun {
  let first = 0
  let last = 0
  let sample = ''
  return {
    get isPage() {
      return first > 0 && sample.startsWith('<')
    },
    add(line, bytes, from, to) {
      if (first === 0) first = line
      last = line
      if (sample.length < SAMPLE) sample += (sample === '' ? '' : '\n') + utf8Decode(bytes, from, Math.min(to, from + SAMPLE)).trimEnd()
    },
    flush() {
      if (first === 0) return null
      const issue = describe(sample, last > first ? ` (lines ${first} to ${last})` : '')
      const line = first
      first = 0
      sample = ''
      return { issue, line }
    },
  }
}
