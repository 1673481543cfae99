/** The trace: one output (one choice) of one request, schema version 1. Log-probabilities are in nats everywhere. */

/** An open vocabulary: the known words are suggested, any other string is allowed. */
export type OpenString<Known extends string> = Known | (string & {})

export type ApiKind = OpenString<
  | 'openai-chat'
  | 'openai-responses'
  | 'openai-completions'
  | 'openai-transcription'
  | 'tgi'
  | 'llama-server'
  | 'sglang'
  | 'vllm-generate'
  | 'triton'
  | 'koboldcpp'
  | 'ollama'
  | 'gemini'
  | 'cohere'
  | 'ai21'
  | 'watsonx'
  | 'bedrock'
  | 'anthropic'
  | 'columns'
>

/** Why the output ended, in one vocabulary for all providers; the provider's own word is kept beside it as `raw`. */
export type FinishReason = 'stop' | 'length' | 'content-filter' | 'tool-calls' | 'error' | 'cancelled' | 'other' | 'unknown'

export interface Finish {
  readonly unified: FinishReason
  readonly raw: string | null
}

export interface Message {
  readonly role: string
  /** Text content. Structured content (images, tool results) is kept as JSON in `parts`. */
  readonly content: string | null
  readonly parts?: readonly unknown[]
  readonly name?: string
  readonly toolCalls?: readonly ToolCall[]
}

export interface ToolCall {
  readonly id?: string
  readonly name: string
  /** The arguments as the model wrote them: usually JSON, not always valid. */
  readonly arguments: string
}

/** Sampling parameters under the field's names; anything else the caller sent goes into `other`. */
export interface Parameters {
  readonly temperature?: number
  readonly topP?: number
  readonly topK?: number
  readonly minP?: number
  readonly maxTokens?: number
  readonly seed?: number
  readonly frequencyPenalty?: number
  readonly presencePenalty?: number
  readonly stop?: readonly string[]
  /** Alternatives asked for per token. */
  readonly topLogprobs?: number
  readonly choices?: number
  readonly stream?: boolean
  readonly other?: Readonly<Record<string, unknown>>
}

export interface Source {
  /** Who answered: `openai`, `azure`, `vllm`, `llama-server`, … or `unknown`. */
  readonly provider: string
  readonly api: ApiKind
  readonly requestedModel: string
  readonly model: string
  readonly responseId?: string
  /** Index of this output among the outputs of the request. */
  readonly choice: number
  readonly streamed: boolean
  readonly status?: number
  readonly retries?: number
}

/** A confidence that the model stated of its own answer, in a field of its JSON. Its own words, no probability: never averaged with one. */
export interface Verbalized {
  /** JSONPath of the field in the text or the arguments, such as `$.confidence`. */
  readonly field: string
  readonly part: 'content' | 'tool'
  /** Which tool call. */
  readonly partIndex?: number
  /** On the scale from 0 to 1. */
  readonly value: number
  /** As the model wrote it. */
  readonly raw: string
  /** How it was read: least and greatest number such as `0-1` or `0-100`, `percent`, or `of N`. */
  readonly scale: string
}

export interface Output {
  readonly text: string
  readonly refusal?: string
  readonly reasoning?: string
  readonly toolCalls?: readonly ToolCall[]
  readonly verbalized?: Verbalized
  readonly finish: Finish
  readonly error?: { readonly code: string; readonly message: string }
}

/** Which text of the output a token belongs to. */
export type Part = 'content' | 'refusal' | 'reasoning' | 'tool'

export interface Alternative {
  readonly text: string
  readonly bytes?: readonly number[]
  readonly id?: number
  /** Nats. */
  readonly logprob: number
}

export interface Token {
  /** As the provider reported it; "" where it buffered the text. */
  readonly text: string
  /** True UTF-8 bytes where they are known. Absent where the provider gave none or gave those of a replacement character. */
  readonly bytes?: readonly number[]
  /** Nats; `null` = censored or missing. */
  readonly logprob: number | null
  /** When censored: an upper bound on the logprob, in nats. */
  readonly ceiling?: number
  readonly id?: number
  readonly part: Part
  /** Which tool call or reasoning part; alignment is per part. Absent means 0. */
  readonly partIndex?: number
  /** Template or end-of-sequence token: kept, but in no metric of the answer. */
  readonly special?: true
  /** Most probable first; may lack the chosen token. */
  readonly alternatives: readonly Alternative[]
}

