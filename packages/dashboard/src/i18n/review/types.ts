/** What the pages say: review. Sentences have `{placeholders}`. */
export interface ReviewWords {
  readonly start: string
  readonly startMeaning: string
  readonly size: string
  readonly by: string
  readonly orders: Readonly<Record<'entropy' | 'errorRisk', string>>
  readonly auditShare: string
  readonly auditMeaning: string
  readonly draw: string
  readonly emptyPool: string
  readonly progress: string
  readonly done: string
  readonly pool: string
  readonly position: string
  readonly audit: string
  readonly drawn: string
  readonly previous: string
  readonly next: string
  readonly whole: string
  readonly again: string
}
