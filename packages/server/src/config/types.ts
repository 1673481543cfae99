/** The configuration after file, environment and flags were put together (in that order of increasing precedence). Durations in ms, sizes in bytes. */

/** What the gateway adds to requests: everything it can (`auto`: added and taken out again; `inject`: added and left in), or nothing. */
export type LogprobsMode = 'auto' | 'inject' | 'observe'

/** How much of prompts and answers is kept: all of it, with sensitive parts masked, or no text at all. */
export type ContentMode = 'full' | 'redacted' | 'none'

export interface UpstreamConfig {
  readonly name: string
  /** The base URL that a client would use itself, such as `https://host/v1`. Query and credentials in it are refused. */
  readonly url: string
  readonly logprobs: LogprobsMode
  readonly topLogprobs: number
  /** Share of requests captured, 0 to 1. */
  readonly sampleRate: number
  /** Who answers, where the address does not tell. */
  readonly provider: string | null
  /** Name of an environment variable that holds the key put into `Authorization` where the client sent none. */
  readonly keyVariable: string | null
  /** Files of further certificate authorities, PEM. */
  readonly certificateAuthorities: readonly string[]
  /** Proxy URL; `null`: as HTTPS_PROXY / HTTP_PROXY / NO_PROXY say. */
  readonly proxy: string | null
  /** Longest silence of the upstream, ms. */
  readonly timeoutMs: number
}

export interface GuardConfig {
  /** Projects whose streams are ended (`end`) or only marked (`mark`) at a repetition loop or a collapse. */
  readonly projects: Readonly<Record<string, 'end' | 'mark'>>
}

export interface WebhookConfig {
  readonly name: string
  readonly url: string
  /** Name of the environment variable with the signing secret (Standard Webhooks, `whsec_…`). */
  readonly secretVariable: string | null
  readonly shape: 'standard' | 'slack'
  /** Send prompt and answer too. */
  readonly content: boolean
  /** Private address ranges that it may reach, CIDR. */
  readonly allowPrivate: readonly string[]
  /** Lowest severity delivered. */
  readonly severity: 'info' | 'warning' | 'critical'
  readonly rules: readonly string[] | null
}

export interface RetentionConfig {
  readonly maxAgeMs: number | null
  readonly maxBytes: number | null
  /** Of all projects together. */
  readonly maxTotalBytes: number | null
  readonly projects: Readonly<Record<string, { readonly maxAgeMs: number | null; readonly maxBytes: number | null }>>
}

export interface ServerConfig {
  readonly port: number
  readonly host: string
  readonly allowedHosts: readonly string[]
  /** Origin under which people reach the pages, such as `https://host`; `null`: the address that is listened on. */
  readonly publicUrl: string | null
  /** Folder of the store. */
  readonly data: string
  /** The first is the default; empty: set-up page only. */
  readonly upstreams: readonly UpstreamConfig[]
  readonly content: ContentMode
  /** File of the profile; `null`: the active one of the store, else the starting profile. */
  readonly profile: string | null
  /** Project of answers whose request names none. */
  readonly defaultProject: string
  readonly verdictHeader: boolean
  readonly verdictComment: boolean
  readonly guard: GuardConfig
  readonly webhooks: readonly WebhookConfig[]
  readonly retention: RetentionConfig
  /** Bytes of captures that may wait for analysis. */
  readonly queueBytes: number
  /** Free space below which first content, then capture is dropped. */
  readonly freeSpaceReserveBytes: number
  /** How long a stop waits for running answers, ms. */
  readonly drainMs: number
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug'
  /** Access keys from the environment or file: SHA-256 hex of the key, with scopes. */
  readonly keys: readonly { readonly name: string; readonly sha256: string; readonly scopes: readonly ('ingest' | 'read' | 'admin')[] }[]
}
