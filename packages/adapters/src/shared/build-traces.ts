/** From the drafts of one request to its traces. */
import {
  withStatedConfidence,
  type ApiKind,
  type Finish,
  type Output,
  type ReadIssue,
  type Token,
  type ToolCall,
  type Trace,
} from '@logitscope/core'
import type { DecodeOptions, DecodeResult } from '../contract.ts'
import { limitPrompt, type AnswerDraft } from './answer-draft.ts'
import { completenessOf, entryCountOf, type Completeness } from './completeness.ts'
import { noteAbsence, noteAnyOfList, noteDisplaced, noteEntries, noteLastChunkOnly } from './draft-notes.ts'
import { marksOf, type Envelope } from './envelope.ts'
import { evidenceOf } from './evidence.ts'
import { finishOf } from './finish.ts'
import { checkOwnEntries } from './own-entries.ts'
import { providerIn } from './path-facts.ts'
import { basisOf, detectProvider } from './provider.ts'
import { dropRepeatedBlocks } from './repeated-blocks.ts'
import { promptOf, type RequestFacts } from './request-facts.ts'
import { settleParts } from './settle-parts.ts'
import { vocabularyOf } from './vocabulary.ts'
import { whyNone } from './why-none.ts'

export interface BuildFacts {
  readonly api: ApiKind
  readonly envelope: Envelope
  readonly drafts: readonly AnswerDraft[]
  readonly request: RequestFacts
  readonly options: DecodeOptions
  /** The decoder's own issues, about the record rather than one answer. */
  readonly issues: readonly ReadIssue[]
  /** The stream broke off, or what came is not all. */
  readonly cut: boolean
}

function outputOf(draft: AnswerDraft, finish: Finish): Output {
  const toolCalls = [...draft.tools.values()].map((tool): ToolCall => ({
    ...(tool.id === null ? {} : { id: tool.id }),
    name: tool.name,
    arguments: tool.arguments,
  }))
  return {
    text: draft.content,
    ...(draft.refusal === '' ? {} : { refusal: draft.refusal }),
    ...(draft.reasoning === '' ? {} : { reasoning: draft.reasoning }),
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
    finish,
    ...(draft.error === null ? {} : { error: draft.error }),
  }
}

function finishOfDraft(draft: AnswerDraft): Finish {
  if (draft.finishUnified !== null) return { unified: draft.finishUnified, raw: draft.finishRaw }
  return draft.finishRaw === null && draft.error !== null ? { unified: 'error', raw: null } : finishOf(draft.finishRaw)
}

/** Only one of several outputs is counted by this server. */
const countsOne = (provider: string, drafts: readonly AnswerDraft[]): boolean => provider === 'llama-server' && drafts.length > 1

function noteCompleteness(draft: AnswerDraft, { surplus, detail }: Completeness): void {
  if (draft.tokens.length === 0 || surplus === 0) return
  if (surplus > 0) draft.log.add('entries-extra', undefined, detail, surplus)
  else if (!draft.log.has('entries-missing')) draft.log.add('entries-missing', undefined, detail, -surplus)
}

/** The count does not speak of these outputs: it was cut off, or holds the candidates that were thrown away. */
function isCountable({ cut, request }: BuildFacts): boolean {
  return !cut && !(request.bestOf !== null && request.bestOf > (request.parameters.choices ?? 1))
}

/** Settles parts and counts; returns how complete each answer is. */
function settle(facts: BuildFacts, provider: string, finishes: readonly Finish[]): Completeness[] {
  const { envelope, request, drafts, api } = facts
  if (!countsOne(provider, drafts)) dropRepeatedBlocks(drafts, envelope.usage)
  const alone = provider === 'vllm' && (api === 'openai-chat' || request.parameters.topLogprobs === 0)
  const model = envelope.model === '' ? request.model : envelope.model
  const known = whyNone(provider, model, request.parameters.other ?? {})
  const counts = drafts.map((draft, i) => {
    limitPrompt(draft)
    noteAnyOfList(draft, provider)
    settleParts(draft, finishes[i]!.unified !== 'unknown')
    const hidden = checkOwnEntries(draft)
    if (facts.cut) draft.log.add('stream-cut')
    noteDisplaced(draft, alone)
    noteAbsence(draft, request.asked, known)
    noteLastChunkOnly(draft)
    noteEntries(draft, provider)
    return entryCountOf(draft, finishes[i]!, hidden)
  })
  const found = completenessOf(counts, isCountable(facts) ? envelope.usage : null, countsOne(provider, drafts))
  drafts.forEach((draft, i) => {
    noteCompleteness(draft, found[i]!)
    draft.log.absorb(envelope.log)
  })
  return found
}

/** Puts the traces together: repeated blocks out, parts settled, evidence assessed. */
export function buildTraces(facts: BuildFacts): DecodeResult {
  const { envelope, request, options, drafts } = facts
  const named = options.path === undefined ? null : providerIn(options.path)
  const provider = options.provider ?? named ?? detectProvider(marksOf(envelope))
  const finishes = drafts.map(finishOfDraft)
  const completeness = settle(facts, provider, finishes)
  const totalMs = options.now === undefined ? 0 : Math.max(0, options.now() - options.startedAt)
  const traces = drafts.map((draft, i): Trace => {
    const tokens: readonly Token[] = draft.tokens
    const output = outputOf(draft, finishes[i]!)
    const prompt = promptOf(request, draft.choice)
    const has = tokens.length > 0
    const vocabulary = vocabularyOf(tokens)
    const trace: Trace = {
      schema: 1,
      id: `${options.requestId}.${draft.choice}`,
      requestId: options.requestId,
      startedAt: options.startedAt,
      source: {
        provider,
        api: facts.api,
        requestedModel: request.model === '' ? envelope.model : request.model,
        model: envelope.model === '' ? request.model : envelope.model,
        ...(envelope.id === '' ? {} : { responseId: envelope.id }),
        choice: draft.choice,
        streamed: envelope.streamed,
        ...(options.status === undefined ? {} : { status: options.status }),
      },
      request: {
        ...(request.messages === null ? {} : { messages: request.messages }),
        ...(prompt === undefined ? {} : { prompt }),
        parameters: request.parameters,
      },
      output,
      tokens,
      ...(draft.promptTokens === null ? {} : { promptTokens: draft.promptTokens }),
      evidence: evidenceOf({
        output,
        tokens,
        basis: has ? (draft.basis ?? basisOf(provider, { linear: draft.notes.linear > 0, masked: draft.notes.masked > 0 })) : 'unknown',
        completeness: has ? completeness[i]!.share : null,
        log: draft.log,
        streamed: envelope.streamed,
        choices: drafts.length,
        ...(envelope.usage === null || facts.cut ? {} : { usage: envelope.usage }),
        ...(request.messages === null ? {} : { messages: request.messages }),
        ...(vocabulary === null ? {} : { vocabulary }),
      }),
      ...(envelope.usage === null ? {} : { usage: envelope.usage }),
      // Of an answer in one body only its end is known: when its first token was made, nobody saw.
      timing: {
        totalMs,
        ...(envelope.firstAt === null || !envelope.streamed ? {} : { firstTokenMs: Math.max(0, envelope.firstAt - options.startedAt) }),
      },
      context: options.context ?? { project: 'default' },
    }
    return withStatedConfidence(trace, options.confidence)
  })
  return { traces, issues: facts.issues }
}
