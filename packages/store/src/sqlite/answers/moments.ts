import { ACTIONS, type Action, type AnswerFilter, type AnswerMoments } from '@logitscope/core'
import type { ReadOptions } from '../../contract/read-options.ts'
import { StoreError } from '../../contract/store-error.ts'
import { goOn } from '../connection.ts'
import type { Engine } from '../engine.ts'
import type { AnswerRow } from './answer-row.ts'
import { LABEL_VALUES } from './codes.ts'
import { metricExpression } from './columns.ts'
import { filterCondition } from './filter-sql.ts'
import { fitsCell } from './fits-cell.ts'
import { SELECT_PLACE, type Place } from './stored-answer.ts'

/** Running moments (Welford 1962): stable whatever the mean. */
interface Running {
  count: number
  mean: number
  squares: number
}

function push(into: Running, value: number): void {
  into.count += 1
  const step = value - into.mean
  into.mean += step / into.count
  into.squares += step * (value - into.mean)
}

/** See `TraceStore.moments`. Every row of the filter is read once. */
export function momentsOfRows(engine: Engine, filter: AnswerFilter, metrics: readonly string[], options?: ReadOptions): AnswerMoments {
  const expressions = metrics.map((metric) => {
    const expression = metricExpression(metric)
    if (expression === null) throw new StoreError('bad-request', `there is no metric called ${JSON.stringify(metric)}`)
    return expression
  })
  const running = metrics.map((): Running => ({ count: 0, mean: 0, squares: 0 }))
  const actions = ACTIONS.map(() => 0)
  let [count, labelled, labelledIncorrect, flagged] = [0, 0, 0, 0]
  const condition = filterCondition(filter, engine.names)
  if (!condition.isEmpty) {
    const columns = [SELECT_PLACE, 'a.action', 'a.flagged', 'a.label', ...expressions.map((expression, i) => `${expression} AS m${i}`)]
    const sql = `SELECT ${columns.join(', ')} FROM answers a WHERE ${goOn('a.seq')} AND ${condition.sql}`
    engine.connection.reading(options, (guard) => {
      for (const row of engine.connection.iterate<AnswerRow & Readonly<Record<`m${number}`, number | null>>>(sql, ...condition.values)) {
        if ((count & 255) === 0 || filter.cell !== undefined) guard.check()
        if (!fitsCell(engine, row as unknown as Place, filter.cell)) continue
        count += 1
        actions[Number(row.action)]! += 1
        if (row.flagged === 1) flagged += 1
        if (row.label !== null) labelled += 1
        if (row.label === LABEL_VALUES.indexOf('incorrect')) labelledIncorrect += 1
        for (let i = 0; i < running.length; i++) {
          const value = row[`m${i}`]
          if (typeof value === 'number') push(running[i]!, value)
        }
      }
    })
  }
  return {
    count,
    labelled,
    labelledIncorrect,
    flagged,
    actions: Object.fromEntries(ACTIONS.map((action, i) => [action, actions[i]!])) as Record<Action, number>,
    metrics: Object.fromEntries(
      metrics.map((metric, i) => {
        const { count: n, mean, squares } = running[i]!
        return [metric, { count: n, mean: n === 0 ? null : mean, variance: n < 2 ? null : squares / (n - 1) }]
      }),
    ),
  }
}
