import { ACTIONS, type WindowMeasure } from '@logitscope/core'
import type { ReadOptions } from '../../contract/read-options.ts'
import { StoreError } from '../../contract/store-error.ts'
import type { WindowCounts, WindowRequest } from '../../contract/trace-store.ts'
import { goOn, type SqlValue } from '../connection.ts'
import type { Engine } from '../engine.ts'
import { metricExpression, metricUpperExpression } from './columns.ts'
import { filterCondition } from './filter-sql.ts'

/** The value that a measure has for one answer, as SQL; NULL where the answer does not say. */
function measureExpression(measure: WindowMeasure): { readonly sql: string; readonly values: readonly SqlValue[] } {
  if (measure.kind === 'mean') {
    const sql = metricExpression(measure.metric)
    if (sql === null) throw new StoreError('bad-request', `there is no metric called ${JSON.stringify(measure.metric)}`)
    return { sql, values: [] }
  }
  if (measure.counted.kind === 'verdict') {
    const codes = measure.counted.actions.map((action) => ACTIONS.indexOf(action))
    return { sql: `CASE WHEN a.action IN (${codes.join(', ')}) THEN 1.0 ELSE 0.0 END`, values: [] }
  }
  const { metric, op, value } = measure.counted.condition
  const lower = metricExpression(metric)
  const upper = metricUpperExpression(metric)
  if (lower === null || upper === null) throw new StoreError('bad-request', `there is no metric called ${JSON.stringify(metric)}`)
  // Where the two ends of an interval disagree nothing is known, as in core's `evaluateCondition`.
  return {
    sql: `CASE WHEN ${lower} ${op} ? AND ${upper} ${op} ? THEN 1.0 WHEN NOT ${lower} ${op} ? AND NOT ${upper} ${op} ? THEN 0.0 END`,
    values: [value, value, value, value],
  }
}

/** See `TraceStore.window`. */
export function windowCounts(engine: Engine, { scope, from, to, measure }: WindowRequest, options?: ReadOptions): WindowCounts {
  const condition = filterCondition({ ...scope, imported: false }, engine.names)
  if (condition.isEmpty) return { traffic: 0, evidence: 0, measured: null }
  const { sql, values } = measure === null ? { sql: 'NULL', values: [] } : measureExpression(measure)
  return engine.connection.reading(options, () => {
    const row = engine.connection.get<{ traffic: number; evidence: number; counted: number; mean: number | null }>(
      `SELECT count(*) AS traffic, COALESCE(sum(evidence), 0) AS evidence, count(value) AS counted, avg(value) AS mean FROM
       (SELECT a.token_count > 0 AS evidence, ${sql} AS value FROM answers a INDEXED BY answers_received
        WHERE a.received_at >= ? AND a.received_at < ? AND ${goOn('a.seq')} AND ${condition.sql})`,
      ...values,
      from,
      to,
      ...condition.values,
    )!
    const measured = row.mean === null || row.counted === 0 ? null : { value: row.mean, count: row.counted }
    return { traffic: row.traffic, evidence: row.evidence, measured }
  })
}
