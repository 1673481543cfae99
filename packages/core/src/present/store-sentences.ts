import type { CarriedTable, StoreTrouble } from '../alerts/types.ts'
import { fill, type Messages } from './messages/index.ts'
import { visibleText } from './visible.ts'

/** What a new file has of a damaged one, and what it has not, in at most two sentences; a table that was empty is not spoken of. */
export function carriedSentences(carried: readonly CarriedTable[], messages: Messages): readonly string[] {
  const { tables, over, lost } = messages.carried
  const there = carried.filter(({ rows }) => rows > 0).map(({ table, rows }) => `${tables[table]} (${rows})`)
  const missing = carried.filter(({ isWhole }) => !isWhole).map(({ table }) => tables[table])
  return [
    ...(there.length === 0 ? [] : [fill(over, { tables: there.join(', ') })]),
    ...(missing.length === 0 ? [] : [fill(lost, { tables: missing.join(', ') })]),
  ]
}

/**
 * What an alert says of the store, in sentences: what happened, with the name of the file where one was set aside, what of it was carried over, and
 * what to do.
 */
export function storeSentences({ kind, detail, file, carried }: StoreTrouble, messages: Messages): readonly string[] {
  const { what, advice } = messages.store[kind]
  return [fill(what, { file: visibleText(file ?? ''), detail: visibleText(detail) }), ...carriedSentences(carried ?? [], messages), advice]
}
