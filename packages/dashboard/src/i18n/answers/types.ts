/** What the pages say: answers. Sentences have `{placeholders}`. */
export interface AnswersWords {
  readonly columns: Readonly<Record<'time' | 'answer' | 'verdict' | 'logprob' | 'entropy' | 'low' | 'tokens' | 'latency', string>>
  readonly noContent: string
  readonly emptyText: string
  readonly search: string
  readonly metricFilter: string
  readonly metric: string
  readonly from: string
  readonly below: string
  readonly add: string
  readonly sort: string
  readonly ascending: string
  readonly descending: string
  readonly pause: string
  readonly resume: string
  /** {count} */
  readonly news: string
  readonly total: string
  readonly atLeast: string
  /** Few or no answers fitted among the newest; older ones are looked at. */
  readonly lookingBack: string
  /** {tokens} {answers} */
  readonly meant: string
  readonly meantAtLeast: string
  readonly meantUnknown: string
  readonly inCell: string
  readonly lowText: string
}
