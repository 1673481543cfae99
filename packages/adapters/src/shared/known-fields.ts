/** Counts the fields of a payload that the reader does not know, so that nothing a provider sends is dropped in silence. */
import type { IssueLog } from './issue-log.ts'
import type { Wire } from './wire.ts'

/** Makes a set of names out of lists written in one string each. */
export function names(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => list.split(/\s+/)).filter((name) => name !== ''))
}

/** `path` ends where the name goes, such as `choices[].`. A field that holds null says nothing and is not counted. */
export function noteUnknown(record: Wire, known: ReadonlySet<string>, path: string, log: IssueLog): void {
  for (const name in record) if (!known.has(name) && record[name] !== null) log.add('unknown-field', undefined, path + name)
}
