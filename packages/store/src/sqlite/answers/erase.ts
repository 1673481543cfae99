import type { EraseRequest } from '../../contract/trace-store.ts'
import { StoreError } from '../../contract/store-error.ts'
import type { SqlValue } from '../connection.ts'
import { writing, type Engine } from '../engine.ts'
import { refreshExtremes } from '../rollup/extremes.ts'
import { toStored } from '../stored-text.ts'
import { summaryOf } from './answer-row.ts'
import { deleteAnswers, SELECT_DOOMED, type Doomed } from './delete-answers.ts'

const STEP = 500

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

/**
 * See `TraceStore.erase`. What is deleted is overwritten in the file, and the write-ahead log, which holds earlier forms of the pages, is
 * emptied; readers that are in the middle of a read may delay the latter until the next write.
 */
export function erase(engine: Engine, request: EraseRequest): { readonly erased: number } {
  const { connection } = engine
  const { sql, values } = conditionOf(request)
  let erased = 0
  connection.db.exec('PRAGMA secure_delete = ON')
  try {
    for (;;) {
      const doomed = connection.all<Doomed>(`SELECT ${SELECT_DOOMED} FROM answers a WHERE ${sql} ORDER BY a.seq LIMIT ${STEP}`, ...values)
      if (doomed.length === 0) break
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
      erased += doomed.length
    }
  } finally {
    connection.db.exec('PRAGMA secure_delete = OFF')
  }
  if (erased > 0) connection.all('PRAGMA wal_checkpoint(TRUNCATE)')
  return { erased }
}
