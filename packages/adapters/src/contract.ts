/** What every wire format implements. */
import type { ConfidenceOptions, ApiKind, ReadIssue, Trace, TraceContext, Token, Finish, Usage } from '@logitscope/core'
import type { Insertion } from './splice/index.ts'

export interface DecodeLimits {
  /** Longest record (a body, an SSE event, an NDJSON line), bytes. */
  readonly recordBytes: number
  /** Most tokens kept of one output. */
  readonly tokens: number
  /** Most alternatives kept at one token. */
  readonly alternatives: number
}

export const DEFAULT_LIMITS: DecodeLimits = { recordBytes: 64 * 1024 * 1024, tokens: 1_000_000, alternatives: 262_144 }

export interface DecodeOptions {
  /** Traces get the ids `${requestId}.${choice}`. */
  readonly requestId: string
  /** Epoch ms at the client's request. */
  readonly startedAt: number
  /** The request's JSON body where it is known: model, messages and sampling parameters are taken from it. */
  readonly request?: unknown
  /** Path of the request, such as `/v1/chat/completions`, where it is known. */
  readonly path?: string
  /** HTTP status of the answer where it is known. */
  readonly status?: number
  /** Who answered, where the caller knows better than the payload. */
  readonly provider?: string
  readonly context?: TraceContext
  readonly limits?: Partial<DecodeLimits>
  /** Where the answer states a confidence of its own. Absent: only what is clear without being told. */
  readonly confidence?: ConfidenceOptions
  /** Epoch ms; for `timing`. Absent: timing is 0. */
  readonly now?: () => number
}

/** What a live consumer sees while an answer arrives. */
export type Delta =
  | { readonly kind: 'tokens'; readonly choice: number; readonly tokens: readonly Token[] }
  | { readonly kind: 'text'; readonly choice: number; readonly part: Token['part']; readonly text: string }
  | { readonly kind: 'finish'; readonly choice: number; readonly finish: Finish }
  | { readonly kind: 'usage'; readonly usage: Usage }
  | { readonly kind: 'error'; readonly code: string; readonly message: string }

/**
 * What was read. An answer that is only an error gives one trace with `output.error` and no tokens, and an issue `provider-error`;
 * what cannot be read at all gives issues and no trace.
 */
export interface DecodeResult {
  readonly traces: readonly Trace[]
  readonly issues: readonly ReadIssue[]
}

/** Reads one answer, whole or streamed; never throws. */
export interface Decoder {
  /** Takes the next bytes as they came, cut anywhere. */
  push: (bytes: Uint8Array) => readonly Delta[]
  /** Says that no more will come. */
  end: () => DecodeResult
}

/** Takes the pieces of one answer, in whatever way they came. */
export interface AnswerReader {
  /** One event of a stream. `name`: the event field of the stream, "" where there was none. */
  readonly event: (value: unknown, name: string, out: Delta[]) => void
  /** A whole body. */
  readonly body: (value: unknown, out: Delta[]) => void
  /** The stream's own mark of its end, `[DONE]`. */
  readonly done: () => void
  /** Something of the stream could not be read: an event that is no JSON, or one that was too long. */
  readonly unreadable: (what: 'malformed' | 'oversized' | 'cut', detail: string) => void
  /** Nothing more will come. `issues`: about the record as a whole. */
  readonly end: (issues: ReadIssue[]) => DecodeResult
}

export interface EncodeResult {
  /** One body, or the events of one stream, as they would go over the wire. */
  readonly body: string
  /** What reading the body back would not give: found by doing so. */
  readonly lost: readonly ReadIssue[]
}

/** What our asking added to a request, and so what must be taken out of the answer again. */
export interface Asked {
  readonly logprobs: boolean
  /** A stream's closing chunk of usage. */
  readonly usage: boolean
}

export type LeaveReason =
  /** The client set a parameter of its own that concerns logprobs. */
  | 'client-asked'
  /** The answer is kept by the provider, or made in the background: what we add would stay in it. */
  | 'stored'
  /** The format says that the model refuses. */
  | 'refused-by-model'
  /** The request is not one that makes an answer with tokens. */
  | 'not-applicable'

export type Ask =
  | { readonly kind: 'splice'; readonly insertions: readonly Insertion[]; readonly asked: Asked }
  | { readonly kind: 'leave'; readonly reason: LeaveReason }

/** What stands beside the body of a request. */
export interface AskFacts {
  /** Path of the request: some APIs say there, not in the body, which model it is and whether the answer is a stream. */
  readonly path?: string
  /** Whether the answer will be a stream, where the caller knows; else body and path tell. */
  readonly stream?: boolean
}

/** Takes the bytes of a stream as they came, and gives out those of whole events. */
export interface StreamStripper {
  /** What may go on to the client now; often nothing, because an event waits until it is complete. */
  readonly push: (bytes: Uint8Array) => Uint8Array
  /** The stream is over: the rest. */
  readonly end: () => Uint8Array
}

/**
 * Takes out of an answer what is there only because we asked, in the shape that the answer would have had without. Other bytes stay as they are;
 * what cannot be understood goes on unedited.
 */
export interface Strip {
  readonly body: (bytes: Uint8Array, asked: Asked) => Uint8Array
  readonly stream: (asked: Asked) => StreamStripper
}

/** Watches a stream on its way to a client, so that it can be ended before its time. */
export interface StreamEnding {
  /** Takes the bytes as they went to the client. */
  readonly push: (bytes: Uint8Array) => void
  /**
   * What to append so that the client sees a proper end. `null` where there is none: inside a tool call or an event, before the first
   * event, behind the end.
   */
  readonly end: (reason: 'stop' | 'length') => Uint8Array | null
}

/**
 * How well a format is known: `recorded` answers of real servers were read; only answers that others wrote or `rebuilt` were; or it was only
 * read about in `documentation`. The last two show in every trace as the issue `unverified-format`.
 */
export type Verified = 'recorded' | 'rebuilt' | 'documentation'

export interface Format {
  readonly api: ApiKind
  /** Absent means recorded. */
  readonly verified?: Verified
  /** Whether a parsed body, or the first data-carrying events of a stream, have this format's shape. Looks at the shape of the content, never at `object`. */
  readonly matches: (sample: unknown) => boolean
  /** Reads one answer from its parsed pieces; the decoder and `decodeValue` are made of it. */
  readonly reader: (options: DecodeOptions) => AnswerReader
  /** A decoder of one answer; it finds out by itself whether the answer is one body or a stream. */
  readonly decoder: (options: DecodeOptions) => Decoder
  /**
   * Reads an answer that was parsed already: a body, or an array of the events of a stream. The same result as the decoder's, but for
   * what `JSON.parse` loses (see `parseJson`).
   */
  readonly decodeValue: (value: unknown, options: DecodeOptions) => DecodeResult
  /** Writes the traces of one request back as this format's body. */
  readonly encode: (traces: readonly Trace[]) => EncodeResult
  /**
   * What to add to a request (parsed) so that its answer carries logprobs with that many alternatives; absent where the format has no way to ask.
   * `facts`: what the request says beside its body; without it the body alone decides.
   */
  readonly ask?: (request: Readonly<Record<string, unknown>>, topLogprobs: number, facts?: AskFacts) => Ask
  /** Takes out again what `ask` put into the answer. */
  readonly strip?: Strip
  /** Ends a stream properly before its time. */
  readonly finish?: () => StreamEnding
}
