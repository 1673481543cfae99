/** The outputs of one request while they arrive: what chat and completions have in common. */
import type { ApiKind, ReadIssue } from '@logitscope/core'
import type { DecodeOptions, DecodeResult, Delta } from '../contract.ts'
import { createAnswerDraft, type AnswerDraft } from './answer-draft.ts'
import { limitsOf } from './answer-decoder.ts'
import { buildTraces } from './build-traces.ts'
import { createEnvelope, marksOf, type Envelope } from './envelope.ts'
import { errorIn, type WireError } from './error-body.ts'
import { finishOf } from './finish.ts'
import { modelIn } from './path-facts.ts'
import { detectProvider } from './provider.ts'
import { requestFacts, type RequestFacts } from './request-facts.ts'
import { readUsage, usageFromTimings } from './usage.ts'
import { asCount, asRecord, asText, type Wire } from './wire.ts'

const MOST_CHOICES = 4096
/** Servers whose streams end without `[DONE]`. */
const WITHOUT_END_MARK: ReadonlySet<string> = new Set(['tgi'])

export interface Choices {
  readonly envelope: Envelope
  request: RequestFacts
  readonly options: DecodeOptions
  /** The draft of a choice, by its index or else its place; `null` beyond a limit, which is counted. */
  readonly draftOf: (choice: Wire, place: number) => AnswerDraft | null
  readonly drafts: () => readonly AnswerDraft[]
  /** The draft of an answer that is the only one of its request. It counts as an output only once something of the format was recognised. */
  readonly prepare: () => AnswerDraft
  /** Sampling parameters that the answer repeats, where the request is not known. */
  readonly noteParameters: (record: Wire) => void
  /** Takes an error; returns whether the value held one. */
  readonly takeError: (value: unknown, name: string, out: Delta[]) => boolean
  readonly takeUsage: (record: Wire, out: Delta[]) => void
  readonly takeFinish: (draft: AnswerDraft, choice: Wire, out: Delta[]) => void
  readonly unreadable: (what: 'malformed' | 'oversized' | 'cut', detail: string) => void
  /** The time of the first piece. */
  readonly touch: () => void
  /** An event that belongs to this format came, though perhaps without a choice. */
  recognised: boolean
  readonly end: (issues: ReadIssue[], what: string) => DecodeResult
}

/** A model that only the path names. */
function withModelOf(path: string | undefined, request: RequestFacts): RequestFacts {
  return request.model !== '' || path === undefined ? request : { ...request, model: modelIn(path) ?? '' }
}

export function createChoices(api: ApiKind, options: DecodeOptions): Choices {
  const limits = limitsOf(options)
  const envelope = createEnvelope()
  const drafts = new Map<number, AnswerDraft>()
  let prepared: AnswerDraft | null = null
  let error: WireError | null = null
  let cut = false
  /** The answer's own usage came. */
  let reported = false

  function draftAt(index: number): AnswerDraft | null {
    const known = drafts.get(index)
    if (known !== undefined) return known
    if (drafts.size >= MOST_CHOICES) {
      envelope.log.add('limit-exceeded', undefined, `choices beyond ${MOST_CHOICES} are left out`)
      return null
    }
    const draft = index === 0 && prepared !== null ? prepared : createAnswerDraft(index, limits)
    drafts.set(index, draft)
    return draft
  }

  function settleErrors(issues: ReadIssue[]): void {
    if (error === null) return
    const fresh = drafts.size === 0
    if (fresh) draftAt(0)
    if (fresh || [...drafts.values()].every((draft) => draft.tokens.length === 0 && draft.content === '')) {
      issues.push({ code: 'provider-error', path: 'error', message: `the answer is an error (${error.code}): ${error.message}` })
    }
    for (const draft of drafts.values()) {
      if (draft.finishRaw !== null) continue
      draft.error ??= error
      if (envelope.streamed) draft.log.add('error-in-stream', undefined, error.code)
    }
  }

  const choices: Choices = {
    envelope,
    request: withModelOf(options.path, requestFacts(options.request)),
    options,
    recognised: false,
    draftOf(choice, place) {
      const index = asCount(choice['index'])
      if (index === null && choice['index'] !== undefined)
        envelope.log.add('wrong-type', undefined, 'the index of a choice is not a whole number')
      return draftAt(index ?? place)
    },
    prepare() {
      prepared ??= createAnswerDraft(0, limits)
      return prepared
    },
    noteParameters(record) {
      if (asRecord(options.request) !== null) return
      const { parameters } = requestFacts({
        temperature: record['temperature'],
        top_p: record['top_p'],
        max_output_tokens: record['max_output_tokens'],
        top_logprobs: record['top_logprobs'],
      })
      choices.request = { ...choices.request, parameters }
    },
    drafts: () => [...drafts.values()].sort((a, b) => a.choice - b.choice),
    takeError(value, name, out) {
      const found = errorIn(value) ?? (name === 'error' ? { code: 'error', message: asText(value) ?? 'the stream reports an error' } : null)
      if (found === null) return false
      error ??= found
      out.push({ kind: 'error', code: found.code, message: found.message })
      return true
    },
    takeUsage(record, out) {
      const usage = readUsage(record['usage']) ?? readUsage(asRecord(record['x_groq'])?.['usage'])
      // Timings count too, but a server can be told to send them with every token: the last counts, and usage before it.
      const counted = usage ?? (reported ? null : usageFromTimings(asRecord(record['timings'])))
      if (usage !== null) reported = true
      if (counted === null) return
      envelope.usage = counted
      if (usage !== null) out.push({ kind: 'usage', usage })
    },
    takeFinish(draft, choice, out) {
      const inner = errorIn(choice)
      if (inner !== null) {
        draft.error = inner
        out.push({ kind: 'error', code: inner.code, message: inner.message })
      }
      const raw = asText(choice['finish_reason'])
      if (raw === null || raw === '') return
      draft.finishRaw = raw
      out.push({ kind: 'finish', choice: draft.choice, finish: finishOf(raw) })
    },
    unreadable(what, detail) {
      if (what === 'cut') cut = true
      else envelope.log.add(what === 'oversized' ? 'limit-exceeded' : 'wrong-type', undefined, detail)
    },
    touch() {
      if (envelope.firstAt === null && options.now !== undefined) envelope.firstAt = options.now()
    },
    end(issues, what) {
      if (prepared !== null && choices.recognised) drafts.set(0, prepared)
      settleErrors(issues)
      if (drafts.size === 0) {
        if (choices.recognised) draftAt(0)
        else if (issues.length === 0) issues.push({ code: 'not-an-answer', path: '', message: what })
      }
      const all = choices.drafts()
      const open = all.some((draft) => draft.finishRaw === null && draft.finishUnified === null && draft.error === null)
      const broken = cut || (envelope.streamed && open)
      const provider = options.provider ?? detectProvider(marksOf(envelope))
      if (envelope.streamed && !broken && error === null && !envelope.done && !WITHOUT_END_MARK.has(provider)) {
        envelope.log.add('stream-cut', undefined, 'the answer is finished, but the mark of the end [DONE] is missing')
      }
      return buildTraces({ api, envelope, drafts: all, request: choices.request, options, issues, cut: broken })
    },
  }
  return choices
}
