/** What is sent to the HTTP API, and the answers to it that are not answers about answers. All query parameters are texts. */
import type { Profile } from '../profile/types.ts'
import type { Label } from '../trace/types.ts'
import type { IngestResult } from './answers.ts'

/**
 * An `AnswerFilter` in a query string: `GET /traces`, `GET /stats/…`, `GET /export`, `POST /reanalyze`. Lists are comma-separated or repeated.
 * An unknown parameter is refused, so that a misspelt filter never shows more than was asked for.
 */
export interface AnswerFilterQuery {
  /** Epoch ms, [from, to). */
  readonly from?: string
  readonly to?: string
  readonly project?: string
  readonly model?: string
  readonly provider?: string
  /** Empty: answers without one. */
  readonly promptVersion?: string
  readonly language?: string
  readonly session?: string
  readonly user?: string
  readonly item?: string
  readonly sampleGroup?: string
  /** `name:value`, repeated for further tags; the value may hold colons and commas. */
  readonly tag?: string | readonly string[]
  readonly tier?: string
  readonly action?: string
  readonly finish?: string
  readonly detection?: string
  readonly flagged?: 'true' | 'false'
  /** `correct`, `incorrect`, `unsure`, `none`. */
  readonly label?: string
  /** `metric:min:max`, either end may be empty, repeated for further ranges: `metrics.avgLogprob::-3`. */
  readonly range?: string | readonly string[]
  /** Full-text search. */
  readonly text?: string
  readonly lowToken?: string
  /** `positionFrom,positionTo,probabilityFrom,probabilityTo`, half-open. */
  readonly cell?: string
  readonly imported?: 'true' | 'false'
}

/** `GET /traces` */
export interface AnswerListQuery extends AnswerFilterQuery {
  /** A column, or a metric path; with a leading `-` the largest first. Default `-startedAt`. */
  readonly sort?: string
  readonly cursor?: string
  /** 1 to 1000, default 50. */
  readonly limit?: string
  /** Count all answers of the filter too. */
  readonly count?: 'true' | 'false'
}

/** `GET /stats/series`. Without `from` and `to`: the last 24 hours. At most 10 000 buckets. */
export interface SeriesQuery extends AnswerFilterQuery {
  readonly bucket?: 'minute' | 'hour' | 'day'
  /** IANA zone, default UTC. */
  readonly tz?: string
}

/** `POST /traces` */
export interface IngestAnswer {
  readonly stored: number
  readonly duplicate: number
  readonly conflict: number
  readonly refused: number
  readonly items: readonly IngestResult[]
}

/** `POST /traces/:id/labels`; `value: null` takes the label of this source back. */
export interface LabelRequest {
  readonly value: Label['value'] | null
  readonly note?: string
  /** Default `dashboard`. */
  readonly source?: string
  readonly samplingProbability?: number | null
}

/** `DELETE /traces?session=` or `?user=` */
export interface EraseAnswer {
  readonly erased: number
}

/** `GET /stats/values?field=` */
export interface FieldValues {
  readonly field: string
  readonly items: readonly { readonly value: string; readonly count: number }[]
  /** Only so many of the newest answers were counted; `null`: all were. */
  readonly newest: number | null
}

export interface ProfileRecord {
  readonly sha256: string
  readonly profile: Profile
  readonly createdAt: number
  /** When it was last made the active one; `null` if never. */
  readonly activatedAt: number | null
  readonly note: string | null
}

/** `GET /profiles`, newest first. `source`: where the active one comes from; a file named at start cannot be changed here. */
export interface ProfileList {
  readonly active: ProfileRecord
  readonly source: 'stored' | 'file' | 'starting'
  readonly items: readonly ProfileRecord[]
}

/** `POST /reanalyze` starts it with the filter of the query, `GET /reanalyze` shows it. */
export interface ReanalyzeStatus {
  readonly state: 'idle' | 'running' | 'done' | 'failed'
  readonly done: number
  /** Answers left as they were because their content is masked or not kept: analysing what is left would give wrong numbers. */
  readonly skipped: number
  readonly startedAt: number | null
  readonly endedAt: number | null
  readonly detail: string
}

/** Every error of the API: `application/problem+json` (RFC 9457), `detail` in plain words. */
export interface Problem {
  /** `about:blank`, or a name such as `urn:logitscope:bad-request`. */
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly issues?: readonly { readonly code: string; readonly path: string; readonly message: string }[]
}

/** `GET /session`: whether this server wants a key and whether the caller has one. `POST /session` with the key in `x-logitscope-key` sets the cookie, `DELETE /session` takes it away. */
export interface SessionState {
  readonly keyRequired: boolean
  readonly scopes: readonly ('ingest' | 'read' | 'admin')[]
}

/** `GET /setup` */
export interface SetupState {
  readonly version: string
  /** What a client takes as its base URL. */
  readonly baseUrl: string
  readonly upstreams: readonly { readonly name: string; readonly url: string; readonly isDefault: boolean }[]
  /** Servers that answered on the usual local ports. Looked for where no upstream is configured. */
  readonly found: readonly FoundUpstream[]
  readonly content: 'full' | 'redacted' | 'none'
  /** The traffic is recorded, not live. */
  readonly demo: boolean
  /** A model to put into the snippets: the first one that the default upstream names; `null` where it names none. */
  readonly model: string | null
}

export interface FoundUpstream {
  readonly url: string
  /** What usually listens on this port. */
  readonly name: string
  readonly models: readonly string[]
}

/** `POST /setup/test-request` sends one real request through the gateway. */
export interface TestRequest {
  readonly model?: string
  readonly prompt?: string
}

export interface TestRequestAnswer {
  readonly ok: boolean
  readonly status: number | null
  /** Of the answer, to look at: `GET /traces/:id` holds it a moment later. */
  readonly traceId: string | null
  readonly detail: string
}
