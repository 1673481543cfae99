import {
  AVG_LOGPROB_BINS,
  createHeatmap,
  createHistogram,
  HEATMAP_PROBABILITIES,
  HEATMAP_POSITIONS,
  pushHistogram,
  snapshotHeatmap,
  type AnswerFilter,
  type BinScale,
  type GroupField,
  type GroupStatistics,
  type HeatmapResult,
  type HistogramResult,
  type Series,
  type TokenStatistics,
} from '@logitscope/core'
import type { ReadOptions } from '../../contract/read-options.ts'
import { StoreError } from '../../contract/store-error.ts'
import type { FieldCounts, SeriesRequest } from '../../contract/trace-store.ts'
import { metricExpression } from '../answers/columns.ts'
import { filterCondition, isRollupFilter } from '../answers/filter-sql.ts'
import { valuesOfRows } from '../answers/values-of-rows.ts'
import type { AnswerRow } from '../answers/answer-row.ts'
import { goOn } from '../connection.ts'
import type { Engine } from '../engine.ts'
import { bucketStarts } from './buckets.ts'
import { tokenCounts } from './counted-tokens.ts'
import { addHeatmap } from './heatmap-codec.ts'
import { addLowTokens, createLowTokens, tokenStatistics } from './low-tokens.ts'
import { ask } from './query.ts'
import { countHeatmap, countLowTokens } from './rollup-row.ts'
import { seriesPoint } from './series-point.ts'
import { createStatistics, MEASURES, mergeStatistics, pushAnswer, type Statistics } from './statistics.ts'
import { addStatistics } from './statistics-codec.ts'

/** Index of the last start at or before an instant. */
function bucketOf(starts: readonly number[], at: number): number {
  let low = 0
  let high = starts.length
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if (starts[middle]! <= at) low = middle
    else high = middle
  }
  return low
}

/** See `TraceStore.series`. */
export function series(engine: Engine, { filter, bucket, zone }: SeriesRequest, options?: ReadOptions): Series {
  const { from, to } = filter
  if (!(from < to)) throw new StoreError('bad-request', `from must be before to, got ${from} and ${to}`)
  const starts = bucketStarts(from, to, bucket, zone)
  const buckets: (Statistics | undefined)[] = new Array<Statistics | undefined>(starts.length)
  const at = (instant: number): Statistics => (buckets[bucketOf(starts, instant)] ??= createStatistics())
  ask(
    engine,
    {
      filter,
      cuts: starts,
      table: 'rollup_statistics',
      takeRollup: (bytes, _group, instant) => {
        addStatistics(at(instant), bytes)
      },
      takeAnswer: (counted, instant) => {
        pushAnswer(at(instant), counted)
      },
    },
    options,
  )
  const total = createStatistics()
  const empty = createStatistics()
  for (const statistics of buckets) if (statistics !== undefined) mergeStatistics(total, statistics)
  return {
    from,
    to,
    bucket,
    points: starts.map((start, i) => seriesPoint(start, buckets[i] ?? empty)),
    total: seriesPoint(from, total),
  }
}

/** Bins of metrics that rollups do not hold: counted from rows. */
const OTHER_SCALES: Readonly<Record<string, BinScale>> = {
  'metrics.minLogprob': AVG_LOGPROB_BINS,
  'metrics.tailMeanLogprob': AVG_LOGPROB_BINS,
  'metrics.worstWindowLogprob': AVG_LOGPROB_BINS,
  'entities.minMeanLogprob': AVG_LOGPROB_BINS,
  'metrics.lowConfidenceRatio': HEATMAP_PROBABILITIES,
  errorRisk: HEATMAP_PROBABILITIES,
}

/** See `TraceStore.histogram`. */
export function histogram(engine: Engine, filter: AnswerFilter, metric: string, options?: ReadOptions): HistogramResult {
  const index = MEASURES.findIndex((measure) => measure.metric === metric)
  const scale = MEASURES[index]?.scale ?? (Object.hasOwn(OTHER_SCALES, metric) ? OTHER_SCALES[metric] : undefined)
  if (scale === undefined) {
    const known = [...MEASURES.map((measure) => measure.metric), ...Object.keys(OTHER_SCALES)].join(', ')
    throw new StoreError('bad-request', `there are no bins for ${JSON.stringify(metric)}; there are for ${known}`)
  }
  const counted = index >= 0 ? histogramOfMeasure(engine, filter, index, options) : histogramOfRows(engine, filter, metric, scale, options)
  return {
    metric,
    scale: scale.id,
    unit: scale.unit,
    edges: scale.edges,
    counts: Array.from(counted.counts),
    missing: counted.missing,
  }
}

function histogramOfMeasure(
  engine: Engine,
  filter: AnswerFilter,
  index: number,
  options?: ReadOptions,
): { counts: Float64Array; missing: number } {
  const statistics = createStatistics()
  ask(
    engine,
    {
      filter,
      table: 'rollup_statistics',
      takeRollup: (bytes) => {
        addStatistics(statistics, bytes)
      },
      takeAnswer: (counted) => {
        pushAnswer(statistics, counted)
      },
    },
    options,
  )
  const { counts, total } = statistics.measures[index]!.histogram
  return { counts, missing: statistics.count - total }
}

