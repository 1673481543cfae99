/** What the servers' own formats have in common: one reader, one writer, one place that says how well a format is known. */
import type { ApiKind, Token, Trace, Usage } from '@logitscope/core'
import type { AnswerReader, DecodeOptions, Delta, Format, Verified } from '../contract.ts'
import { readingWith } from './answer-decoder.ts'
import type { AnswerDraft } from './answer-draft.ts'
import { createChoices, type Choices } from './choices.ts'
import { isOnlyError } from './encode-outer.ts'
import { finishOf } from './finish.ts'
import { lostIn } from './lost.ts'
import { providerIn } from './path-facts.ts'
import { asCount, asRecord, type Wire } from './wire.ts'

/** What a format's own code gets to work with while an answer arrives. */
export interface NativeAnswer {
  readonly choices: Choices
  readonly out: Delta[]
  /** This piece came as an event of a stream, or as an item of a list. */
  readonly asEvent: boolean
  /** Text that came for an output. */
  readonly addText: (draft: AnswerDraft, part: 'content' | 'reasoning', text: string) => void
  /** Tokens that came for an output and are added to it already. */
  readonly tell: (draft: AnswerDraft, tokens: readonly Token[]) => void
  /** How an output ended; `null` in `raw` where the server only says that it ended. */
  readonly finish: (draft: AnswerDraft, raw: string | null, unified?: ReturnType<typeof finishOf>['unified']) => void
  /** What the server counted for one output alone; the last report counts. */
  readonly count: (draft: AnswerDraft, input: unknown, output: unknown) => void
}

export interface NativeFormat {
  readonly api: ApiKind
  /** Who speaks this format, where the caller does not know better; told from the answer's id where several do. */
  readonly provider: string | ((responseId: string) => string)
  readonly verified: Verified
  readonly matches: (record: Wire) => boolean
  /** The request in the words of chat, so that one reader of requests serves all. */
  readonly requestInChatWords: (request: Wire) => Wire
  /** Makes the part that takes the pieces of one answer, one after the other. */
  readonly reader: () => (record: Wire, answer: NativeAnswer) => void
  /** The body of answers that hold more than an error. `outputs`: what to report as counted for each. */
  readonly write: (traces: readonly Trace[], outputs: readonly number[]) => unknown
  /** How to ask for logprobs, take them out again, and end a stream. */
  readonly asking?: Pick<Format, 'ask' | 'strip' | 'finish'>
}

/** The request's count in shares of its outputs: for each the number of its entries, for the first what is left over. */
function sharesOf(traces: readonly Trace[]): number[] {
  const usage = traces[0]?.usage
  const rest = traces.slice(1).reduce((sum, trace) => sum + trace.tokens.length, 0)
  return traces.map((trace, i) => (i > 0 ? trace.tokens.length : Math.max(0, (usage?.output ?? trace.tokens.length + rest) - rest)))
}

function createReader(native: NativeFormat, options: DecodeOptions): AnswerReader {
  const request = asRecord(options.request)
  const named = options.path === undefined ? null : providerIn(options.path)
  const told = options.provider ?? named ?? (typeof native.provider === 'string' ? native.provider : null)
  const known: { -readonly [Name in keyof DecodeOptions]: DecodeOptions[Name] } = {
    ...options,
    ...(told === null ? {} : { provider: told }),
    ...(request === null ? {} : { request: native.requestInChatWords(request) }),
  }
  const choices = createChoices(native.api, known)
  const { envelope } = choices
  const take = native.reader()
  const counts = new Map<AnswerDraft, Usage>()
  const inputs = new Map<AnswerDraft, number>()

  /** Prompts that were answered several times count once; several prompts count together. */
  function total(): Usage {
    const all = [...counts.values()]
    const inputs = all.map(({ input }) => input)
    const input = choices.request.prompts.length > 1 ? inputs.reduce((sum, value) => sum + value, 0) : Math.max(0, ...inputs)
    return { input, output: all.reduce((sum, { output }) => sum + output, 0) }
  }

  function read(value: unknown, name: string, asEvent: boolean, out: Delta[]): void {
    if (value === null || choices.takeError(value, name, out)) return
    const record = asRecord(value)
    if (record === null) {
      envelope.log.add('wrong-type', undefined, 'an event is not an object')
      return
    }
    take(record, {
      choices,
      out,
      asEvent,
      addText(draft, part, text) {
        if (text === '') return
        draft[part] += text
        draft.textEvents += 1
        choices.touch()
        out.push({ kind: 'text', choice: draft.choice, part, text })
      },
      tell(draft, tokens) {
        if (tokens.length === 0) return
        choices.touch()
        out.push({ kind: 'tokens', choice: draft.choice, tokens })
      },
      finish(draft, raw, unified) {
        const finish = unified === undefined ? finishOf(raw) : { unified, raw }
        draft.finishRaw = finish.raw
        draft.finishUnified = finish.unified
        envelope.done = true
        out.push({ kind: 'finish', choice: draft.choice, finish })
      },
      count(draft, input, output) {
        const read = asCount(input) ?? inputs.get(draft) ?? 0
        const written = asCount(output)
        inputs.set(draft, read)
        if (written === null) return
        draft.ownOutputTokens = written
        counts.set(draft, { input: read, output: written })
        envelope.usage = total()
      },
    })
  }

  return {
    event: (value, name, out) => {
      read(value, name, true, out)
    },
    body: (value, out) => {
      read(value, '', false, out)
    },
    done() {
      envelope.done = true
    },
    unreadable: choices.unreadable,
    end(issues) {
      if (typeof native.provider !== 'string') known.provider ??= native.provider(envelope.id)
      if (native.verified !== 'recorded' && choices.drafts().length > 0) {
        const known = native.verified === 'rebuilt' ? 'examples that others wrote' : 'documentation'
        envelope.log.add('unverified-format', undefined, `this format is known from ${known} only, and was never seen recorded`)
      }
      return choices.end(issues, `this is not an answer in the format ${native.api}`)
    },
  }
}

export function nativeFormat(native: NativeFormat): Format {
  const reading = readingWith((options) => createReader(native, options))
  const matches = (sample: unknown): boolean => {
    if (Array.isArray(sample)) return sample.some(matches)
    const record = asRecord(sample)
    return record !== null && native.matches(record)
  }
  return {
    ...native.asking,
    api: native.api,
    verified: native.verified,
    matches,
    ...reading,
    encode(traces) {
      const answers = traces.filter((trace) => !isOnlyError(trace))
      const error = traces[0]?.output.error
      const body = JSON.stringify(answers.length === 0 && error !== undefined ? { error } : native.write(answers, sharesOf(answers)))
      return { body, lost: lostIn(traces, body, reading.decodeValue) }
    },
  }
}
