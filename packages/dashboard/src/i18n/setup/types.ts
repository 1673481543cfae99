/** What the pages say: setup. Sentences have `{placeholders}`. */
export interface SetupWords {
  readonly demo: string
  readonly upstreams: string
  readonly upstreamsMeaning: string
  readonly noUpstream: string
  readonly isDefault: string
  readonly found: string
  readonly content: string
  readonly contents: Readonly<Record<'full' | 'redacted' | 'none', string>>
  readonly connect: string
  readonly connectMeaning: string
  readonly headers: string
  readonly test: string
  readonly testMeaning: string
  readonly model: string
  readonly prompt: string
  readonly promptExample: string
  readonly send: string
  readonly sending: string
  readonly worked: string
  readonly failed: string
  readonly look: string
  readonly files: string
  readonly filesMeaning: string
}
