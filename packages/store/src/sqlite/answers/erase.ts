import type { EraseRequest } from '../../contract/trace-store.ts'
import { StoreError } from '../../contract/store-error.ts'
import type { SqlValue } from '../connection.ts'
import { writing, type Engine } from '../engine.ts'
import { refreshExtremes } from '../rollup/extremes.ts'
import { toStored } from '../stored-text.ts'
import { summaryOf } from './answer-row.ts'
import { deleteAnswers, SELECT_DOOMED, type Doomed } from './delete-answers.ts'

/** Answers in one step. Each is counted out of its minute, hour and day, which makes one as dear as ten that retention deletes. */
const STEP = 20

function conditionOf({ session, user, ids }: EraseRequest): { readonly sql: string; readonly values: readonly SqlValue[] } {
  const terms: string[] = []
  const values: SqlValue[] = []
  if (session !== undefined) {
    terms.push('a.session = ?')
    values.push(toStored(session))
  }
  if (user !== undefined) {
    terms.push('a.user = ?')
    values.push(toStored(user))
  }
  if (ids !== undefined) {
    terms.push('a.id IN (SELECT value FROM json_each(?))')
    values.push(JSON.stringify(ids.map(toStored)))
  }
  if (terms.length === 0) throw new StoreError('bad-request', 'say whose answers are to be erased: a session, a user, or ids')
  return { sql: terms.join(' AND '), values }
}

/** Lets whatever waits for this thread come first. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Deletes answers, overwrites what they were, and counts them out, in one transaction. */
function eraseStep(engine: Engine, doomed: readonly Doomed[]): void {
  const { connection } = engine
  connection.db.exec('PRAGMA secure_delete = ON')
  try {
    writing(
      engine,
      () => {
        deleteAnswers(engine, doomed, ({ trace, analysis, imported }, place) => {
          const counted = summaryOf({ trace, analysis, imported }, place.received_at)
          engine.rollups.count(place.started_at, place.rollup, counted, { tokens: trace.tokens, logprob: analysis.perToken.logprob }, -1)
        })
        engine.rollups.write()
        refreshExtremes(engine, doomed)
      },
      'deleting',
    )
  } finally {
    connection.db.exec('PRAGMA secure_delete = OFF')
  }
}

/**
 * See `TraceStore.erase`. What is deleted is overwritten in the file, and the write-ahead log, which holds earlier forms of the pages, is
 * emptied; readers that are in the middle of a read may delay the latter until the next write.
 */
export async function erase(engine: Engine, request: EraseRequest): Promise<{ readonly erased: number }> {
  const { connection } = engine
  const { sql, values } = conditionOf(request)
  // What comes in meanwhile is not meant: somebody who goes on writing would keep this going for ever.
  const newest = connection.get<{ seq: number | null }>('SELECT max(seq) AS seq FROM answers')?.seq ?? 0
  // The plus keeps the bound out of the choice of an index.
  const next = `SELECT ${SELECT_DOOMED} FROM answers a WHERE ${sql} AND +a.seq <= ? ORDER BY a.seq LIMIT ${STEP}`
  let erased = 0
  for (;;) {
    const doomed = connection.all<Doomed>(next, ...values, newest)
    if (doomed.length === 0) break
    eraseStep(engine, doomed)
    erased += doomed.length
    await nextTurn()
  }
  // Also where nothing was left to delete: an erasure that was cut short may have left the log full.
  connection.all('PRAGMA wal_checkpoint(TRUNCATE)')
  return { erased }
}
