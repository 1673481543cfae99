/** The parts of a trace in JSON. */
import type {
  Evidence,
  EvidenceBasis,
  EvidenceIssue,
  EvidenceTier,
  Finish,
  FinishReason,
  Message,
  Output,
  Parameters,
  Source,
  Timing,
  ToolCall,
  Trace,
  TraceContext,
  Usage,
  Verbalized,
} from '../types.ts'
import { missingToken, readToken } from './read-token.ts'
import {
  readFlag,
  readIndex,
  readJson,
  readList,
  readNumber,
  readObject,
  readOneOf,
  readText,
  readTexts,
  type Fields,
  type Reader,
} from './readers.ts'

const FINISH_REASONS: readonly FinishReason[] = ['stop', 'length', 'content-filter', 'tool-calls', 'error', 'cancelled', 'other', 'unknown']
const TIERS: readonly EvidenceTier[] = ['distribution', 'top-k', 'selected', 'verbalized', 'none']
const BASES: readonly EvidenceBasis[] = ['raw', 'post-temperature', 'post-sampling', 'unknown']

const empty = (): string => ''

function orNull<T>(read: Reader<T>): Reader<T | null> {
  return (value, issues) => (value === null ? null : read(value, issues))
}

const readToolCall = readObject<ToolCall>({
  id: { read: readText },
  name: { read: readText, otherwise: empty },
  arguments: { read: readText, otherwise: empty },
})

const readMessage = readObject<Message>({
  role: { read: readText, otherwise: empty },
  content: { read: orNull(readText), otherwise: () => null },
  parts: { read: readList(readJson as Reader<unknown>, () => null) },
  name: { read: readText },
  toolCalls: { read: readList(readToolCall) },
})

const readOther: Reader<Readonly<Record<string, unknown>>> = (value, issues) => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return readJson(value, issues) as Readonly<Record<string, unknown>>
  issues.add('wrong-type', 'is not an object')
  return undefined
}

const readParameters = readObject<Parameters>({
  temperature: { read: readNumber },
  topP: { read: readNumber },
  topK: { read: readNumber },
  minP: { read: readNumber },
  maxTokens: { read: readNumber },
  seed: { read: readNumber },
  frequencyPenalty: { read: readNumber },
  presencePenalty: { read: readNumber },
  stop: { read: readList(readText) },
  topLogprobs: { read: readNumber },
  choices: { read: readNumber },
  stream: { read: readFlag },
  other: { read: readOther },
})

const readSource = readObject<Source>({
  provider: { read: readText, otherwise: () => 'unknown' },
  api: { read: readText, otherwise: () => 'unknown' },
  requestedModel: { read: readText, otherwise: empty },
  model: { read: readText, otherwise: empty },
  responseId: { read: readText },
  choice: { read: readIndex, otherwise: () => 0 },
  streamed: { read: readFlag, otherwise: () => false },
  status: { read: readIndex },
  retries: { read: readIndex },
})

const readFinish = readObject<Finish>({
  unified: { read: readOneOf(FINISH_REASONS), otherwise: () => 'unknown' },
  raw: { read: orNull(readText), otherwise: () => null },
})

const readError = readObject<NonNullable<Output['error']>>({
  code: { read: readText, otherwise: empty },
  message: { read: readText, otherwise: empty },
})

const readShare: Reader<number> = (value, issues) => {
  const share = readNumber(value, issues)
  if (share === undefined || (share >= 0 && share <= 1)) return share
  issues.add('wrong-type', `is ${share} where a number from 0 to 1 is expected`)
  return undefined
}

const readVerbalized = readObject<Verbalized>({
  field: { read: readText, otherwise: empty },
  part: { read: readOneOf(['content', 'tool']), otherwise: () => 'content' },
  partIndex: { read: readIndex },
  value: { read: readShare, needed: true },
  raw: { read: readText, otherwise: empty },
  scale: { read: readText, otherwise: empty },
})

const readOutput = readObject<Output>({
  text: { read: readText, otherwise: empty },
  refusal: { read: readText },
  reasoning: { read: readText },
  toolCalls: { read: readList(readToolCall) },
  verbalized: { read: readVerbalized },
  finish: { read: readFinish, otherwise: () => ({ unified: 'unknown', raw: null }) },
  error: { read: readError },
})

const readEvidenceIssue = readObject<EvidenceIssue>({
  code: { read: readText, otherwise: () => 'unknown' },
  count: { read: readIndex, otherwise: () => 1 },
  at: { read: readIndex },
  detail: { read: readText },
})

const readEvidence = readObject<Evidence>({
  tier: { read: readOneOf(TIERS), needed: true },
  k: { read: readIndex, needed: true },
  vocabulary: { read: readIndex },
  basis: { read: readOneOf(BASES), needed: true },
  completeness: { read: orNull(readNumber), otherwise: () => null },
  issues: { read: readList(readEvidenceIssue), needed: true },
})

const readUsage = readObject<Usage>({
  input: { read: readIndex, needed: true },
  output: { read: readIndex, needed: true },
  reasoning: { read: readIndex },
})

const readTiming = readObject<Timing>({
  totalMs: { read: readNumber, otherwise: () => 0 },
  firstTokenMs: { read: readNumber },
})

const readContext = readObject<TraceContext>({
  project: { read: readText, otherwise: () => 'default' },
  promptVersion: { read: readText },
  language: { read: readText },
  session: { read: readText },
  user: { read: readText },
  item: { read: readText },
  sampleGroup: { read: readText },
  traceparent: { read: readText },
  tags: { read: readTexts },
})

const readRequest = readObject<Trace['request']>({
  messages: { read: readList(readMessage) },
  prompt: { read: readText },
  parameters: { read: readParameters, otherwise: () => ({}) },
})

/** A record whose evidence may be missing or broken, which the tokens then decide. */
export type RawTrace = Omit<Trace, 'evidence'> & { readonly evidence?: Evidence }

const readSchema: Reader<1> = () => 1

const FIELDS: Fields<RawTrace> = {
  schema: { read: readSchema, otherwise: () => 1 },
  id: { read: readText, otherwise: empty },
  requestId: { read: readText, otherwise: empty },
  startedAt: { read: readNumber, otherwise: () => 0 },
  receivedAt: { read: readNumber },
  source: {
    read: readSource,
    otherwise: () => ({ provider: 'unknown', api: 'unknown', requestedModel: '', model: '', choice: 0, streamed: false }),
  },
  request: { read: readRequest, otherwise: () => ({ parameters: {} }) },
  output: { read: readOutput, otherwise: () => ({ text: '', finish: { unified: 'unknown', raw: null } }) },
  tokens: { read: readList(readToken, missingToken), otherwise: () => [] },
  promptTokens: { read: readList(readToken, missingToken) },
  evidence: { read: readEvidence },
  usage: { read: readUsage },
  timing: { read: readTiming, otherwise: () => ({ totalMs: 0 }) },
  context: { read: readContext, otherwise: () => ({ project: 'default' }) },
}

/** Reads all parts; what is missing or wrong has its stand-in, and an issue. */
export const readTrace: Reader<RawTrace> = readObject<RawTrace>(FIELDS)
