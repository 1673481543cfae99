import type { StoreTrouble } from '../alerts/types.ts'
import { fill, type Messages } from './messages/index.ts'
import { visibleText } from './visible.ts'

/** What an alert says of the store, in sentences: what happened, with the name of the file where one was set aside, and what to do. */
export function storeSentences({ kind, detail, file }: StoreTrouble, messages: Messages): readonly string[] {
  const { what, advice } = messages.store[kind]
  return [fill(what, { file: visibleText(file ?? ''), detail: visibleText(detail) }), advice]
}