export type EvidenceTier = 'distribution' | 'top-k' | 'selected' | 'verbalized' | 'none'

/** Which distribution the reported logprobs come from. */
export type EvidenceBasis = 'raw' | 'post-temperature' | 'post-sampling' | 'unknown'

export type IssueCode = OpenString<
  | 'sentinel'
  | 'non-finite'
  | 'missing-logprob'
  | 'positive-logprob'
  | 'mass-above-one'
  | 'all-zero'
  | 'coarse-values'
  | 'looks-like-logits'
  | 'looks-like-probabilities'
  | 'duplicate-blocks'
  | 'entries-missing'
  | 'entries-extra'
  | 'text-mismatch'
  | 'replaced-bytes'
  | 'restored-spaces'
  | 'unsorted-alternatives'
  | 'duplicate-alternatives'
  | 'chosen-not-listed'
  | 'not-true-top-k'
  | 'mixed-bases'
  | 'chosen-value-mismatch'
  | 'last-chunk-only'
  | 'no-logprobs'
  | 'unknown-field'
  | 'wrong-type'
  | 'error-in-stream'
  | 'stream-cut'
  | 'limit-exceeded'
  | 'unverified-format'
  | 'verbalized-unclear'
>

export interface EvidenceIssue {
  readonly code: IssueCode
  /** How often it was seen. */
  readonly count: number
  /** Index into `tokens` of the first place. */
  readonly at?: number
  readonly detail?: string
}

export interface Evidence {
  /** Decided from what came back, never from what was asked. */
  readonly tier: EvidenceTier
  /** Most alternatives present at a token. */
  readonly k: number
  /** Vocabulary size where known. */
  readonly vocabulary?: number
  readonly basis: EvidenceBasis
  /** Token entries / reported output tokens, the end-of-sequence token explained; `null` where usage is not known. */
  readonly completeness: number | null
  readonly issues: readonly EvidenceIssue[]
}

export interface Usage {
  readonly input: number
  readonly output: number
  readonly reasoning?: number
}

export interface Timing {
  /** From the client's request to the last byte of the answer. */
  readonly totalMs: number
  /** To the first token of a stream. Of an answer in one body it is not known, and absent. */
  readonly firstTokenMs?: number
}

export interface TraceContext {
  readonly project: string
  readonly promptVersion?: string
  /** Only what the caller said. */
  readonly language?: string
  readonly session?: string
  readonly user?: string
  /** Pairs answers to the same prompt across runs and marks dependent rows. */
  readonly item?: string
  /** Joins re-samples. */
  readonly sampleGroup?: string
  readonly traceparent?: string
  readonly tags?: Readonly<Record<string, string>>
}

export interface Trace {
  readonly schema: 1
  /** `${requestId}.${choice}` */
  readonly id: string
  readonly requestId: string
  /** Epoch ms at the client's request. */
  readonly startedAt: number
  /** Epoch ms at the store, set by it. */
  readonly receivedAt?: number
  readonly source: Source
  readonly request: { readonly messages?: readonly Message[]; readonly prompt?: string; readonly parameters: Parameters }
  readonly output: Output
  readonly tokens: readonly Token[]
  /** A scored prompt (echo, prompt_logprobs, prefill): never mixed into the metrics of the answer. */
  readonly promptTokens?: readonly Token[]
  readonly evidence: Evidence
  /** Of the request, all choices together. */
  readonly usage?: Usage
  readonly timing: Timing
  readonly context: TraceContext
}

export interface Label {
  readonly traceId: string
  readonly value: 'correct' | 'incorrect' | 'unsure'
  readonly source: string
  /** Epoch ms. */
  readonly at: number
  readonly note?: string
  /** Probability with which the answer was drawn for labelling; `null` where it was not drawn at random. */
  readonly samplingProbability: number | null
}

/** Something wrong with an input record: what, where in it, in words. */
export interface ReadIssue {
  readonly code: string
  /** A path into the record, such as `tokens[3].logprob`; "" for the record itself. */
  readonly path: string
  readonly message: string
  /** How often it was seen, where more than once; `path` is then the first place. */
  readonly count?: number
}
