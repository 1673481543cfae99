import type { AlertEvent, AlertRecord, AlertRule, AlertState } from '@logitscope/core'
import type { ControlStore, OutboxMessage } from '../../contract/control-store.ts'
import { StoreError } from '../../contract/store-error.ts'
import type { Synchronous } from '../later.ts'
import type { Connection, SqlValue } from '../connection.ts'

interface AlertRow {
  readonly seq: number
  readonly id: string
  readonly event: string
  readonly rule: string
  readonly acknowledged_at: number | null
  readonly acknowledged_by: string | null
}

interface OutboxRow {
  readonly id: string
  readonly alert_id: string
  readonly target: string
  readonly body: string
  readonly state: OutboxMessage['state']
  readonly attempts: number
  readonly last_error: string | null
  readonly next_attempt_at: number
  readonly created_at: number
}

function messageOf(row: OutboxRow): OutboxMessage {
  return {
    id: row.id,
    alertId: row.alert_id,
    target: row.target,
    body: row.body,
    state: row.state,
    attempts: row.attempts,
    lastError: row.last_error,
    nextAttemptAt: row.next_attempt_at,
    createdAt: row.created_at,
  }
}

/** A body only ever loses content, by an erasure: who took the message before and writes it back does not bring it back. */
function putMessage(connection: Connection, message: OutboxMessage): void {
  connection.run(
    `INSERT INTO outbox VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
     body = CASE WHEN length(excluded.body) < length(outbox.body) THEN excluded.body ELSE outbox.body END, state = excluded.state, attempts = excluded.attempts, last_error = excluded.last_error, next_attempt_at = excluded.next_attempt_at`,
    message.id,
    message.alertId,
    message.target,
    message.body,
    message.state,
    message.attempts,
    message.lastError,
    message.nextAttemptAt,
    message.createdAt,
  )
}

function recordOf(connection: Connection, row: AlertRow): AlertRecord {
  const sent = connection.all<OutboxRow>('SELECT * FROM outbox WHERE alert_id = ? ORDER BY created_at, id', row.id)
  return {
    id: row.id,
    event: JSON.parse(row.event) as AlertEvent,
    rule: JSON.parse(row.rule) as AlertRule,
    acknowledgedAt: row.acknowledged_at,
    acknowledgedBy: row.acknowledged_by,
    deliveries: sent.map(messageOf).map(({ target, state, attempts, lastError, nextAttemptAt }) => ({
      target,
      state,
      attempts,
      lastError,
      nextAttemptAt: state === 'pending' ? nextAttemptAt : null,
    })),
  }
}

/** An alert that somebody has to see: that the store works again does not bring back what was in a damaged file. */
const STAYS = `COALESCE(json_extract(event, '$.store.kind') = 'set-aside', 0)`

type AlertTables = Pick<
  ControlStore,
  'rules' | 'putRules' | 'alertStates' | 'recordAlert' | 'alerts' | 'acknowledge' | 'dueMessages' | 'updateMessage' | 'messages'
>

/** Rules, their states, what they raised and what is to be delivered. */
export function alertTables(connection: Connection, write: <Result>(work: () => Result) => Result): Synchronous<AlertTables> {
  const messages = (where: string, ...values: SqlValue[]): readonly OutboxMessage[] =>
    connection.all<OutboxRow>(`SELECT * FROM outbox WHERE ${where}`, ...values).map(messageOf)
  return {
    rules() {
      return connection.all<{ rule: string }>('SELECT rule FROM rules ORDER BY place').map(({ rule }) => JSON.parse(rule) as AlertRule)
    },
    putRules(rules) {
      if (new Set(rules.map(({ id }) => id)).size < rules.length) throw new StoreError('bad-request', 'two rules have the same id')
      write(() => {
        connection.run('DELETE FROM rules')
        for (const [place, rule] of rules.entries())
          connection.run('INSERT INTO rules VALUES (?, ?, ?)', rule.id, place, JSON.stringify(rule))
        connection.run('DELETE FROM alert_states WHERE rule_id NOT IN (SELECT id FROM rules)')
      })
    },
    alertStates() {
      const rows = connection.all<{ rule_id: string; state: string }>('SELECT * FROM alert_states')
      return new Map(rows.map(({ rule_id, state }) => [rule_id, JSON.parse(state) as AlertState]))
    },
    recordAlert({ ruleId, state, alerts, outbox }) {
      write(() => {
        connection.run(
          'INSERT INTO alert_states VALUES (?, ?) ON CONFLICT (rule_id) DO UPDATE SET state = excluded.state',
          ruleId,
          JSON.stringify(state),
        )
        for (const { id, event, rule } of alerts) {
          const isResolved = event.kind === 'alert-resolved'
          if (isResolved) connection.run(`UPDATE alerts SET open = 0 WHERE rule_id = ? AND open = 1 AND NOT ${STAYS}`, ruleId)
          connection.run(
            'INSERT INTO alerts (id, rule_id, event, rule, open) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
            id,
            ruleId,
            JSON.stringify(event),
            JSON.stringify(rule),
            isResolved ? 0 : 1,
          )
        }
        for (const message of outbox) putMessage(connection, message)
      })
    },
    alerts({ limit, id, before, ruleId, open }) {
      const terms: string[] = []
      const values: SqlValue[] = []
      if (before !== undefined) {
        const position = connection.get<{ seq: number }>('SELECT seq FROM alerts WHERE id = ?', before)
        if (position === undefined) throw new StoreError('bad-cursor', `there is no alert ${JSON.stringify(before)} to continue after`)
        terms.push('seq < ?')
        values.push(position.seq)
      }
      if (id !== undefined) {
        terms.push('id = ?')
        values.push(id)
      }
      if (ruleId !== undefined) {
        terms.push('rule_id = ?')
        values.push(ruleId)
      }
      if (open !== undefined) terms.push(`open = ${open ? 1 : 0}`)
      const where = terms.length === 0 ? '1' : terms.join(' AND ')
      return connection
        .all<AlertRow>(`SELECT * FROM alerts WHERE ${where} ORDER BY seq DESC LIMIT ?`, ...values, limit)
        .map((row) => recordOf(connection, row))
    },
    acknowledge(alertId, at, by) {
      write(() => connection.run('UPDATE alerts SET acknowledged_at = ?, acknowledged_by = ?, open = 0 WHERE id = ?', at, by, alertId))
      const row = connection.get<AlertRow>('SELECT * FROM alerts WHERE id = ?', alertId)
      return row === undefined ? null : recordOf(connection, row)
    },
    dueMessages(now, limit) {
      return messages("state = 'pending' AND next_attempt_at <= ? ORDER BY next_attempt_at, id LIMIT ?", now, limit)
    },
    updateMessage(message) {
      write(() => {
        putMessage(connection, message)
      })
    },
    messages(state, limit) {
      return messages('state = ? ORDER BY created_at DESC, id LIMIT ?', state, limit)
    },
  }
}
