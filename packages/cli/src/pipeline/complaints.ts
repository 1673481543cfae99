import { visibleText } from '@logitscope/core'
import type { Writer } from '../terminal/writer.ts'
import type { Unreadable } from './answer.ts'
import type { Remark } from './read-answers.ts'

const MOST = 25

/** Says on the standard error what could not be read, one line a record, and how many more there were. */
export interface Complaints {
  unreadable: (record: Unreadable) => Promise<void>
  /** Something worth saying that is no failure. */
  remark: (remark: Remark) => Promise<void>
  /** Says how many lines were left out; returns how many things could not be read. */
  end: () => Promise<number>
}

function placeOf({ file, index, line }: Pick<Unreadable, 'file' | 'index' | 'line'>): string {
  const name = file === '-' ? 'standard input' : file
  return index === null ? name : `${name}, record ${index}${line === undefined ? '' : ` (line ${line})`}`
}

export function createComplaints(stderr: Writer): Complaints {
  let failures = 0
  let lines = 0
  const say = async (place: string, message: string): Promise<void> => {
    lines += 1
    if (lines <= MOST) await stderr.write(`${visibleText(place)}: ${visibleText(message)}\n`)
  }
  return {
    async unreadable(record) {
      failures += 1
      for (const { path, message } of record.issues) await say(placeOf(record) + (path === '' ? '' : `, ${path}`), message)
    },
    remark: (remark) => say(placeOf(remark), remark.message),
    async end() {
      if (lines > MOST) await stderr.write(`… and ${lines - MOST} more lines of this kind\n`)
      await stderr.flush()
      return failures
    },
  }
}
