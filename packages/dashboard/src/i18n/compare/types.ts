/** What the pages say: compare. Sentences have `{placeholders}`. */
export interface CompareWords {
  readonly by: string
  readonly needTwo: string
  readonly needTwoHint: string
  readonly title: string
  readonly meaning: string
  readonly table: string
  readonly difference: string
  readonly verdict: string
  readonly exact: string
  readonly notExact: string
  readonly pairsNewest: string
  readonly entropyAtLeast: string
  readonly notPassed: string
  readonly labelledWrong: string
  readonly higher: string
  readonly lower: string
  readonly undecided: string
  readonly pairs: string
  readonly pairsMeaning: string
  readonly pairCount: string
  readonly noPairs: string
  readonly same: string
  readonly partAt: string
}
