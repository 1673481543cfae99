import { messagesFor, numberFormat, type Messages, type NumberFormat } from '@logitscope/core'
import type { Style } from '../terminal/style.ts'

/** How a report speaks: its words, its numbers, its colours, and how wide it may be. */
export interface Voice {
  readonly messages: Messages
  readonly numbers: NumberFormat
  readonly style: Style
  readonly columns: number
}

/** The voice of the terminal: English, numbers with a plain minus so that they can be copied into other programs. */
export function terminalVoice(style: Style, columns: number): Voice {
  return { messages: messagesFor('en'), numbers: numberFormat('en', { minus: '-' }), style, columns }
}