function histogramOfRows(
  engine: Engine,
  filter: AnswerFilter,
  metric: string,
  scale: BinScale,
  options?: ReadOptions,
): { counts: Float64Array; missing: number } {
  const counted = createHistogram(scale)
  const condition = filterCondition(filter, engine.names)
  let missing = 0
  if (filter.cell !== undefined) throw new StoreError('bad-request', `${metric} cannot be counted within a cell of the heatmap`)
  if (!condition.isEmpty) {
    const sql = `SELECT ${metricExpression(metric) ?? 'NULL'} AS value FROM answers a WHERE ${goOn('a.seq')} AND ${condition.sql}`
    engine.connection.reading(options, () => {
      for (const { value } of engine.connection.iterate<{ value: number | null }>(sql, ...condition.values)) {
        if (value === null) missing += 1
        else pushHistogram(counted, value)
      }
    })
  }
  return { counts: counted.counts, missing }
}

/** See `TraceStore.heatmap`. */
export function heatmap(engine: Engine, filter: AnswerFilter, options?: ReadOptions): HeatmapResult {
  const counted = createHeatmap()
  ask(
    engine,
    {
      filter,
      table: 'rollup_heatmaps',
      takeRollup: (bytes) => {
        addHeatmap(counted, bytes)
      },
      takeAnswer: (_counted, _at, _row, read) => {
        const { trace, analysis } = read()
        countHeatmap(counted, tokenCounts({ tokens: trace.tokens, logprob: analysis.perToken.logprob }, engine.lowBelow))
      },
    },
    options,
  )
  return { ...snapshotHeatmap(counted), positions: HEATMAP_POSITIONS.edges, probabilities: HEATMAP_PROBABILITIES.edges }
}

/** See `TraceStore.tokens`. */
export function tokens(engine: Engine, filter: AnswerFilter, limit: number, options?: ReadOptions): TokenStatistics {
  const counted = createLowTokens()
  ask(
    engine,
    {
      filter,
      table: 'rollup_tokens',
      takeRollup: (bytes) => {
        addLowTokens(counted, bytes)
      },
      takeAnswer: (_counted, _at, _row, read) => {
        const { trace, analysis } = read()
        countLowTokens(counted, tokenCounts({ tokens: trace.tokens, logprob: analysis.perToken.logprob }, engine.lowBelow))
      },
    },
    options,
  )
  return tokenStatistics(counted, limit)
}

const GROUP_COLUMNS: Readonly<Record<GroupField, 'project' | 'model' | 'prompt_version' | 'language' | 'provider'>> = {
  project: 'project',
  model: 'model',
  promptVersion: 'prompt_version',
  language: 'language',
  provider: 'provider',
}

type GroupKey = Partial<Record<GroupField, string>>

function groupOfRow({ names }: Engine, by: readonly GroupField[], row: AnswerRow): GroupKey {
  const key: GroupKey = {}
  for (const field of by) {
    const value = row[GROUP_COLUMNS[field]]
    key[field] = value === null ? '' : names.name(Number(value))
  }
  return key
}

/** See `TraceStore.groups`. */
export function groups(engine: Engine, filter: AnswerFilter, by: readonly GroupField[], options?: ReadOptions): GroupStatistics {
  const items = new Map<string, { readonly group: GroupKey; readonly statistics: Statistics }>()
  const of = (values: GroupKey): Statistics => {
    const group: GroupKey = {}
    for (const field of by) group[field] = values[field] ?? ''
    const key = JSON.stringify(by.map((field) => group[field]))
    let item = items.get(key)
    if (item === undefined) items.set(key, (item = { group, statistics: createStatistics() }))
    return item.statistics
  }
  ask(
    engine,
    {
      filter,
      by,
      table: 'rollup_statistics',
      takeRollup: (bytes, group) => {
        addStatistics(of(group.values), bytes)
      },
      takeAnswer: (counted, _at, row) => {
        pushAnswer(of(groupOfRow(engine, by, row)), counted)
      },
    },
    options,
  )
  const sorted = [...items.values()].sort((a, b) => b.statistics.count - a.statistics.count)
  return { by, items: sorted.map(({ group, statistics }) => ({ group, statistics: seriesPoint(filter.from ?? 0, statistics) })) }
}

/** See `TraceStore.values`. */
export function values(engine: Engine, filter: AnswerFilter, field: GroupField | 'tag', limit: number, options?: ReadOptions): FieldCounts {
  if (field === 'tag' || !isRollupFilter(filter)) return valuesOfRows(engine, filter, field, limit, options)
  const { items } = groups(engine, filter, [field], options)
  const counts = items.slice(0, limit).map(({ group, statistics }) => ({ value: group[field] ?? '', count: statistics.count }))
  return { items: counts, newest: null }
}
