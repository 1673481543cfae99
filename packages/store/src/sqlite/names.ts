import type { Connection } from './connection.ts'
import { fromStored, toStored } from './stored-text.ts'

/** Names by number and numbers by name, read from the file where they are not known yet. */
export interface Names {
  /** The number of a name, which it gets where it has none. Only while writing. */
  number(name: string): number
  /** The number of a name; `null` where no answer has it. */
  find(name: string): number | null
  name(number: number): string
  /** Forgets what was learnt in a transaction that did not come to be. */
  forget(): void
}

const MOST_KNOWN = 50_000

export function createNames(connection: Connection): Names {
  const numbers = new Map<string, number>()
  const names = new Map<number, string>()
  const learn = (name: string, number: number): number => {
    if (numbers.size >= MOST_KNOWN) numbers.clear()
    if (names.size >= MOST_KNOWN) names.clear()
    numbers.set(name, number)
    names.set(number, name)
    return number
  }
  const find = (name: string): number | null => {
    const known = numbers.get(name)
    if (known !== undefined) return known
    const row = connection.get<{ id: number }>('SELECT id FROM names WHERE text = ?', toStored(name))
    return row === undefined ? null : learn(name, row.id)
  }
  return {
    find,
    number(name) {
      const found = find(name)
      if (found !== null) return found
      return learn(name, connection.run('INSERT INTO names (text) VALUES (?)', toStored(name)).lastInsertRowid)
    },
    name(number) {
      const known = names.get(number)
      if (known !== undefined) return known
      const row = connection.get<{ text: string }>('SELECT text FROM names WHERE id = ?', number)
      if (row === undefined) return ''
      const name = fromStored(row.text)
      learn(name, number)
      return name
    },
    forget() {
      numbers.clear()
      names.clear()
    },
  }
}
