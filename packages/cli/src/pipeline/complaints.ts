import { visibleText } from '@logitscope/core'
import type { Writer } from '../terminal/writer.ts'
import type { Unreadable } from './answer.ts'
import type { Remark } from './read-answers.ts'

/** Lines in all, and lines of one kind in one file: more would bury what is different. */
const MOST = 40
const MOST_ALIKE = 3

/** Says on the standard error what could not be read, one line a record, and how many more there were. */
export interface Complaints {
  unreadable: (record: Unreadable) => Promise<void>
  /** Something worth saying of a record that was read; a failure only where a part of it is damaged. */
  remark: (remark: Remark) => Promise<void>
  /** Says how many lines were left out; returns how many things could not be read. */
  end: () => Promise<number>
}

const nameOf = (file: string): string => visibleText(file === '-' ? 'standard input' : file)

function placeOf({ file, index, line }: Pick<Unreadable, 'file' | 'index' | 'line'>): string {
  return index === null ? nameOf(file) : `${nameOf(file)}, record ${index}${line === undefined ? '' : ` (line ${line})`}`
}

export function createComplaints(stderr: Writer): Complaints {
  let failures = 0
  let lines = 0
  let unsaid = 0
  /** By file and code, in the order in which they came. */
  const alike = new Map<string, { readonly name: string; readonly code: string; count: number }>()
  const write = async (line: string): Promise<void> => {
    lines += 1
    if (lines <= MOST) await stderr.write(`${line}\n`)
    else unsaid += 1
  }
  const say = async (at: Pick<Unreadable, 'file' | 'index' | 'line'>, code: string, path: string, message: string): Promise<void> => {
    const key = `${at.file}\n${code}`
    const group = alike.get(key) ?? { name: nameOf(at.file), code, count: 0 }
    group.count += 1
    // A folder of a million broken files must not fill the memory with their names.
    if (alike.size < 10_000) alike.set(key, group)
    if (group.count <= MOST_ALIKE) await write(`${placeOf(at)}${path === '' ? '' : `, ${visibleText(path)}`}: ${visibleText(message)}`)
  }
  return {
    async unreadable(record) {
      failures += 1
      for (const { code, path, message } of record.issues) await say(record, code, path, message)
    },
    remark: (remark) => {
      if (remark.bad === true) failures += 1
      return say(remark, remark.code, '', remark.message)
    },
    async end() {
      for (const { name, code, count } of alike.values())
        if (count > MOST_ALIKE) await write(`${name}: ${count - MOST_ALIKE} more records with ${visibleText(code)}`)
      if (unsaid > 0) await stderr.write(`… and ${unsaid} more lines like these\n`)
      await stderr.flush()
      return failures
    },
  }
}
