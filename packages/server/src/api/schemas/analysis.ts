import type { Analysis, Metrics } from '@logitscope/core'
import { z } from 'zod'
import { action, count, interval, nullableNumber } from './shared.ts'

const nullableInterval = interval.nullable()

export const metrics: z.ZodType<Metrics> = z
  .strictObject({
    tokenCount: count,
    censoredCount: count,
    sumLogprob: nullableNumber.describe('Nats'),
    avgLogprob: nullableNumber.describe('Nats'),
    minLogprob: nullableNumber.describe('Nats'),
    perplexity: nullableNumber,
    normalizedLogprob: nullableNumber,
    bitsPerByte: nullableNumber,
    maxTokenEntropy: nullableInterval.describe('Bits'),
    meanTokenEntropy: nullableInterval.describe('Bits'),
    lowConfidenceRatio: nullableNumber,
    tailMeanLogprob: nullableNumber.describe('Nats'),
    worstWindowLogprob: nullableNumber.describe('Nats'),
    offTopOne: z.strictObject({ observed: z.number(), expected: nullableNumber, z: nullableNumber }).nullable(),
    surpriseExcess: nullableNumber,
  })
  .meta({ id: 'Metrics' })

const column = z.array(nullableNumber)

const perToken = z.strictObject({
  logprob: column,
  probability: column,
  surprisalBits: column,
  rank: column,
  margin: column,
  chosenMargin: column,
  entropyBits: column,
  entropyLowerBits: column,
  entropyUpperBits: column,
  varentropyBits2: column,
})

const evidence = z.record(z.string(), z.union([z.number(), z.string()]))

const detection = z.strictObject({
  kind: z.string(),
  tokens: interval,
  chars: interval,
  text: z.string(),
  part: z.string(),
  evidence,
})

const vote = z.strictObject({
  id: z.string(),
  metric: z.string(),
  value: z.union([z.number(), interval, z.null()]),
  op: z.enum(['<', '<=', '>', '>=']),
  threshold: z.number(),
  points: z.number(),
  state: z.enum(['fires', 'clear', 'undecided', 'unavailable']),
  details: evidence.optional(),
})

export const analysis: z.ZodType<Analysis> = z
  .strictObject({
    metrics,
    reasons: z.record(z.string(), z.string()),
    perToken,
    detections: z.array(detection),
    hallucination: z.strictObject({
      score: z.number(),
      max: z.number(),
      available: z.number(),
      flagged: z.boolean(),
      votes: z.array(vote),
    }),
    errorRisk: nullableNumber,
    verdict: z.strictObject({
      action,
      rule: z.string().nullable(),
      matched: z.array(z.string()),
      undecided: z.array(z.string()),
      basis: z.enum(['starting rules', 'calibrated']),
      reason: z.literal('no-evidence').optional(),
    }),
    language: z.strictObject({ tag: z.string(), source: z.enum(['given', 'detected', 'unknown']) }),
    profile: z.strictObject({ name: z.string(), version: z.number(), sha256: z.string() }),
  })
  .meta({ id: 'Analysis' }) as z.ZodType<Analysis>
