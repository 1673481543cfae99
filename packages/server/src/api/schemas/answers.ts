import { EVIDENCE_TIERS, FINISH_REASONS } from '@logitscope/core'
import type { AnswerPage, AnswerRecord, AnswerSummary, FieldValues, IngestAnswer, LabelChange, Neighbours } from '@logitscope/core'
import { z } from 'zod'
import { action, count, counts, labelValue, nullableNumber } from './shared.ts'
import { analysis, metrics } from './analysis.ts'
import { trace } from './trace.ts'

const nullableText = z.string().nullable()

export const answerSummary = z
  .strictObject({
    id: z.string(),
    requestId: z.string(),
    startedAt: z.number(),
    receivedAt: z.number(),
    imported: z.boolean(),
    project: z.string(),
    promptVersion: nullableText,
    provider: z.string(),
    api: z.string(),
    model: z.string(),
    requestedModel: z.string(),
    streamed: z.boolean(),
    status: nullableNumber,
    language: z.string(),
    session: nullableText,
    user: nullableText,
    item: nullableText,
    sampleGroup: nullableText,
    tags: z.record(z.string(), z.string()),
    finish: z.enum(FINISH_REASONS),
    tier: z.enum(EVIDENCE_TIERS),
    basis: z.enum(['raw', 'post-temperature', 'post-sampling', 'unknown']),
    completeness: nullableNumber,
    issues: z.array(z.string()),
    metrics,
    hallucination: z.strictObject({ score: z.number(), available: z.number(), max: z.number(), flagged: z.boolean() }),
    errorRisk: nullableNumber,
    lowestEntityMean: nullableNumber.describe('Nats'),
    selfCheckConsistency: nullableNumber,
    verdict: z.strictObject({
      action,
      rule: nullableText,
      basis: z.enum(['starting rules', 'calibrated']),
      reason: z.literal('no-evidence').optional().describe('Nothing was known to judge by: the verdict is none'),
    }),
    detections: counts,
    totalMs: z.number(),
    firstTokenMs: nullableNumber,
    label: labelValue.nullable(),
    preview: nullableText,
  })
  .meta({ id: 'AnswerSummary' }) as unknown as z.ZodType<AnswerSummary>

export const answerPage: z.ZodType<AnswerPage> = z
  .strictObject({
    items: z.array(answerSummary),
    next: nullableText,
    total: count.nullable().optional(),
    tokens: count.nullable().optional().describe('With a cell or lowToken: tokens that the filter means, in all its answers'),
    totalIsLeast: z.boolean().optional(),
  })
  .meta({ id: 'AnswerPage' }) as z.ZodType<AnswerPage>

export const labelChange: z.ZodType<LabelChange> = z
  .strictObject({
    traceId: z.string(),
    value: labelValue.nullable(),
    source: z.string(),
    at: z.number(),
    note: z.string().optional(),
    samplingProbability: nullableNumber,
  })
  .meta({ id: 'LabelChange' }) as z.ZodType<LabelChange>

export const answerRecord: z.ZodType<AnswerRecord> = z
  .strictObject({
    trace,
    analysis,
    labels: z.array(labelChange),
    scale: z
      .strictObject({
        lowTokenLogprob: z.number().describe('Nats'),
        avgLogprobBands: z.array(z.strictObject({ name: z.string(), below: nullableNumber })),
      })
      .nullable()
      .describe('Thresholds and bands of the profile that made the analysis; null where it is no longer kept'),
  })
  .meta({ id: 'AnswerRecord' })

export const neighbours: z.ZodType<Neighbours> = z.strictObject({ previous: nullableText, next: nullableText }).meta({ id: 'Neighbours' })

export const ingestAnswer: z.ZodType<IngestAnswer> = z
  .strictObject({
    stored: count,
    duplicate: count,
    conflict: count,
    refused: count,
    items: z.array(
      z.strictObject({
        line: count,
        id: nullableText,
        outcome: z.enum(['stored', 'duplicate', 'conflict', 'refused']),
        issues: z.array(z.object({ code: z.string(), path: z.string(), message: z.string(), count: count.optional() })),
      }),
    ),
  })
  .meta({ id: 'IngestAnswer' })

export const fieldValues: z.ZodType<FieldValues> = z
  .strictObject({ field: z.string(), items: z.array(z.strictObject({ value: z.string(), count })), newest: count.nullable() })
  .meta({ id: 'FieldValues' })
