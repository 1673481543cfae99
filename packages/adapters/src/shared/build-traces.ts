/** From the drafts of one request to its traces. */
import type { ApiKind, Finish, Output, ReadIssue, Token, ToolCall, Trace } from '@logitscope/core'
import type { DecodeOptions, DecodeResult } from '../contract.ts'
import type { AnswerDraft } from './answer-draft.ts'
import { completenessOf, type EntryCount } from './completeness.ts'
import { chainOfBlocks } from './duplicate-blocks.ts'
import { marksOf, type Envelope } from './envelope.ts'
import { evidenceOf } from './evidence.ts'
import { finishOf } from './finish.ts'
import { basisOf, detectProvider } from './provider.ts'
import { promptOf, type RequestFacts } from './request-facts.ts'
import { settleParts } from './settle-parts.ts'

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

const LN_HALF = Math.log(0.5)

/** Leaves out blocks of tokens that came again, where what remains is exactly what was reported; else only says so. */
function dropRepeatedBlocks(drafts: readonly AnswerDraft[], envelope: Envelope, provider: string): void {
  const { usage } = envelope
  if (usage === null) return
  const total = drafts.reduce((sum, draft) => sum + draft.tokens.length, 0)
  const onlyOne = provider === 'llama-server' && drafts.length > 1
  if (onlyOne || total <= usage.output + drafts.length) return
  const chains = drafts.map((draft) => chainOfBlocks(draft.tokens))
  const left = chains.reduce((sum, chain) => sum + chain.length, 0)
  if (left === total) return
  const exact = left === usage.output || left === usage.output - drafts.length
  drafts.forEach((draft, i) => {
    const chain = chains[i]!
    const repeated = draft.tokens.length - chain.length
    if (repeated === 0) return
    draft.log.add(
      'duplicate-blocks',
      undefined,
      exact
        ? 'entries that came again were left out; the rest is what usage reports'
        : 'entries came again; what is left without them is not what usage reports',
      repeated,
    )
    if (!exact) return
    draft.log.moveBack(Infinity)
    draft.tokens = chain.map((index) => draft.tokens[index]!)
    draft.shared = chain.map((index) => draft.shared[index]!)
    draft.hints = chain.map((index) => draft.hints[index]!)
  })
}

/** Lists from which the chosen token may have displaced a more probable one. */
function noteDisplaced(draft: AnswerDraft, provider: string, api: ApiKind, asked: number | undefined): void {
  const { notes, log } = draft
  let count = notes.displaced
  let at = notes.displacedAt
  if (provider === 'vllm' && (api === 'openai-chat' || asked === 0)) {
    draft.tokens.forEach((token, i) => {
      const [only] = token.alternatives
      if (token.alternatives.length !== 1 || only!.text !== token.text || token.logprob === null || token.logprob >= LN_HALF) return
      count += 1
      at = at < 0 ? i : Math.min(at, i)
    })
  }
  if (count > 0) log.add('not-true-top-k', at, 'the chosen token takes the place of a more probable one', count)
}

function noteAbsence(draft: AnswerDraft, asked: boolean | null): void {
  if (draft.tokens.length > 0) return
  const why =
    asked === false
      ? 'not asked for'
      : draft.promptTokens !== null
        ? 'only the prompt was scored'
        : { absent: 'the field is absent', null: 'the field is null', empty: 'the list is empty', tokens: 'no entry could be read' }[
            draft.seen
          ]
  draft.log.add('no-logprobs', undefined, why)
}

/** Only the last piece of a stream has tokens, though text came before. */
function noteLastChunkOnly(draft: AnswerDraft): void {
  if (draft.blocks.length !== 1 || draft.textEvents < 3 || draft.content === '') return
  const spelled = draft.tokens.map((token) => (token.special === true ? '' : token.text)).join('')
  if (spelled !== '' && spelled.length < draft.content.length && draft.content.endsWith(spelled)) draft.log.add('last-chunk-only', 0)
}

/** Providers whose bytes are those of the token, even where it is a piece of a character: U+FFFD is then a token of its own. */
const TRUE_BYTES: ReadonlySet<string> = new Set(['openai', 'azure', 'llama-server'])

function notesToLog(draft: AnswerDraft, provider: string): void {
  const { notes, log } = draft
  if (notes.replaced > 0 && !notes.cutCharacters && !TRUE_BYTES.has(provider))
    log.add('replaced-bytes', notes.replacedAt, undefined, notes.replaced)
  if (notes.sampled > 0) log.add('unknown-field', undefined, 'sampling_logprob: the value under the sampler is not kept', notes.sampled)
  if (notes.textless > 0) log.add('wrong-type', undefined, 'entries without a text', notes.textless)
}

function isEndUncounted(draft: AnswerDraft, finish: Finish): boolean {
  if (finish.unified === 'length' || finish.unified === 'content-filter' || draft.tokens.length === 0) return finish.unified === 'stop'
  const last = draft.tokens[draft.tokens.length - 1]!
  return last.special !== true
}

function countOf(draft: AnswerDraft, finish: Finish): EntryCount {
  const reasoning = draft.tokens.reduce((sum, token) => sum + (token.part === 'reasoning' ? 1 : 0), 0)
  return { entries: draft.tokens.length, reasoning, endUncounted: isEndUncounted(draft, finish), own: draft.ownOutputTokens }
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

/** Puts the traces together: repeated blocks out, parts settled, evidence assessed. */
export function buildTraces(facts: BuildFacts): DecodeResult {
  const { envelope, request, options, drafts } = facts
  const provider = options.provider ?? detectProvider(marksOf(envelope))
  dropRepeatedBlocks(drafts, envelope, provider)
  const finishes = drafts.map(finishOfDraft)
  drafts.forEach((draft, i) => {
    settleParts(draft, finishes[i]!.unified !== 'unknown')
    if (facts.cut) draft.log.add('stream-cut')
    noteDisplaced(draft, provider, facts.api, request.parameters.topLogprobs)
    noteAbsence(draft, request.asked)
    noteLastChunkOnly(draft)
    notesToLog(draft, provider)
    draft.log.absorb(envelope.log)
  })
  const countable = !facts.cut && !(request.bestOf !== null && request.bestOf > (request.parameters.choices ?? 1))
  const completeness = completenessOf(
    drafts.map((draft, i) => countOf(draft, finishes[i]!)),
    countable ? envelope.usage : null,
    provider === 'llama-server',
  )
  const totalMs = options.now === undefined ? 0 : Math.max(0, options.now() - options.startedAt)
  const traces = drafts.map((draft, i): Trace => {
    const tokens: readonly Token[] = draft.tokens
    const output = outputOf(draft, finishes[i]!)
    const basis = basisOf(provider, { linear: draft.notes.linear > 0, masked: draft.notes.masked > 0 })
    const prompt = promptOf(request, draft.choice)
    const has = draft.tokens.length > 0
    return {
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
      evidence: evidenceOf({ output, tokens, basis: has ? basis : 'unknown', completeness: has ? completeness[i]! : null, log: draft.log }),
      ...(envelope.usage === null ? {} : { usage: envelope.usage }),
      timing: { totalMs, ...(envelope.firstAt === null ? {} : { firstTokenMs: Math.max(0, envelope.firstAt - options.startedAt) }) },
      context: options.context ?? { project: 'default' },
    }
  })
  return { traces, issues: facts.issues }
}
