import type { AnswerMoments, GroupStatistics, HeatmapResult, HistogramResult, Series, SeriesPoint, TokenStatistics } from '@logitscope/core'
import { z } from 'zod'
import { count, counts, interval, nullableNumber } from './shared.ts'

const spread = z
  .strictObject({ count, mean: z.number(), p10: z.number(), p50: z.number(), p90: z.number(), p95: z.number() })
  .meta({ id: 'Spread' })

const seriesPoint: z.ZodType<SeriesPoint> = z
  .strictObject({
    at: z.number().describe('Epoch ms'),
    count,
    withEvidence: count,
    tokens: count,
    avgLogprob: spread.nullable(),
    perplexity: spread.nullable(),
    meanTokenEntropy: interval.nullable(),
    lowTokens: count,
    lowConfidenceShare: nullableNumber,
    latencyMs: spread.nullable(),
    firstTokenMs: spread.nullable(),
    completeness: nullableNumber,
    incomplete: count,
    flagged: count,
    actions: z.strictObject({ pass: count, flag: count, review: count, requery: count, withhold: count }),
    tiers: counts,
    finishes: counts,
    detections: counts,
  })
  .meta({ id: 'SeriesPoint' })

export const series: z.ZodType<Series> = z
  .strictObject({
    from: z.number(),
    to: z.number(),
    bucket: z.enum(['minute', 'hour', 'day']),
    points: z.array(seriesPoint),
    total: seriesPoint,
  })
  .meta({ id: 'Series' })

export const histogram: z.ZodType<HistogramResult> = z
  .strictObject({
    metric: z.string(),
    scale: z.string(),
    unit: z.string(),
    edges: z.array(z.number()),
    counts: z.array(count),
    missing: count,
  })
  .meta({ id: 'Histogram' })

export const heatmap: z.ZodType<HeatmapResult> = z
  .strictObject({
    scales: z.tuple([z.string(), z.string()]),
    positions: z.array(z.number()),
    probabilities: z.array(z.number()),
    cells: z.array(count),
    unknown: z.array(count),
  })
  .meta({ id: 'Heatmap' })

export const moments: z.ZodType<AnswerMoments> = z
  .strictObject({
    count,
    labelled: count,
    labelledIncorrect: count,
    flagged: count,
    actions: z.strictObject({ pass: count, flag: count, review: count, requery: count, withhold: count }),
    metrics: z.record(z.string(), z.strictObject({ count, mean: nullableNumber, variance: nullableNumber })),
  })
  .meta({ id: 'AnswerMoments' })

export const tokenStatistics: z.ZodType<TokenStatistics> = z
  .strictObject({
    items: z.array(z.strictObject({ text: z.string(), low: count, meanLogprob: z.number() })),
    other: count,
  })
  .meta({ id: 'TokenStatistics' })

export const GROUP_FIELDS = ['project', 'model', 'promptVersion', 'language', 'provider'] as const

export const groupStatistics: z.ZodType<GroupStatistics> = z
  .strictObject({
    by: z.array(z.enum(GROUP_FIELDS)),
    items: z.array(z.strictObject({ group: z.record(z.string(), z.string()), statistics: seriesPoint })),
  })
  .meta({ id: 'GroupStatistics' })
