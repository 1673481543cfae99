/** Words of the part of a page that shows drift. */
export interface DriftWords {
  readonly title: string
  readonly meaning: string
  readonly none: string
  readonly noneHint: string
  readonly notReady: string
  readonly states: Readonly<Record<'learning' | 'watching' | 'drifted', string>>
  /** {hours} {hoursNeeded} {blocks} {blocksNeeded} */
  readonly learned: string
  readonly watchedSince: string
  readonly changedSince: string
  readonly examples: string
  readonly answers: string
  readonly late: string
  readonly leftOut: string
  readonly unwatched: string
  readonly relearn: string
  readonly relearnMeaning: string
  readonly relearnYes: string
  readonly relearnNo: string
}
