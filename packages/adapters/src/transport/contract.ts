/** How the bytes of an answer come: as one body, as lines, as events. What they mean is the reader's. */
import type { ReadIssue } from '@logitscope/core'
import type { AnswerReader, Delta } from '../contract.ts'

export interface Transport {
  readonly push: (bytes: Uint8Array, out: Delta[]) => void
  readonly end: (out: Delta[]) => void
}

export interface TransportOptions {
  readonly reader: AnswerReader
  /** Longest body, line or event, bytes. */
  readonly limitBytes: number
  /** About the record as a whole. */
  readonly issues: ReadIssue[]
}

export const issue = (code: string, message: string): ReadIssue => ({ code, path: '', message })

/** Says that some pieces were left out because of their length. */
export function noteOversized({ reader, limitBytes, issues }: TransportOptions, count: number, what: string): void {
  if (count === 0) return
  reader.unreadable('oversized', `${count} ${what} are longer than ${limitBytes} bytes`)
  issues.push(issue('record-too-large', `${count} ${what} are longer than ${limitBytes} bytes and were left out`))
}

/** Text without the byte-order mark that may stand before it. */
export const withoutMark = (text: string): string => text.replace(/^\uFEFF/, '')
