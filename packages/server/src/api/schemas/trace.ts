import { EVIDENCE_TIERS, FINISH_REASONS } from '@logitscope/core'
import type { Trace } from '@logitscope/core'
import { z } from 'zod'
import { count, nullableNumber } from './shared.ts'

const alternative = z.strictObject({
  text: z.string(),
  bytes: z.array(z.number().int().min(0).max(255)).optional(),
  id: z.number().optional(),
  logprob: z.number().describe('Nats'),
})

const token = z
  .strictObject({
    text: z.string(),
    bytes: z.array(z.number().int().min(0).max(255)).optional(),
    logprob: nullableNumber.describe('Nats; null: censored or missing'),
    ceiling: z.number().optional().describe('When censored: an upper bound, nats'),
    id: z.number().optional(),
    part: z.enum(['content', 'refusal', 'reasoning', 'tool']),
    partIndex: count.optional(),
    special: z.literal(true).optional(),
    alternatives: z.array(alternative),
  })
  .meta({ id: 'Token' })

const toolCall = z.strictObject({ id: z.string().optional(), name: z.string(), arguments: z.string() })
const finish = z.strictObject({ unified: z.enum(FINISH_REASONS), raw: z.string().nullable() })

const parameters = z.strictObject({
  temperature: z.number().optional(),
  topP: z.number().optional(),
  topK: z.number().optional(),
  minP: z.number().optional(),
  maxTokens: z.number().optional(),
  seed: z.number().optional(),
  frequencyPenalty: z.number().optional(),
  presencePenalty: z.number().optional(),
  stop: z.array(z.string()).optional(),
  topLogprobs: z.number().optional(),
  choices: z.number().optional(),
  stream: z.boolean().optional(),
  other: z.record(z.string(), z.unknown()).optional(),
})

const message = z.strictObject({
  role: z.string(),
  content: z.string().nullable(),
  parts: z.array(z.unknown()).optional(),
  name: z.string().optional(),
  toolCalls: z.array(toolCall).optional(),
})

const evidence = z.strictObject({
  tier: z.enum(EVIDENCE_TIERS),
  k: count,
  vocabulary: count.optional(),
  basis: z.enum(['raw', 'post-temperature', 'post-sampling', 'unknown']),
  completeness: nullableNumber,
  issues: z.array(z.strictObject({ code: z.string(), count, at: count.optional(), detail: z.string().optional() })),
})

const source = z.strictObject({
  provider: z.string(),
  api: z.string(),
  requestedModel: z.string(),
  model: z.string(),
  responseId: z.string().optional(),
  choice: count,
  streamed: z.boolean(),
  status: z.number().optional(),
  retries: z.number().optional(),
})

const context = z.strictObject({
  project: z.string(),
  promptVersion: z.string().optional(),
  language: z.string().optional(),
  session: z.string().optional(),
  user: z.string().optional(),
  item: z.string().optional(),
  sampleGroup: z.string().optional(),
  traceparent: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
})

/** The trace, schema version 1. */
export const trace: z.ZodType<Trace> = z
  .strictObject({
    schema: z.literal(1),
    id: z.string(),
    requestId: z.string(),
    startedAt: z.number().describe('Epoch ms'),
    receivedAt: z.number().optional().describe('Epoch ms'),
    source,
    request: z.strictObject({ messages: z.array(message).optional(), prompt: z.string().optional(), parameters }),
    output: z.strictObject({
      text: z.string(),
      refusal: z.string().optional(),
      reasoning: z.string().optional(),
      toolCalls: z.array(toolCall).optional(),
      finish,
      error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
    }),
    tokens: z.array(token),
    promptTokens: z.array(token).optional(),
    evidence,
    usage: z.strictObject({ input: z.number(), output: z.number(), reasoning: z.number().optional() }).optional(),
    timing: z.strictObject({ totalMs: z.number(), firstTokenMs: z.number().optional() }),
    context,
  })
  .meta({ id: 'Trace' }) as z.ZodType<Trace>
