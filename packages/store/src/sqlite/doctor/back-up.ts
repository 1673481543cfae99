import { openConnection } from '../connection.ts'
import { copyDatabase } from '../copy-database.ts'
import { dataFile } from '../files.ts'
import { openReader } from '../open-file.ts'
import { StoreError } from '../../contract/store-error.ts'

/** A copy that was made and looked at. */
export interface Backup {
  readonly target: string
  readonly bytes: number
  readonly answers: number
}

/**
 * Copies the store of a folder to a file, while logitscope may be running, and reads the copy through. Throws a `StoreError` where it cannot be
 * made or the copy proves damaged; the target is then not there.
 */
export async function backUpStore(folder: string, target: string): Promise<Backup> {
  const elapsed = (): number => 0
  const source = openReader({ file: dataFile(folder), elapsed })
  let bytes: number
  try {
    ;({ bytes } = await copyDatabase(source, target))
  } finally {
    source.close()
  }
  const copy = openConnection(target, { readOnly: true, elapsed })
  try {
    const [first] = copy.all<{ quick_check: string }>('PRAGMA quick_check(1)')
    if (first?.quick_check !== 'ok') throw new StoreError('corrupt', `the copy ${target} is damaged: ${first?.quick_check ?? 'no answer'}`)
    return { target, bytes, answers: copy.get<{ n: number }>('SELECT count(*) AS n FROM answers')?.n ?? 0 }
  } finally {
    copy.close()
  }
}
