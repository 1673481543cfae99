import type { Label } from '@logitscope/core'
import type { ControlStore, LabelEvent } from '../../contract/control-store.ts'
import { StoreError } from '../../contract/store-error.ts'
import { LABEL_VALUES } from '../answers/codes.ts'
import { decodeCursor, encodeCursor } from '../answers/cursor.ts'
import type { Synchronous } from '../later.ts'
import type { Connection } from '../connection.ts'
import { fromStored, toStored } from '../stored-text.ts'

interface LabelRow {
  readonly seq: number
  readonly trace_id: string
  readonly source: string
  readonly value: Label['value'] | null
  readonly at: number
  readonly note: string | null
  readonly sampling_probability: number | null
}

function eventOf(row: LabelRow): LabelEvent {
  return {
    traceId: fromStored(row.trace_id),
    value: row.value,
    source: row.source,
    at: row.at,
    ...(row.note === null ? {} : { note: row.note }),
    samplingProbability: row.sampling_probability,
  }
}

/** The last event of each trace and source, where it was not taken back. */
const IN_FORCE = `l.value IS NOT NULL AND NOT EXISTS
  (SELECT 1 FROM labels later WHERE later.trace_id = l.trace_id AND later.source = l.source AND later.seq > l.seq)`

const CURSOR = 'labels'
const MOST_IDS = 1_000

type LabelTables = Pick<ControlStore, 'addLabels' | 'labelsOf' | 'labelsOfMany' | 'labels'>

/** Labels as events; the one in force stands in the answer's row too. */
export function labelTables(connection: Connection, write: <Result>(work: () => Result) => Result): Synchronous<LabelTables> {
  const refresh = (traceId: string): void => {
    const row = connection.get<LabelRow>(`SELECT * FROM labels l WHERE l.trace_id = ? AND ${IN_FORCE} ORDER BY l.seq DESC LIMIT 1`, traceId)
    const code = row?.value == null ? null : LABEL_VALUES.indexOf(row.value)
    connection.run('UPDATE answers SET label = ? WHERE id = ?', code, traceId)
  }
  return {
    addLabels(events) {
      return write(() => {
        const unknown = new Set<string>()
        let added = 0
        for (const { traceId, source, value, at, note, samplingProbability } of events) {
          const id = toStored(traceId)
          if (connection.get('SELECT 1 FROM answers WHERE id = ?', id) === undefined) {
            unknown.add(traceId)
            continue
          }
          connection.run(
            'INSERT INTO labels (trace_id, source, value, at, note, sampling_probability) VALUES (?, ?, ?, ?, ?, ?)',
            id,
            source,
            value,
            at,
            note ?? null,
            samplingProbability,
          )
          refresh(id)
          added += 1
        }
        return { added, unknown: [...unknown] }
      })
    },
    labelsOf(traceId) {
      return connection.all<LabelRow>('SELECT * FROM labels WHERE trace_id = ? ORDER BY seq', toStored(traceId)).map(eventOf)
    },
    labelsOfMany(traceIds) {
      if (traceIds.length > MOST_IDS) throw new StoreError('bad-request', `at most ${MOST_IDS} ids, got ${traceIds.length}`)
      const found = new Map<string, LabelEvent[]>()
      const sql = 'SELECT l.* FROM json_each(?) wanted JOIN labels l ON l.trace_id = wanted.value ORDER BY l.seq'
      const ids = [...new Set(traceIds.map(toStored))]
      for (const event of connection.all<LabelRow>(sql, JSON.stringify(ids)).map(eventOf)) {
        const events = found.get(event.traceId)
        if (events === undefined) found.set(event.traceId, [event])
        else events.push(event)
      }
      return found
    },
    labels({ after, limit }) {
      const seq = after === undefined ? 0 : decodeCursor(CURSOR, after).seq
      const rows = connection.all<LabelRow>(`SELECT * FROM labels l WHERE l.seq > ? AND ${IN_FORCE} ORDER BY l.seq LIMIT ?`, seq, limit + 1)
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        items: page.map((row) => eventOf(row) as Label),
        next: rows.length > limit && last !== undefined ? encodeCursor(CURSOR, { value: null, seq: last.seq }) : null,
      }
    },
  }
}
